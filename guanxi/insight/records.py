"""The record of each computation: with what, of when, and what all customers look like together."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from guanxi.insight.measures import Measure
from guanxi.insight.models import MeasureRun
from guanxi.insight.parameters import Parameters
from guanxi.insight.switching import switched_off

if TYPE_CHECKING:
    import duckdb


def keep_run(  # noqa: PLR0913 the six facts of a run
    warehouse: duckdb.DuckDBPyConnection,
    measure: Measure,
    parameters: Parameters,
    as_of: dt.date,
    at: dt.datetime,
    seconds: Mapping[str, float],
) -> MeasureRun:
    """Record one computation of the measure, read from its table in the warehouse."""
    return MeasureRun.objects.create(
        measure=measure.key,
        as_of=as_of,
        finished_at=at,
        seconds=sum(seconds.get(name, 0) for name in measure.script_names),
        parameters=parameters.values(),
        counts=_counts(warehouse, measure, "class", measure.classes),
        segments=_counts(warehouse, measure, "segment", measure.segments),
        comparison=rows_of(warehouse, measure.comparison) if measure.comparison else [],
        fit=_fit(warehouse, measure),
    )


def latest_run(measure: str) -> MeasureRun | None:
    """The last computation of the measure; None where it is left out or was never computed."""
    return MeasureRun.objects.filter(measure=measure, is_past=False).order_by("-id").first()


def last_fit(measure: Measure) -> dict[str, Any]:
    """What the model of the measure learned last, before it was left out too; {} if nothing."""
    if not measure.step:
        return {}
    last = MeasureRun.objects.filter(measure=measure.key).order_by("-id").first()
    return dict(last.fit) if last else {}


def latest_runs() -> dict[str, MeasureRun]:
    """The last computation of every measure that is on and was ever computed, by its key."""
    on = MeasureRun.objects.filter(is_past=False).exclude(measure__in=switched_off())
    last = on.order_by().values("measure").annotate(last=Max("id"))
    found = MeasureRun.objects.filter(pk__in=last.values("last"))
    return {run.measure: run for run in found}


def last_day_computed() -> dt.date | None:
    """The day through which was computed last; None before the first run."""
    days = MeasureRun.objects.filter(is_past=False).order_by("-id")
    return days.values_list("as_of", flat=True).first()


def follows(parameters: Mapping[str, Parameters], as_of: dt.date, days: int) -> bool:
    """Whether all that was computed was so with these parameters, at most so many days before."""
    return all(
        run.parameters == parameters[key].values() and 0 <= (as_of - run.as_of).days <= days
        for key, run in latest_runs().items()
    )


def rows_of(warehouse: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """The rows of a query as JSON values by column."""
    cursor = warehouse.execute(sql)
    names = [column[0] for column in cursor.description or []]
    return [
        {name: _json(value) for name, value in zip(names, row, strict=True)}
        for row in cursor.fetchall()
    ]


def _json(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return int(value) if isinstance(value, Decimal) else value


def _fit(warehouse: duckdb.DuckDBPyConnection, measure: Measure) -> dict[str, Any]:
    """What the step of the measure has learned, as it recorded it."""
    if not measure.step:
        return {}
    found = warehouse.execute("SELECT told FROM measure_fit WHERE measure = ?", [measure.key])
    row = found.fetchone()
    # A bound without end or a value that nobody knows: PostgreSQL takes no such JSON.
    return dict(json.loads(row[0], parse_constant=lambda _: None)) if row else {}


def _counts(
    warehouse: duckdb.DuckDBPyConnection, measure: Measure, column: str, classes: tuple[Any, ...]
) -> dict[str, int]:
    if not classes:
        return {}
    found = dict(
        warehouse.execute(f"SELECT {column}, COUNT(*) FROM {measure.table} GROUP BY 1").fetchall()  # noqa: S608 our own names
    )
    return {key: found.get(key, 0) for key in [*(str(one.key) for one in classes), "unknown"]}
