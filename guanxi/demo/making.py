"""Making the whole demo company, beside whoever works in the same books."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from io import StringIO
from random import Random

from django.core.management import call_command, get_commands
from django.db import transaction
from django.utils import timezone

from guanxi.demo.answering import make_answers
from guanxi.demo.arranging import fill_custom_fields, make_arrangements, make_devices
from guanxi.demo.catalogue import make_catalogue
from guanxi.demo.company import BASE_SIZE, Company
from guanxi.demo.customers import make_customers
from guanxi.demo.improving import make_gaps
from guanxi.demo.judging import make_judgements
from guanxi.demo.people import make_people
from guanxi.demo.selling import make_orders
from guanxi.demo.staffing import make_staff
from guanxi.demo.surrounding import make_duplicates, make_surroundings, plan_next_steps
from guanxi.demo.talking import make_interactions
from guanxi.demo.telling import make_facts
from guanxi.demo.trying import make_trials, plan_trials
from guanxi.demo.unfinished import begin, end
from guanxi.demo.working import fill_today, make_activities, make_team_meetings
from guanxi.platform.custom.models import CustomField
from guanxi.platform.search.rebuilding import rebuild

Tell = Callable[[str], None]
A_MONTH = dt.timedelta(days=30)


def make_demo(
    size: int, seed: int, password: str | None, now: dt.datetime, tell: Tell
) -> Counter[str]:
    """The company with ``size`` customers and their classes, counted by what was made."""
    company = Company(Random(seed), now, size)  # noqa: S311 - a story, not a secret
    made = make_company(company, password, tell)
    _compute(tell)
    end()
    return made


def make_company(company: Company, password: str | None, tell: Tell) -> Counter[str]:
    """The company whose classes are still to be computed; see ``make_staff`` for the password.

    Others write meanwhile. It is noted as unfinished until the caller says that it is whole.
    """
    made: Counter[str] = Counter()
    with transaction.atomic():
        begin()
        people = make_staff(company, password)
        fields = make_arrangements(company)
    make_catalogue(company, people[-1])
    made["staff"], made["products"] = len(people), sum(map(len, company.products.values()))
    for first in range(0, company.size, BASE_SIZE):
        made += _chapter(company, min(BASE_SIZE, company.size - first), first == 0, fields)
        company.write()
        tell(f"{made['accounts']} customers, {made['orders']} orders …")
    make_team_meetings(company)
    company.write()
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
    for account in (one.account for one in customers):
        account.updated_at = max(account.updated_at, account.last_contact_at or account.updated_at)
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
