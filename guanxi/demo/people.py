"""The people the demo company knows at its customers."""

from guanxi.customers.models import Person
from guanxi.demo.company import Company
from guanxi.demo.customers import Customer
from guanxi.demo.words import names
from guanxi.platform.cleaning.names import person_key, pinyin_key

MOBILE_BLOCKS = ("130", "131", "133", "136", "139", "150", "158", "177", "186", "199")


def make_people(company: Company, customers: list[Customer]) -> list[Person]:
    """One to seven people for each customer, the first of whom one mostly meets; stored."""
    found: list[Person] = []
    for customer in customers:
        few = (1, 1, 2) if company.thrift < 1 else (1, 2, 2, 3, 3, 4)
        count = company.chance.choice(few) + (customer.usual > 20_000) * 2
        customer.people = [_person(company, customer) for _ in range(count)]
        found += customer.people
    company.keep(found, may_change=True)
    return found


def _person(company: Company, customer: Customer) -> Person:
    chance = company.chance
    abroad = customer.abroad
    name = _name_abroad(company, abroad.people) if abroad else _name(company)
    title, department, role = chance.choice(names.TITLES_ABROAD if abroad else names.TITLES)
    created = max(customer.account.created_at, company.past(company.day_before(1, 900)))
    host = customer.account.email.partition("@")[2]
    key = pinyin_key(name)
    mobile = (
        f"{abroad.phone}{chance.randrange(1000):03}"
        if abroad
        else f"+86{chance.choice(MOBILE_BLOCKS)}0000{chance.randrange(10_000):04}"
    )
    return Person(
        name=name,
        name_key=key[:200],
        match_key=person_key(name)[:120],
        account=customer.account,
        title=title,
        department=department,
        role=role,
        mobile=mobile,
        email=f"{key.replace(' ', '')[:24] or 'info'}{chance.randrange(100)}@{host}",
        wechat="" if abroad or chance.random() < 0.4 else f"{key[:12]}_{chance.randrange(1000)}",
        gender=chance.choice(("female", "male")),
        language="English" if abroad else "中文",
        owner=customer.owner,
        team=customer.owner.team,
        created_at=created,
        updated_at=created,
        created_by=customer.owner,
        updated_by=customer.owner,
    )


def _name(company: Company) -> str:
    chance = company.chance
    two = chance.random() < 0.6
    given = chance.choice(names.GIVEN_TWO) if two else chance.choice(names.GIVEN_ONE)
    return chance.choice(names.SURNAMES) + given


def _name_abroad(company: Company, people: str) -> str:
    given = company.chance.choice(names.ABROAD_GIVEN[people])
    return f"{given} {company.chance.choice(names.ABROAD_FAMILY[people])}"
