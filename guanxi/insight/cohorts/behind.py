"""Who is behind a stage of the funnel or a band of days, over the customers one may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxi.insight.cohorts.figures import BORDERS, FIRST, PAID, make_funnel, within
from guanxi.insight.cohorts.stages import STAGES

if TYPE_CHECKING:
    import duckdb

LISTED = 100
PLACES = {one.key: place for place, one in enumerate(STAGES)}
ORDERED, PAYMENT = "ordered", "paid"
CYCLES = (ORDERED, PAYMENT)
BANDS = range(len(BORDERS) + 1)


@dataclass(frozen=True)
class Listed:
    """Some rows, each an id with its day or its days, and how many there are in all."""

    rows: tuple[tuple[int, Any], ...]
    count: int


def reached(connection: duckdb.DuckDBPyConnection, stage: str, as_of: dt.date, page: int) -> Listed:
    """The customers who got to the stage, with the day, the latest first."""
    make_funnel(connection, as_of)
    day = f"day{PLACES[stage]}"
    rows = f"SELECT account_id AS id, {day} AS told FROM funnel WHERE {day} IS NOT NULL"  # noqa: S608 our own names
    return _listed(connection, rows, [], page)


def took(
    connection: duckdb.DuckDBPyConnection, cycle: str, band: int, as_of: dt.date, page: int
) -> Listed:
    """The customers (or orders) of a band of days, the longest first."""
    if cycle == ORDERED:
        make_funnel(connection, as_of)
    query, values = (FIRST, []) if cycle == ORDERED else (PAID, [as_of])
    rows = f"SELECT id, days AS told FROM ({query}) WHERE {within(band)}"  # noqa: S608 our own names
    return _listed(connection, rows, values, page)


def _listed(
    connection: duckdb.DuckDBPyConnection, query: str, values: list[dt.date], page: int
) -> Listed:
    counted = connection.execute(f"SELECT COUNT(*) FROM ({query})", values).fetchall()[0][0]  # noqa: S608 our own names
    place = min(max(page - 1, 0), max(counted - 1, 0) // LISTED)
    rows = connection.execute(
        f"{query} ORDER BY told DESC, id LIMIT {LISTED} OFFSET {LISTED * place}", values
    ).fetchall()
    return Listed(tuple(rows), counted)
