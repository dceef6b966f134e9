"""Computing the measures: refresh, run their SQL, write the profiles, keep the record."""

import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from guanxi.insight import history, kept, profile_rows, snapshots
from guanxi.insight.emptying import emptied
from guanxi.insight.kept import Asked
from guanxi.insight.measures import Measure
from guanxi.insight.models import MeasureRun
from guanxi.insight.movement import spells
from guanxi.insight.olap import coding, cuboids
from guanxi.insight.olap.wanted import wanted_traits
from guanxi.insight.parameters import InvalidParameter, Parameters, lent
from guanxi.insight.records import follows, keep_run, last_fit
from guanxi.insight.registry import CUSTOMER_MEASURES, MEASURES, measure_named
from guanxi.insight.settings_kept import settings_kept
from guanxi.insight.switching import switched_off
from guanxi.insight.telling import telling
from guanxi.insight.write_back import Written, write_back
from guanxi.platform.actors.actor import Actor
from guanxi.warehouse.data_tests import REFERENCE, UNIQUE
from guanxi.warehouse.engine import reading
from guanxi.warehouse.noting import profiles_are_written
from guanxi.warehouse.refresh import cluster, refresh, warehouse_file
from guanxi.warehouse.spark import DIALECT

Overrides = Mapping[str, Mapping[str, str]]
Script = tuple[str, str]
# A step does nothing where the table it is given is there already.
ALWAYS_THERE = "dim_customer"


@dataclass(frozen=True)
class Order:
    """What to compute: as of which day, with what parameters, which measures, from scratch?

    Measures that are `off` are left out, and what they said of customers is forgotten.
    """

    as_of: dt.date
    overrides: Overrides
    only: tuple[str, ...] = ()
    fresh: bool = False
    off: frozenset[str] = frozenset()

    def measures(self) -> tuple[Measure, ...]:
        """The measures asked for, in the order of the registry."""
        wanted = {measure_named(key).key for key in self.only} or {one.key for one in MEASURES}
        return tuple(one for one in MEASURES if one.key in wanted - self.off)


@dataclass(frozen=True)
class Finished:
    """The records of a run, what it wrote, and the seconds each step took."""

    runs: tuple[MeasureRun, ...]
    written: Written
    seconds: dict[str, float]


def run(
    order: Order,
    *,
    actor: Actor,
    at: dt.datetime,
    progress: Callable[[str], None] = lambda step: None,
) -> Finished:
    """Compute the measures and bring every profile in step; safe to repeat and to interrupt."""
    order = replace(order, off=order.off | set(switched_off()))
    parameters = effective_parameters(order.overrides)
    report = refresh(
        scripts(order, parameters) + cuboids.scripts(wanted_traits(at.date())),
        progress,
        at=at,
        fresh=order.fresh,
        tests=data_tests(order.off),
        elsewhere=on_spark(order, parameters) if cluster() else (),
    )
    progress("write_back")
    began = time.monotonic()
    file = warehouse_file()
    written = write_back(file, CUSTOMER_MEASURES, as_of=order.as_of, actor=actor, at=at)
    if not written.gone:
        profiles_are_written(report.token)
    seconds = report.seconds | {"write_back": round(time.monotonic() - began, 3)}
    with reading(file) as warehouse:
        runs = tuple(
            keep_run(warehouse, measure, parameters[measure.key], order.as_of, at, seconds)
            for measure in order.measures()
        )
    return Finished(runs, written, seconds)


def effective_parameters(overrides: Overrides) -> dict[str, Parameters]:
    """The parameters of every measure: defaults, what the firm has set, what this run overrides.

    What the firm set once and no measure reads any more is passed over; only what is asked for now
    is held to the rest, so that no night stops for what was kept long ago.
    """
    for key in overrides:
        measure_named(key)
    kept, _passed_over = settings_kept()
    found = {}
    for measure in MEASURES:
        own, asked = kept.get(measure.key, {}), dict(overrides.get(measure.key, {}))
        for name in asked.keys() & measure.parameters.BORROWED:
            raise InvalidParameter(f"{measure.key}.{name}: {measure.parameters.BORROWED[name]}")
        found[measure.key] = measure.parameters.changed(own | asked)
        if asked:
            found[measure.key].check()
    return lent(found)


