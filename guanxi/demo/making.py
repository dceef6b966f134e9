"""Making the whole demo company, in steps that each leave a sound database."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from io import StringIO
from random import Random

from django.core.management import call_command, get_commands
from django.db import transaction
from django.utils import timezone

from guanxi.customers.models import Account, Person
from guanxi.demo.answering import make_answers
from guanxi.demo.arranging import fill_custom_fields, make_arrangements, make_devices
from guanxi.demo.catalogue import make_catalogue
from guanxi.demo.company import BASE_SIZE, Company
from guanxi.demo.customers import make_customers
from guanxi.demo.improving import make_gaps
from guanxi.demo.judging import make_judgements
from guanxi.demo.people import make_people
from guanxi.demo.selling import keep_sequences, make_orders
from guanxi.demo.staffing import make_staff
from guanxi.demo.surrounding import make_duplicates, make_surroundings, plan_next_steps
from guanxi.demo.talking import make_interactions
from guanxi.demo.telling import make_facts
from guanxi.demo.trying import make_trials, plan_trials
from guanxi.demo.working import fill_today, make_activities, make_team_meetings
from guanxi.platform.bulk import update_all
from guanxi.platform.custom.models import CustomField
from guanxi.platform.search.rebuilding import rebuild

Tell = Callable[[str], None]
A_MONTH = dt.timedelta(days=30)
MET = ("updated_at", "last_contact_at", "next_step", "next_step_at", "custom")
JUDGED = ("attention", "relation_type", "referrer", "parent")


def make_demo(
    size: int, seed: int, password: str | None, now: dt.datetime, tell: Tell
) -> Counter[str]:
    """The company with ``size`` customers and their classes, counted by what was made."""
    made = make_company(size, seed, password, now, tell)
    _compute(tell)
    return made


def make_company(
    size: int, seed: int, password: str | None, now: dt.datetime, tell: Tell
) -> Counter[str]:
    """The company whose classes are still to be computed; see ``make_staff`` for the password."""
    company = Company(Random(seed), now, size)  # noqa: S311 - a story, not a secret
    made: Counter[str] = Counter()
    with transaction.atomic():
        people = make_staff(company, password)
        make_catalogue(company, people[-1])
        fields = make_arrangements(company)
        made["staff"], made["products"] = len(people), sum(map(len, company.products.values()))
    for begin in range(0, size, BASE_SIZE):
        with transaction.atomic():
            made += _chapter(company, min(BASE_SIZE, size - begin), begin == 0, fields)
        tell(f"{made['accounts']} customers, {made['orders']} orders …")
    with transaction.atomic():
        make_team_meetings(company)
        keep_sequences(company)
    tell("Indexing …")
    rebuild()
    return made


def _chapter(
    company: Company, count: int, is_first: bool, fields: dict[str, CustomField]
) -> Counter[str]:
    """Some customers with all of their history."""
    customers = make_customers(company, count, with_known=is_first)
    people = make_people(company, customers)
    made = Counter({"accounts": len(customers), "people": len(people)})
    trials = plan_trials(company, customers) if is_first else None
    made["orders"] = make_orders(company, customers)
    made["interactions"] = make_interactions(company, customers)
    made["activities"] = make_activities(company, customers)
    further = []
    if trials:
        further = [*make_trials(company, trials), *make_gaps(company)]
        made["activities"] += fill_today(company, customers)
    make_surroundings(company, customers)
    plan_next_steps(company, customers)
    fill_custom_fields(company, customers, fields)
    make_devices(company, customers, fields)
    make_judgements(company, customers)
    accounts: list[Account] = [one.account for one in customers]
    for account in accounts:
        account.updated_at = max(account.updated_at, account.last_contact_at or account.updated_at)
    met: list[Person] = [one for one in people if one.last_contact_at or one.custom]
    update_all(accounts, (*MET, *JUDGED))
    update_all(met, ("last_contact_at", "custom"))
    make_facts(company, customers, further)
    made["answers"] = make_answers(company, customers)
    made["duplicates"] = make_duplicates(company, customers) if is_first else 0
    return made


def _compute(tell: Tell) -> None:
    """Run the measures as of a month ago and of today, so that some classes have changed."""
    if "insight" in get_commands():
        tell("Computing classes …")
        before = (timezone.localdate() - A_MONTH).isoformat()
        for asked in (["--as-of", before], []):
            call_command("insight", "run", *asked, stdout=StringIO(), stderr=StringIO())
