"""What surrounds the demo's customers: consents, relations, addresses, and duplicates to find."""

import datetime as dt
from copy import copy

from guanxi.customers.choices import AddressKind, ConsentState, LinkKind, Purpose
from guanxi.customers.models import Account, AccountRelation, Address, Consent, Person
from guanxi.demo.company import Company
from guanxi.demo.customers import Customer
from guanxi.demo.words import firms
from guanxi.platform.cleaning.names import company_key, pinyin_key

EVIDENCE = {
    "中文": ("合同第 9 条", "官网表单", "展会登记表", "电话录音", "邮件回复"),
    "English": (
        *("Contract, section 9", "Form on our website", "Sign-up sheet at the fair"),
        *("Recorded call", "Reply by e-mail"),
    ),
}
DUPLICATE_SHARE = 0.02


def make_surroundings(company: Company, customers: list[Customer]) -> None:
    """Consents of most people, relations and addresses of some customers; stored."""
    company.keep(_consents(company, customers))
    company.keep(_relations(company, customers))
    company.keep(_addresses(company, customers))


def make_duplicates(company: Company, customers: list[Customer]) -> int:
    """The same firms once more as a colleague wrote them; how many."""
    twins = [
        _twin(company, one)
        for one in customers
        if not one.abroad and company.chance.random() < DUPLICATE_SHARE
    ]
    company.keep(twins)
    return len(twins)


def plan_next_steps(company: Company, customers: list[Customer]) -> None:
    """Give a third of the customers who still buy a next step; not stored yet."""
    for one in customers:
        if one.rhythm == "lost" or company.chance.random() > 0.34:
            continue
        steps = firms.NEXT_STEPS_ABROAD if one.abroad else firms.NEXT_STEPS
        one.account.next_step = company.chance.choice(steps)
        day = company.today + dt.timedelta(days=company.chance.randrange(-9, 25))
        one.account.next_step_at = company.moment(day)


def _consents(company: Company, customers: list[Customer]) -> list[Consent]:
    found = []
    for one in customers:
        for person in one.people:
            if company.chance.random() < 0.55:
                found += _of_person(company, person)
    return found


def _of_person(company: Company, person: Person) -> list[Consent]:
    chance = company.chance
    given = []
    for channel in chance.sample(("email", "phone", "sms", "wechat"), chance.choice((1, 1, 2))):
        at = person.created_at + dt.timedelta(hours=chance.randrange(200))
        given.append(_consent(company, person, channel, ConsentState.GRANTED, at))
        if chance.random() < 0.08:
            later = at + dt.timedelta(days=chance.randrange(20, 400))
            given.append(_consent(company, person, channel, ConsentState.WITHDRAWN, later))
    return given


def _consent(
    company: Company, person: Person, channel: str, state: str, at: dt.datetime
) -> Consent:
    at = min(at, company.now)
    return Consent(
        account_id=person.account_id,
        person=person,
        channel=channel,
        purpose=company.chance.choice((Purpose.MARKETING, Purpose.MARKETING, Purpose.SERVICE)),
        state=state,
        at=at,
        evidence=company.chance.choice(EVIDENCE[person.language]),
        recorded_at=at,
        recorded_by_id=person.owner_id,
    )


def _relations(company: Company, customers: list[Customer]) -> list[AccountRelation]:
    kinds = (LinkKind.PARTNER, LinkKind.REFERRER, LinkKind.SUPPLIER, LinkKind.COMPETITOR)
    found = []
    for one in company.chance.sample(customers, len(customers) // 7):
        other = company.chance.choice(customers)
        if other is one:
            continue
        at = max(one.account.created_at, other.account.created_at)
        found.append(
            AccountRelation(
                account=one.account,
                other=other.account,
                kind=company.chance.choice(kinds),
                created_at=at,
                updated_at=at,
                created_by=one.owner,
                updated_by=one.owner,
            )
        )
    return found


def _addresses(company: Company, customers: list[Customer]) -> list[Address]:
    return [
        Address(
            account=one.account,
            kind=AddressKind.DELIVERY,
            label="二厂仓库" if not one.abroad else "Warehouse",
            recipient=one.people[0].name,
            phone=one.people[0].mobile,
            country=one.account.country,
            province=one.account.province,
            city=one.account.city,
            district=one.account.district,
            street=f"{one.account.street} {company.chance.choice('ABCD')}",
            created_at=one.account.created_at,
            updated_at=one.account.created_at,
            created_by=one.owner,
            updated_by=one.owner,
        )
        for one in customers
        if company.chance.random() < 0.15
    ]


def _twin(company: Company, one: Customer) -> Account:
    twin = copy(one.account)
    twin.pk, twin._state = None, type(one.account._state)()
    twin.name = company.chance.choice(
        (
            one.account.name.replace("股份有限公司", "有限公司").replace("集团", ""),
            one.account.name.replace("有限公司", "公司"),
            one.account.name.replace("有限公司", "（有限公司）"),
            one.account.name.removesuffix("有限公司"),
        )
    )
    twin.name_key, twin.match_key = pinyin_key(twin.name)[:200], company_key(twin.name)[:200]
    twin.credit_code, twin.code, twin.tags = None, None, []
    twin.next_step, twin.next_step_at, twin.last_contact_at = "", None, None
    twin.owner = company.chance.choice(company.sellers["苏浙组"])
    twin.team = twin.owner.team
    twin.created_at = twin.updated_at = company.past(company.day_before(1, 200))
    return twin
