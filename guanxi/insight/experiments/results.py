"""What an experiment has shown so far, over the customers that the actor may see."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from guanxi.insight.experiments import rules
from guanxi.insight.experiments.models import Arm, Experiment, ExperimentMember, Outcome
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import visible_to
from guanxi.warehouse.engine import reading
from guanxi.warehouse.refresh import warehouse_file

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

SHARES = {Outcome.PURCHASE, Outcome.STAYED}
# One row for each who takes part: what is compared.
BOUGHT = """
    SELECT t.arm, t.account_id, t.uplift, {value} AS value
    FROM taking_part AS t
    LEFT JOIN purchase_day AS p ON p.account_id = t.account_id
        AND p.ordered_on >= t.counts_from AND p.ordered_on <= $1
    GROUP BY ALL
"""
VALUES = {
    Outcome.PURCHASE: "CAST(COALESCE(MAX(CASE WHEN p.purchase_lines > 0 THEN 1 ELSE 0 END), 0)"
    " AS DOUBLE)",
    Outcome.REVENUE: "CAST(COALESCE(SUM(p.revenue - p.returned), 0) AS DOUBLE)",
    Outcome.MARGIN: "CAST(COALESCE(SUM(p.margin - p.returned_margin), 0) AS DOUBLE)",
}
STAYED = """
    SELECT t.arm, t.account_id, t.uplift, c.stayed AS value
    FROM taking_part AS t
    JOIN (
        SELECT account_id, CAST(CASE WHEN class IN ('leaving', 'lost') THEN 0 ELSE 1 END AS DOUBLE)
            AS stayed
        FROM dim_customer_class
        WHERE measure = 'churn' AND class <> 'unknown' AND valid_from <= $1
            AND (valid_to IS NULL OR valid_to > $1)
    ) AS c ON c.account_id = t.account_id
"""
SUMMED = """
    SELECT m.arm, COUNT(*), COALESCE(SUM(m.value), 0), COALESCE(SUM(m.value * m.value), 0)
    FROM ({of_each}) AS m GROUP BY m.arm
"""


@dataclass(frozen=True)
class Valued:
    """Each who takes part, by number: the arm, the expected uplift, and what is compared."""

    accounts: Any
    treated: Any
    uplift: Any
    values: Any

    def where(self, which: Any) -> Valued:
        """The chosen ones."""
        return Valued(*(getattr(self, one.name)[which] for one in fields(self)))

    def every(self, step: int) -> Valued:
        """Every so many of them."""
        return self.where(self.accounts % step == 0)


@dataclass(frozen=True)
class Result:
    """Both arms, what the treatment adds, and what so many customers can show at least.

    ``since`` is the first day from which anybody counts.
    """

    is_share: bool
    until: dt.date
    treated: rules.Group
    control: rules.Group
    lift: rules.Lift | None
    least_seen: float | None
    since: dt.date | None = None

    @property
    def is_fresh(self) -> bool:
        """Whether nobody was followed beyond the day of joining."""
        return self.since is not None and self.since >= self.until

    @property
    def needed(self) -> int | None:
        """How many customers it takes to show the difference that was found."""
        if self.lift is None or not self.control.customers:
            return None
        part = 100 * self.control.customers / (self.control.customers + self.treated.customers)
        found = self.lift.difference
        if self.is_share:
            return rules.customers_needed_for_shares(self.control.mean, found, part)
        return rules.customers_needed(found, _deviation(self.treated, self.control), part)


def result_of(experiment: Experiment, actor: Actor, today: dt.date) -> Result | None:
    """The result up to today or its end; None before it began or before anything is computed."""
    until = min(today, experiment.ends_on or today)
    if experiment.starts_on > today or not warehouse_file().exists():
        return None
    part = taking_part(experiment, actor)
    since = min(part["counts_from"].to_pylist(), default=None)
    groups = _groups(experiment, part, until)
    treated, control = (
        groups.get(arm, rules.Group(0, 0, 0)) for arm in (Arm.TREATMENT, Arm.CONTROL)
    )
    is_share = experiment.outcome in SHARES
    compare = rules.lift_of_shares if is_share else rules.lift_of_means
    seen = _least_seen(is_share, treated, control)
    return Result(is_share, until, treated, control, compare(treated, control), seen, since)


def taking_part(experiment: Experiment, actor: Actor) -> pa.Table:
    """The members that the actor may see, with the day from which each counts."""
    noun: Noun[ExperimentMember] = noun_named("experiment_member")
    return members_of_experiment(experiment, visible_to(actor, noun).filter(experiment=experiment))


def values_of(
    connection: duckdb.DuckDBPyConnection, experiment: Experiment, part: pa.Table, until: dt.date
) -> Valued:
    """What is compared, for each of these members up to the day, ordered by number."""
    import numpy as np

    connection.register("taking_part", part)
    query = f"SELECT * FROM ({of_each(experiment)}) ORDER BY account_id"  # noqa: S608 our own query
    found = connection.execute(query, [until]).fetchnumpy()
    uplift: Any = np.ma.filled(np.ma.asarray(found["uplift"], dtype=float), np.nan)
    return Valued(found["account_id"], found["arm"] == Arm.TREATMENT, uplift, found["value"])


def members_of_experiment(experiment: Experiment, rows: QuerySet[ExperimentMember]) -> pa.Table:
    """These members as a table."""
    import pyarrow as pa

    found = list(rows.values_list("account_id", "arm", "joined_on", "uplift"))
    return pa.table(
        {
            "account_id": pa.array([one[0] for one in found], pa.int64()),
            "arm": pa.array([one[1] for one in found], pa.string()),
            "counts_from": pa.array(
                [max(one[2], experiment.starts_on) for one in found], pa.date32()
            ),
            "uplift": pa.array([one[3] for one in found], pa.float64()),
        }
    )


def _groups(experiment: Experiment, part: pa.Table, until: dt.date) -> dict[str, rules.Group]:
    query = SUMMED.format(of_each=of_each(experiment))
    with reading(warehouse_file()) as connection:
        connection.register("taking_part", part)
        rows = connection.execute(query, [until]).fetchall()
    return {str(arm): rules.Group(int(n), float(one), float(two)) for arm, n, one, two in rows}


def of_each(experiment: Experiment) -> str:
    """SQL for what is compared, for each row of taking_part up to the day $1."""
    if experiment.outcome == Outcome.STAYED:
        return STAYED
    return BOUGHT.format(value=VALUES[Outcome(experiment.outcome)])


def _least_seen(is_share: bool, treated: rules.Group, control: rules.Group) -> float | None:
    sizes = treated.customers, control.customers
    if is_share:
        return rules.least_share_seen(control.mean, *sizes) if control.customers else None
    deviation = _deviation(treated, control)
    return rules.least_seen(*sizes, deviation) if deviation else None


def _deviation(treated: rules.Group, control: rules.Group) -> float:
    sized = [one for one in (treated, control) if one.customers > 1]
    free = sum(one.customers - 1 for one in sized)
    if not free:
        return 0.0
    return math.sqrt(sum(one.variance * (one.customers - 1) for one in sized) / free)
