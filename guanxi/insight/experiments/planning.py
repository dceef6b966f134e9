"""How many customers an experiment takes, told before it begins from what they did lately."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from guanxi.insight.experiments import rules
from guanxi.insight.experiments.models import Experiment, ExperimentMember
from guanxi.insight.experiments.results import SHARES, of_each
from guanxi.insight.seeing import seen_ids
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import visible_to
from guanxi.warehouse.engine import reading
from guanxi.warehouse.refresh import warehouse_file

# Where an experiment has no end yet, what came in so many days is looked at.
USUAL_DAYS = 90
POINTS = (0.01, 0.02, 0.05)
PARTS_OF_MEAN = (0.1, 0.2, 0.5)
SUMMED = """
    SELECT COUNT(*), COALESCE(SUM(value), 0), COALESCE(SUM(value * value), 0) FROM ({of_each})
"""


@dataclass(frozen=True)
class Plan:
    """What customers did over as many days as it will last, and how many show which difference.

    `needed` maps a difference (a share of 1, or minor units) to customers in both arms together.
    `least_seen` is what those who take part show as they are; None while an arm is empty.
    `is_of_members` says that what is told is of those who take part, not of all whom one sees.
    """

    is_share: bool
    days: int
    group: rules.Group
    needed: dict[float, int]
    least_seen: float | None
    is_of_members: bool = False


def plan_of(experiment: Experiment, actor: Actor, today: dt.date) -> Plan | None:
    """Over those who take part, or all customers whom the actor sees.

    None where all of them did alike, and without a warehouse.
    """
    if not warehouse_file().exists():
        return None
    noun = noun_named("experiment_member")
    members: QuerySet[ExperimentMember] = visible_to(actor, noun).filter(experiment=experiment)
    arms = [members.filter(arm=arm).count() for arm in ("treatment", "control")]
    days = (
        (experiment.ends_on - experiment.starts_on).days + 1 if experiment.ends_on else USUAL_DAYS
    )
    group = _group(experiment, actor, members if sum(arms) else None, today, days)
    if group.customers < 2:  # noqa: PLR2004 one tells nothing of others
        return None
    percent = experiment.control_percent
    if experiment.outcome in SHARES:
        base = group.mean
        asked = {one: rules.customers_needed_for_shares(base, one, percent) for one in POINTS}
        least = rules.least_share_seen(base, arms[0], arms[1])
    elif deviation := group.variance**0.5:
        effects = [part * group.mean for part in PARTS_OF_MEAN if group.mean > 0]
        asked = {one: rules.customers_needed(one, deviation, percent) for one in effects}
        least = rules.least_seen(arms[0], arms[1], deviation)
    else:
        return None
    needed = {effect: number for effect, number in asked.items() if number}
    return Plan(experiment.outcome in SHARES, days, group, needed, least, sum(arms) > 0)


def _group(
    experiment: Experiment,
    actor: Actor,
    members: QuerySet[ExperimentMember] | None,
    today: dt.date,
    days: int,
) -> rules.Group:
    """What is compared, of the members or of all whom the actor sees, in the days up to today."""
    import pyarrow as pa

    if members is None:
        ids = seen_ids(actor, noun_named("account"))
    else:
        ids = pa.array(list(members.values_list("account_id", flat=True)), pa.int64())
    with reading(warehouse_file()) as connection:
        connection.register("asked", pa.table({"account_id": ids}))
        connection.execute(
            "CREATE TEMP TABLE taking_part AS SELECT a.account_id, '' AS arm,"
            " CAST($1 AS DATE) AS counts_from, NULL::DOUBLE AS uplift"
            " FROM asked AS a JOIN dim_customer AS c ON c.account_id = a.account_id",
            [today - dt.timedelta(days - 1)],
        )
        query = SUMMED.format(of_each=of_each(experiment))
        ((customers, total, squares),) = connection.execute(query, [today]).fetchall()
    return rules.Group(int(customers), float(total), float(squares))
