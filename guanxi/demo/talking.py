"""Every exchange between the demo company and its customers, on all channels."""

import datetime as dt

from guanxi.customers.models import Interaction, Person
from guanxi.demo.catalogue import called
from guanxi.demo.company import Company, Mould
from guanxi.demo.customers import Customer
from guanxi.demo.words import talk
from guanxi.demo.words.talk import Said
from guanxi.platform.actors.models import User

SAID = Mould(Interaction)
SPOKEN = {"phone": (40, 900), "visit": (1800, 9000), "meeting": (1800, 7200)}
ADDRESSES = (("工程师", "工"), ("总", "总"))
SERVICE_CHANNELS = {"service", "chat", "sms"}


def make_interactions(company: Company, customers: list[Customer]) -> int:
    """What was said around orders, in care, in trouble and in courting; how many exchanges.

    Customers and people carry when they were last met; that is stored with the rest later.
    """
    found: list[Interaction] = []
    for customer in customers:
        found += _of_customer(company, customer)
    found.sort(key=lambda one: one.happened_at)
    company.keep(found)
    return len(found)


def _of_customer(company: Company, customer: Customer) -> list[Interaction]:
    chance, language = company.chance, customer.language
    found = []
    for order in customer.orders:
        for said in chance.sample(talk.AROUND_ORDER[language], chance.choice((0, 1, 1, 2, 3))):
            before = said.direction == "in" and said.channel == "email"
            shift = -chance.randrange(2, 15) if before else chance.randrange(1, 12)
            day = order.ordered_on + dt.timedelta(shift)
            found.append(_said(company, customer, said, day, order.number))
        if chance.random() < 0.05:
            said = chance.choice(talk.TROUBLE[language])
            day = order.ordered_on + dt.timedelta(chance.randrange(20, 90))
            found.append(_said(company, customer, said, day, order.number))
    lines, count = _further(company, customer)
    for _ in range(count):
        found.append(_said(company, customer, chance.choice(lines), _day(company, customer), ""))
    return found


def _further(company: Company, customer: Customer) -> tuple[tuple[Said, ...], int]:
    chance = company.chance
    if customer.rhythm == "prospect":
        return talk.COURTING[customer.language], chance.randrange(1, 5)
    care = 1 + (customer.usual > 8_000) * 3 + (customer.usual > 40_000) * 8
    return talk.CARE[customer.language], max(
        1, round(chance.randrange(1, 4) * care * company.thrift)
    )


def _day(company: Company, customer: Customer) -> dt.date:
    since = customer.account.created_at.date()
    until = company.today
    if customer.rhythm in {"declining", "lost"} and customer.bought:
        until = min(until, customer.bought[-1].day + dt.timedelta(days=50))
    # Contacts grow denser towards the end, as relations and records do.
    part = company.chance.random() ** 0.7
    return since + dt.timedelta(days=round((until - since).days * part))


def _said(
    company: Company, customer: Customer, said: Said, day: dt.date, number: str
) -> Interaction:
    chance = company.chance
    person = chance.choice(customer.people)
    product = chance.choice(company.products[chance.choice(customer.industry.wants)])
    words = {
        "product": called(product, customer.language),
        "person": _addressed(person, customer),
        "number": number or f"PO-{chance.randrange(10**5)}",
        "days": chance.randrange(3, 12),
    }
    at = company.past(min(company.today, company.workday(day)))
    staff = _spoke(company, customer, said)
    lasted = SPOKEN.get(said.channel)
    for met in (customer.account, person):
        if met.last_contact_at is None or met.last_contact_at < at:
            met.last_contact_at = at
    return SAID.cast(
        account_id=customer.account.pk,
        person_id=person.pk,
        staff_id=staff.pk,
        channel=said.channel,
        direction=said.direction,
        happened_at=at,
        subject=said.subject.format(**words)[:200],
        content=said.content.format(**words),
        outcome=said.outcome,
        duration_seconds=chance.randrange(*lasted) if lasted else None,
        created_at=at,
        updated_at=at,
        created_by_id=staff.pk,
        updated_by_id=staff.pk,
    )


def _spoke(company: Company, customer: Customer, said: Said) -> User:
    if said.channel in SERVICE_CHANNELS:
        return company.chance.choice(company.staff["客服组"])
    return customer.owner


def _addressed(person: Person, customer: Customer) -> str:
    if customer.abroad:
        return person.name
    suffix = next((short for part, short in ADDRESSES if part in person.title), "经理")
    return f"{person.name[:1]}{suffix}"