def scripts(order: Order, parameters: Mapping[str, Parameters]) -> list[Script]:
    """Every statement of the run in order: measures, history, snapshots, and the profile rows."""
    wanted = order.measures()
    asked = [
        one for each in wanted for one in each.asked_to_keep(parameters[each.key], order.as_of)
    ]
    # Spark makes its tables as a whole.
    asked = [] if cluster() else asked
    statements: list[Script] = [("changed", kept.begin(asked, order.as_of))]
    for measure in MEASURES:
        own = [one for one in asked if one.key == measure.key]
        statements += _scripts_of(measure, parameters, order, own)
    if not order.only:
        statements.append(("kept", kept.end(asked, coding.TABLE, spells.TABLE)))
    statements += snapshots.told_to_each(order.as_of, is_kept="movement" not in order.off)
    statements.append(telling(m for m in CUSTOMER_MEASURES if m.key not in order.off))
    of_customers = [one for one in wanted if one.is_of_customers]
    statements += history.scripts(of_customers, order.as_of, are_all=not order.only)
    every = order.fresh or not follows(parameters, order.as_of, profile_rows.TURNS)
    statements += profile_rows.scripts(order.as_of, every=every)
    return statements + coding.scripts(order.as_of, every=every or bool(order.only))


def _scripts_of(
    measure: Measure, parameters: Mapping[str, Parameters], order: Order, own: list[Asked]
) -> list[Script]:
    """The statements of one measure, of which the stages `own` are kept from night to night."""
    is_off, is_wanted = measure.key in order.off, measure in order.measures()
    create = "OR REPLACE TABLE" if is_wanted else "TABLE IF NOT EXISTS"
    unless = ALWAYS_THERE if is_off else "" if is_wanted else measure.table
    # What is kept is there before the step, unless it is made of what the step learns.
    first = [one for one in own if not one.kept.learned]
    steps = _step(measure, parameters, order, unless, first)
    query = measure.query(parameters[measure.key], order.as_of, kept=own)
    table = f"CREATE {create} {measure.table} AS"
    if is_off:
        made = [*(sql for _name, sql in steps), f"{table} FROM ({query}) LIMIT 0"]
        return [(measure.key, emptied(measure.table, made))]
    last = [one for one in own if one.kept.learned]
    statements = [*_bring_in_step(first), *steps, *_bring_in_step(last)]
    if measure.table not in {one.table for one in own}:
        statements.append((measure.key, f"{table} {query}"))
    return statements


def _bring_in_step(asked: Sequence[Asked]) -> list[Script]:
    return [(f"{one.key}_{one.kept.stage}", kept.bring_in_step(one)) for one in asked]


def on_spark(
    order: Order, parameters: Mapping[str, Parameters]
) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """The same measures for Spark: script, table, query, and the tables that it reads."""
    return [
        (
            measure.key,
            measure.table,
            measure.query(parameters[measure.key], order.as_of, DIALECT),
            tuple(sorted(measure.stages().reads())),
        )
        for measure in order.measures()
    ]


def data_tests(off: frozenset[str] = frozenset()) -> list[tuple[str, str, str, str]]:
    """What must hold of every measure that is on: each customer once, and none left out.

    There are as many rows as customers, and the sum over their keys, mixed to 64 bits, is that of
    the customers: what a million keys cost to count apart, or to look up, is saved.
    """
    found = []
    for measure in (one for one in CUSTOMER_MEASURES if one.key not in off):
        table = measure.table
        as_many = f"""
            SELECT ABS((SELECT COUNT(*) FROM {table}) - (SELECT COUNT(*) FROM dim_customer))
        """  # noqa: S608 our own names
        all_there = f"""
            SELECT COUNT(*) FROM (SELECT SUM(hash(account_id)) AS keys FROM {table}) AS m,
                (SELECT SUM(hash(account_id)) AS keys FROM dim_customer) AS c
            WHERE m.keys IS DISTINCT FROM c.keys
        """  # noqa: S608 our own names
        found.append((table, UNIQUE, "account_id", as_many))
        found.append((table, REFERENCE, "dim_customer → account_id", all_there))
    return found


def _step(
    measure: Measure,
    parameters: Mapping[str, Parameters],
    order: Order,
    unless: str,
    kept_before: Sequence[Asked],
) -> list[Script]:
    if not measure.step:
        return []
    more = beside(measure, parameters, order.off) | {"there": kept.there(kept_before)}
    call = measure.call(parameters[measure.key], order.as_of, unless=unless, **more)
    return [(measure.step_name, call)]


def beside(
    measure: Measure, parameters: Mapping[str, Parameters], off: frozenset[str] | set[str]
) -> dict[str, Any]:
    """What a step is told beside its own parameters: those of others, who is off, its last fit."""
    return {
        "of": {key: parameters[key].values() for key in measure.needs},
        "off": sorted(key for key in measure.needs if key in off),
        "last": last_fit(measure),
    }


def parse_overrides(assignments: Sequence[str]) -> dict[str, dict[str, str]]:
    """`abc.window=all` as measure → parameter → value; InvalidParameter if malformed."""
    overrides: dict[str, dict[str, str]] = {}
    for assignment in assignments:
        target, equals, value = assignment.partition("=")
        key, dot, name = target.partition(".")
        if not (equals and dot and name):
            raise InvalidParameter(f"{assignment}: MEASURE.PARAMETER=VALUE")
        measure_named(key).parameters.changed({name: value})
        overrides.setdefault(key, {})[name] = value
    return overrides
