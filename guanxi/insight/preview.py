"""What changing a parameter would do, before anybody does it: how many customers would move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxi.insight.following import followers, moves_customers
from guanxi.insight.measures import Measure
from guanxi.insight.models import MeasureRun
from guanxi.insight.parameters import Parameters, lent
from guanxi.insight.run import beside
from guanxi.insight.switching import switched_off
from guanxi.warehouse.build import carry_out
from guanxi.warehouse.engine import reading
from guanxi.warehouse.refresh import warehouse_file

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Move:
    """Customers who would go from one class to another."""

    was: str
    now: str
    customers: int


@dataclass(frozen=True)
class Preview:
    """How many of all customers would move in one measure, and from where to where, most first."""

    measure: Measure
    customers: int
    moved: int
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Trial:
    """What would move in the measure and in each that is made of it; and what was not tried.

    A model that learns for itself is not made to learn anew for a look.
    """

    previews: tuple[Preview, ...]
    untried: tuple[Measure, ...]


def preview(
    measure: Measure,
    parameters: Parameters,
    runs: Mapping[str, MeasureRun],
    others: Mapping[str, Parameters],
) -> Trial:
    """Compute the measure with other parameters, and all that follows from it; nothing is kept.

    `runs` are the last computations: those of measures that are off are not among them. `others`
    are the parameters of every measure as they are.
    """
    following = [one for one in followers(measure) if one.key in runs]
    off, others = set(switched_off()), lent({**others, measure.key: parameters})
    # What tells of the firm alone moves nobody.
    tried = [measure, *(one for one in following if not one.step and moves_customers(one))]
    previews = []
    with reading(warehouse_file()) as warehouse:
        for one in tried:
            more = beside(one, others, off)
            _compute(warehouse, one, others[one.key], runs[one.key].as_of, more)
            if one.is_of_customers:
                previews.append(_compared(warehouse, one))
    return Trial(tuple(previews), tuple(one for one in following if one.step))


def _compute(
    warehouse: duckdb.DuckDBPyConnection,
    measure: Measure,
    parameters: Parameters,
    as_of: dt.date,
    more: Mapping[str, Any],
) -> None:
    """Put what the measure would say in front of what it says, for this connection alone."""
    call = measure.call(parameters, as_of, trial=True, **more)
    if call:
        carry_out(warehouse, call)
    query = measure.query(parameters, as_of)
    warehouse.execute(f"CREATE OR REPLACE TEMP TABLE {measure.table} AS {query}")


def _compared(warehouse: duckdb.DuckDBPyConnection, measure: Measure) -> Preview:
    rows = warehouse.execute(
        f"SELECT was.class, now.class, COUNT(*) FROM {_kept(warehouse)}.{measure.table} AS was"  # noqa: S608 our own names
        f" JOIN temp.{measure.table} AS now ON now.account_id = was.account_id"
        " GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"
    ).fetchall()
    moves = tuple(Move(*row) for row in rows if row[0] != row[1])
    return Preview(measure, sum(row[2] for row in rows), sum(one.customers for one in moves), moves)


def _kept(warehouse: duckdb.DuckDBPyConnection) -> str:
    """The schema of what the last run kept."""
    name = warehouse.execute("SELECT current_database()").fetchall()[0][0]
    return f'"{name}".main'
