"""What the page of an experiment says of its result."""

import datetime as dt
import json
import math
from typing import Any
from urllib.parse import quote

from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.insight.experiments.models import Arm, Experiment
from guanxi.insight.experiments.planning import Plan, plan_of
from guanxi.insight.experiments.results import Result, result_of
from guanxi.insight.experiments.rules import Group
from guanxi.insight.wording import UNKNOWN, count, day, money, points
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.panels import panel
from guanxi.platform.views.reading import label_of


def show() -> None:
    """Put the result on the page of every experiment, and below it whom the treatment moves."""
    panel("experiment", "figures", "insight/experiment.html")(result_shown)
    panel("experiment", "figures", "insight/uplift.html", order=110)(uplift_shown)


def result_shown(actor: Actor, record: Experiment, at: dt.datetime) -> dict[str, Any] | None:
    """The arms, the lift in words, and whether so many customers can show it."""
    today = timezone.localdate(at)
    found = result_of(record, actor, today)
    plan = plan_of(record, actor, today) if found is None or found.lift is None else None
    planned = {"plan": plan_shown(record, plan)} if plan else {}
    if found is None:
        said = _("Nothing can be told yet: it has not begun, or nothing is computed.")
        return planned | {"finding": said}
    return planned | {
        "finding": finding(found),
        "until": day(found.until),
        "outcome": record.get_outcome_display(),
        "rows": [
            _row(arm, group, found, record.pk) for arm, group in
            ((Arm.TREATMENT, found.treated), (Arm.CONTROL, found.control))
        ],
        "hint": "" if found.is_fresh else hint(found),
        "followed": label_of(record.followed) if record.followed else "",
    }  # fmt: skip


def plan_shown(record: Experiment, plan: Plan) -> dict[str, Any]:
    """How many customers it takes, by the difference that is to be shown."""
    words = {
        "outcome": record.get_outcome_display(),
        "days": count(plan.days),
        "mean": _each(plan.group, plan.is_share),
        "customers": count(plan.group.customers),
    }
    now = ""
    if not plan.is_of_members:
        said = _(
            "%(outcome)s: %(mean)s over %(days)s days up to now, the mean of the %(customers)s "
            "customers whom you see."
        )
    else:
        said = _(
            "%(outcome)s: %(mean)s over %(days)s days up to now, the mean of the %(customers)s "
            "customers who take part."
        )
    if plan.least_seen is not None:
        now = _("So many customers show a difference of %(least)s or more in four of five cases.")
        now %= {"least": apart(plan.least_seen, plan.is_share)}
    control = record.control_percent
    return {
        "basis": said % words,
        "now": now,
        "rows": [
            {
                "effect": apart(effect, plan.is_share),
                "customers": needed,
                "control": math.ceil(needed * control / 100),
            }
            for effect, needed in plan.needed.items()
        ],
    }


def uplift_shown(actor: Actor, record: Experiment, at: dt.datetime) -> dict[str, Any] | None:
    """Whom the treatment moves; its mathematics is loaded with the first experiment shown."""
    from guanxi.insight.experiments.showing import uplift_shown as shown

    return shown(actor, record, at)


def finding(found: Result) -> str:
    """The one sentence that matters."""
    if found.treated.customers and not found.control.customers:
        return _("Nobody is in the control group, so there is nothing to compare with.")
    if found.control.customers and not found.treated.customers:
        return _("Nobody is treated, so there is nothing to compare with.")
    if not found.treated.customers:
        return _("Both arms need customers: put a list of them into the experiment.")
    if found.is_fresh:
        return _("Nobody has been followed for a whole day yet: look again tomorrow.")
    if found.lift is None:
        return _("Too few customers take part for a difference to be told.")
    words = {
        "difference": signed(found.lift.difference, found.is_share),
        "low": signed(found.lift.low, found.is_share),
        "high": signed(found.lift.high, found.is_share),
        "treated": _each(found.treated, found.is_share),
        "control": _each(found.control, found.is_share),
    }
    if not found.lift.is_told:
        return (
            _(
                "No effect is proven: %(difference)s for each customer, with the truth most likely "
                "between %(low)s and %(high)s."
            )
            % words
        )
    return (
        _(
            "%(treated)s with the treatment, %(control)s without: %(difference)s, most likely "
            "between %(low)s and %(high)s."
        )
        % words
    )


def hint(found: Result) -> str:
    """How much so many customers can show, and how many it would take."""
    if found.least_seen is None:
        return ""
    words = {"least": apart(found.least_seen, found.is_share), "needed": count(found.needed or 0)}
    said = _("So many customers show a difference of %(least)s or more in four of five cases.")
    if found.lift is not None and not found.lift.is_told and found.needed:
        said = _(
            "So many customers show a difference of %(least)s or more in four of five cases; for "
            "one as large as was found it takes %(needed)s."
        )
    return said % words


def signed(value: float, is_share: bool) -> str:
    """A difference with its sign: points of a share, or money."""
    if is_share:
        return points(value)
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{money(round(abs(value)))}"


def apart(value: float, is_share: bool) -> str:
    """How far apart two arms are, whichever is ahead."""
    return signed(value, is_share).lstrip("+−")


def _each(group: Group, is_share: bool) -> str:
    if not group.customers:
        return UNKNOWN
    return f"{100 * group.mean:.1f}%" if is_share else money(round(group.mean))


def _row(arm: Arm, group: Group, found: Result, experiment: int) -> dict[str, Any]:
    return {
        "label": arm.label,
        "customers": group.customers,
        "href": members_of(experiment, str(arm)),
        "each": _each(group, found.is_share),
    }


def members_of(experiment: int, arm: str) -> str:
    """The address of the list of those in one arm."""
    parts = [{"field": "experiment", "value": experiment}, {"field": "arm", "value": arm}]
    return f"/experiment_member/?filter={quote(json.dumps({'all': parts}))}"
