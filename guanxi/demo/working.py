"""Tasks, meetings and calls of the demo company's people: what was done and what comes."""

import datetime as dt

from guanxi.activities.models import Activity, ActivityState, Attendee, Priority
from guanxi.demo.catalogue import called
from guanxi.demo.company import Company
from guanxi.demo.customers import Customer
from guanxi.demo.words import talk
from guanxi.platform.actors.models import User

DONE, OVERDUE, AHEAD = 0.55, 0.2, 0.5
LENGTHS = {"meeting": (45, 60, 90, 120), "call": (15, 20, 30)}
TODAY = (9, 11, 14, 15, 16, 17)
HALF_HOUR = dt.timedelta(minutes=30)


def make_activities(company: Company, customers: list[Customer]) -> int:
    """Work with customers, most of it done, some late, some ahead; how many rows."""
    found = [
        _with_customer(company, one)
        for one in customers
        for _ in range(company.chance.choice(_load(one)))
    ]
    company.keep(found)
    meetings = [one for one in found if one.kind == "meeting" and one.person_id]
    company.keep([Attendee(activity=one, person=one.person) for one in meetings])
    return len(found)


def fill_today(company: Company, customers: list[Customer]) -> int:
    """A full day today, weekend or not, for everybody; how many rows."""
    found = []
    for person in {one.pk: one for team in company.staff.values() for one in team}.values():
        own = [one for one in customers if one.owner.pk == person.pk] or customers
        for hour in TODAY:
            one = _with_customer(company, company.chance.choice(own))
            moved = company.moment(company.today, hour, company.chance.choice((0, 30)))
            lasts = one.ends_at - one.due_at if one.ends_at and one.due_at else None
            one.due_at, one.ends_at = moved, moved + lasts if lasts else None
            one.owner, one.team = person, person.team
            one.created_by = one.updated_by = person
            one.state, one.done_at, one.outcome, one.remind_at = ActivityState.OPEN, None, "", None
            found.append(one)
    company.keep(found)
    return len(found)


def make_team_meetings(company: Company) -> None:
    """The weeks of every team: meetings that everybody attends, reports on Fridays; no holidays."""
    weeks = range(-4, 4)
    found, guests = [], []
    for team, people in company.staff.items():
        language = "en" if any(one.language == "en" for one in people) else "zh"
        for week in weeks:
            monday = company.today + dt.timedelta(days=-company.today.weekday() + 7 * week)
            for kind, name, hour, minute, lasts in talk.INTERNAL[language]:
                day = monday + dt.timedelta(days=4 if kind == "task" else hour % 5)
                if company.days.is_off(day):
                    continue
                said, when = (kind, name.format(team=team)), (day, hour, minute, lasts)
                one = _activity(company, said, people[0], when, language)
                found.append(one)
                guests += [(one, person) for person in people if kind == "meeting"]
    company.keep(found)
    company.keep([Attendee(activity=one, user=person, reply="yes") for one, person in guests])


def _load(customer: Customer) -> tuple[int, ...]:
    return (1, 2, 3, 4) if customer.usual > 15_000 else (0, 0, 1, 1, 2)


def _with_customer(company: Company, customer: Customer) -> Activity:
    chance = company.chance
    lines = talk.TASKS[customer.language]
    kind, name = chance.choice(
        [one for one in lines if customer.orders or "{number}" not in one[1]]
    )
    person = chance.choice(customer.people)
    product = chance.choice(company.products[customer.industry.wants[0]])
    words = {
        "person": person.name,
        "product": called(product, customer.language),
        "number": customer.orders[-1].number if customer.orders else "",
    }
    owner = customer.owner
    day = company.workday(company.today + dt.timedelta(days=_away(company)))
    hour, minute = chance.randrange(9, 17), chance.choice((0, 0, 15, 30, 45))
    when = (day, hour, minute, chance.choice(LENGTHS.get(kind, (0,))))
    one = _activity(company, (kind, name.format(**words)), owner, when, customer.language)
    one.account, one.person = customer.account, person
    one.place = chance.choice(talk.PLACES_TO_MEET[customer.language]) if kind == "meeting" else ""
    one.priority = chance.choice((Priority.NORMAL, Priority.NORMAL, Priority.HIGH, Priority.LOW))
    if customer.orders and "{number}" in name:
        one.about_noun, one.about_id = "order", customer.orders[-1].pk
    return one


def _away(company: Company) -> int:
    """Days from today: half long done, some overdue, the rest in the coming weeks."""
    chance = company.chance.random()
    if chance < DONE:
        return -company.chance.randrange(4, 120)
    if chance < DONE + OVERDUE:
        return -company.chance.randrange(0, 6)
    return company.chance.randrange(0, 28)


def _activity(
    company: Company,
    said: tuple[str, str],
    owner: User,
    when: tuple[dt.date, int, int, int],
    language: str,
) -> Activity:
    (kind, name), (day, hour, minute, lasts) = said, when
    due_at = company.moment(day, hour, minute)
    created = min(due_at, company.now) - dt.timedelta(days=company.chance.randrange(1, 9))
    one = Activity(
        kind=kind,
        name=name[:200],
        due_at=due_at,
        ends_at=due_at + dt.timedelta(minutes=lasts) if lasts else None,
        owner=owner,
        team=owner.team,
        created_at=created,
        updated_at=created,
        created_by=owner,
        updated_by=owner,
    )
    long_past = due_at < company.now - dt.timedelta(days=6)
    if long_past or (due_at < company.now and company.chance.random() < 0.6):
        one.state, one.done_at = ActivityState.DONE, due_at + HALF_HOUR
        one.outcome = company.chance.choice(talk.OUTCOMES[language])
        one.updated_at = min(company.now, one.done_at)
    elif due_at > company.now and company.chance.random() < AHEAD:
        one.remind_at = due_at - HALF_HOUR
    return one
