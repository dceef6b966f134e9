"""A task for the owner of a customer that is likely to leave and worth it (handbook, section 6)."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from guanxi.activities.models import Activity, ActivityKind, ActivityState, Priority
from guanxi.customers.models import Account
from guanxi.insight.churn.measure import CHURN
from guanxi.insight.churn.warned import EarlyWarning
from guanxi.insight.classes import ChurnClass
from guanxi.insight.experiments.models import Arm, ExperimentMember
from guanxi.insight.records import latest_runs
from guanxi.insight.wording import money
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.registry import job
from guanxi.platform.money.amounts import minor_units
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

WARN = "insight.warn"
NEAR = (ChurnClass.AT_RISK, ChurnClass.LEAVING)
# Nobody is told of the same customer again within so many days.
QUIET_DAYS = 90
DUE_DAYS = 2
# How far down the list is looked where the owners at its top have their hands full.
LOOKED_AT = 10_000
SUBJECT_LENGTH = 200


@job(WARN, retries=2)
def warn(context: JobContext) -> dict[str, int]:
    """Give the tasks as a job."""
    return warn_owners(timezone.now())


def warn_owners(at: dt.datetime) -> dict[str, int]:
    """A task for each customer near leaving whose value at risk is worth it; how many were given.

    No owner has more of them open at once than the firm wants; the greatest value comes first.
    """
    run = latest_runs().get(CHURN.key)
    if run is None or not int(run.parameters.get("task_from", 0)):
        return {"warned": 0}
    least = minor_units(Decimal(run.parameters["task_from"]))
    each = int(run.parameters["tasks_each"])
    open_now = _open_now()
    chosen = []
    for account, owner in _worth_it(least, at):
        if open_now[owner] < each:
            chosen.append(account)
            open_now[owner] += 1
    for one in Account.objects.filter(pk__in=chosen).select_related("owner", "profile"):
        _give(one, at)
    return {"warned": len(chosen)}


def _open_now() -> Counter[int | None]:
    """How many such tasks each owner has not done yet."""
    rows = EarlyWarning.objects.filter(
        activity__state=ActivityState.OPEN, activity__deleted_at=None
    )
    counted = rows.values_list("activity__owner").annotate(number=Count("pk"))
    return Counter(dict(counted))


def _worth_it(least: int, at: dt.datetime) -> Iterable[tuple[int, int | None]]:
    """Customers near leaving of whom nobody was told lately, each with its owner.

    The greatest value at risk comes first; whom an experiment leaves alone is left alone here too.
    """
    lately = EarlyWarning.objects.filter(made_at__gt=at - dt.timedelta(QUIET_DAYS))
    today = timezone.localdate(at)
    left_alone = ExperimentMember.objects.filter(
        Q(experiment__ends_on=None) | Q(experiment__ends_on__gte=today),
        arm=Arm.CONTROL,
        experiment__starts_on__lte=today,
    )
    rows = Account.objects.filter(
        deleted_at=None,
        owner__is_active=True,
        profile__churn_class__in=NEAR,
        profile__churn_at_risk__gte=least,
    )
    rows = rows.exclude(pk__in=lately.values("account"))
    rows = rows.exclude(pk__in=left_alone.values("account"))
    rows = rows.order_by("-profile__churn_at_risk", "pk")
    return rows.values_list("pk", "owner_id")[:LOOKED_AT]


def _give(account: Account, at: dt.datetime) -> None:
    profile: Any = account.profile
    language = account.owner.language if account.owner else None
    told = CHURN.class_named(profile.churn_class)
    due = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    with override(language), transaction.atomic():
        words = {"customer": account.name, "chance": profile.churn_chance}
        values = {
            "kind": ActivityKind.TASK,
            "name": (_("%(customer)s may leave: get in touch") % words)[:SUBJECT_LENGTH],
            "description": _("Chance of leaving %(chance)s%%, %(money)s a year at risk. %(advice)s")
            % (words | {"money": money(profile.churn_at_risk), "advice": told.advice}),
            "priority": Priority.HIGH,
            "due_at": due + dt.timedelta(DUE_DAYS),
            "is_all_day": True,
            "account": account.pk,
            "owner": account.owner_id,
            "team": account.team_id,
        }
        made: Activity = create_record(noun_named("activity"), values, actor=SYSTEM, at=at)
        EarlyWarning.objects.create(account=account, activity=made, made_at=at)
