"""What the demo company tries on its customers: one experiment that is over, one that runs."""

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from guanxi.customers.models import Interaction
from guanxi.demo.company import Company, Mould
from guanxi.demo.customers import Customer
from guanxi.demo.rhythms import Purchase
from guanxi.demo.telling import told
from guanxi.demo.words import trials as words
from guanxi.insight.experiments.models import Arm, Experiment, ExperimentMember, Outcome
from guanxi.platform.actors.models import User
from guanxi.platform.facts.models import Fact

MEMBER, CALLED = Mould(ExperimentMember), Mould(Interaction)
DAY = dt.timedelta(days=1)
# Days before today, then the customers taken at most and the part of them left as they are.
REMINDED_FROM, REMINDED_UNTIL, REMINDED, SPARED = 75, 15, 400, 50
CARED_FROM, CARED_UNTIL, CARED, USUAL = 26, -34, 240, 30
DORMANT, ACTIVE = 120, 90
# The chance to come back; a call moves those who know the firm well, and hardly anybody else.
BY_ITSELF, KNOWN_MOVED, OTHERS_MOVED, KNOWN_FROM = 0.06, 0.44, 0.03, 6


@dataclass
class Trial:
    """An experiment before it is kept: who takes part, and who of them in the control group."""

    experiment: Experiment
    customers: list[Customer]
    control: set[int] = field(default_factory=set)

    def arm(self, customer: Customer) -> Arm:
        """Where the customer stands."""
        return Arm.CONTROL if customer.account.pk in self.control else Arm.TREATMENT


def plan_trials(company: Company, customers: list[Customer]) -> tuple[Trial, Trial]:
    """Both experiments; who comes back in the first has bought again, ordered with the rest."""
    chance = Random(company.chance.random())  # noqa: S311 - a story, not a secret
    reminder = _reminder(company, customers, chance)
    for one in reminder.customers:
        if chance.random() < _chance_to_return(one, reminder):
            day = reminder.experiment.starts_on + DAY * chance.randrange(3, 54)
            one.bought.append(Purchase(company.workday(day), chance.uniform(0.3, 0.9)))
            one.bought.sort(key=lambda purchase: purchase.day)
    return reminder, _aftercare(company, customers, chance)


def make_trials(company: Company, planned: tuple[Trial, Trial]) -> list[Fact]:
    """Both experiments with their members, and the calls that were made; the facts of it."""
    facts = []
    for trial in planned:
        company.keep([trial.experiment])
        company.keep([_member(trial, one) for one in trial.customers])
        facts += _facts(trial)
    company.keep(_calls(company, planned[0]))
    return facts


def _reminder(company: Company, customers: list[Customer], chance: Random) -> Trial:
    owner = company.staff["销售中心"][0]
    names = words.REMINDER, words.REMINDER_IN_ENGLISH
    made = _experiment(company, owner, names, words.REMINDER_QUESTION, REMINDED_FROM)
    made.outcome, made.control_percent = Outcome.PURCHASE, SPARED
    made.ends_on = company.today - DAY * REMINDED_UNTIL
    silent = [one for one in customers if _last_before(one, made.starts_on, DORMANT, 10**4)]
    return _split(made, silent, REMINDED, chance)


def _aftercare(company: Company, customers: list[Customer], chance: Random) -> Trial:
    owner = company.staff["华东区"][0]
    names = words.AFTERCARE, words.AFTERCARE_IN_ENGLISH
    made = _experiment(company, owner, names, words.AFTERCARE_QUESTION, CARED_FROM)
    made.outcome, made.control_percent = Outcome.REVENUE, USUAL
    made.ends_on = company.today - DAY * CARED_UNTIL
    near = [company.teams[name].pk for name in ("苏浙组", "沪皖组")]
    active = [
        one
        for one in customers
        if one.owner.team_id in near and _last_before(one, made.starts_on, 0, ACTIVE)
    ]
    return _split(made, active, CARED, chance)


def _experiment(
    company: Company, owner: User, names: tuple[str, str], question: str, days_ago: int
) -> Experiment:
    starts_on = company.today - DAY * days_ago
    at = company.moment(starts_on, 9, 5)
    return Experiment(
        name=names[0],
        name_en=names[1],
        question=question,
        starts_on=starts_on,
        seed=days_ago,
        owner=owner,
        team=owner.team,
        created_at=at,
        updated_at=at,
        created_by=owner,
        updated_by=owner,
    )


def _split(made: Experiment, found: list[Customer], most: int, chance: Random) -> Trial:
    taken = chance.sample(found, min(most, len(found)))
    left = chance.sample(taken, round(len(taken) * made.control_percent / 100))
    return Trial(made, taken, {one.account.pk for one in left})


def _last_before(customer: Customer, day: dt.date, least: int, most: int) -> bool:
    """Whether the last purchase before that day lies so many days before it."""
    before = [one.day for one in customer.bought if one.day < day]
    return bool(before) and least <= (day - max(before)).days <= most


def _chance_to_return(customer: Customer, trial: Trial) -> float:
    if trial.arm(customer) == Arm.CONTROL:
        return BY_ITSELF
    moved = KNOWN_MOVED if len(customer.bought) >= KNOWN_FROM else OTHERS_MOVED
    return BY_ITSELF + moved


def _member(trial: Trial, customer: Customer) -> ExperimentMember:
    made = trial.experiment
    return MEMBER.cast(
        experiment_id=made.pk,
        account_id=customer.account.pk,
        arm=trial.arm(customer),
        joined_on=made.starts_on,
        created_at=made.created_at,
        updated_at=made.created_at,
    )


def _facts(trial: Trial) -> list[Fact]:
    made = trial.experiment
    owner, at = made.created_by, made.created_at
    assert owner is not None  # noqa: S101 - the demo's experiments have makers
    facts = [told("experiment.created", made.pk, at, owner, {"name": [None, made.name]})]
    for one in trial.customers:
        said = told("account.put_into_experiment", one.account.pk, at, owner, {})
        said.data = {"experiment": made.pk, "arm": str(trial.arm(one))}
        facts.append(said)
    return facts


def _calls(company: Company, trial: Trial) -> list[Interaction]:
    """The call to each who was reminded, within ten days."""
    found = []
    for one in trial.customers:
        if trial.arm(one) == Arm.CONTROL:
            continue
        day = trial.experiment.starts_on + DAY * company.chance.randrange(11)
        found.append(
            _call(one, company.past(company.workday(day)), company.chance.randrange(90, 500))
        )
    return found


def _call(one: Customer, at: dt.datetime, seconds: int) -> Interaction:
    subject, content, outcome = words.CALL[one.language]
    for met in (one.account, one.people[0]):
        met.last_contact_at = max(met.last_contact_at or at, at)
    return CALLED.cast(
        account_id=one.account.pk,
        person_id=one.people[0].pk,
        staff_id=one.owner.pk,
        channel="phone",
        direction="out",
        happened_at=at,
        subject=subject,
        content=content,
        outcome=outcome,
        duration_seconds=seconds,
        created_at=at,
        updated_at=at,
        created_by_id=one.owner.pk,
        updated_by_id=one.owner.pk,
    )
