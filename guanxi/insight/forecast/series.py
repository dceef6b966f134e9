"""The series of a firm: what was sold in each whole week or month, over customers one may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from guanxi.insight.forecast.asked import Asked
from guanxi.insight.lifetime.histories import Floats

if TYPE_CHECKING:
    import duckdb

# More would be read by nobody; those that are left out are the smallest.
MOST_SERIES = 1_000
VALUES = {
    "revenue": "CASE WHEN f.rate = 1 THEN f.amount"
    " ELSE CAST(ROUND(f.amount * f.rate, 0) AS BIGINT) END",
    "units": "f.quantity",
}
# What has no rate adds nothing to revenue; pieces need none.
KNOWN = {"revenue": "f.rate IS NOT NULL", "units": "f.quantity IS NOT NULL"}
LINES = """
    fact_order_line AS f
    JOIN seen AS s ON s.account_id = f.account_id
    JOIN dim_customer AS c ON c.account_id = f.account_id
"""
# The lines of a product in a month, added up: enough for what is divided by product alone. The
# first day of each is kept, and what is no sale apart, so that the same is asked of either.
MONTHLY = "monthly_line AS f"
GATHER = f"""
CREATE OR REPLACE TEMP TABLE monthly_line AS
SELECT f.product_id, MIN(f.ordered_on) AS ordered_on, 1 AS rate,
    SUM({VALUES["revenue"]}) AS amount, TRUE AS is_counted, FALSE AS is_return,
    CASE WHEN f.quantity > 0 AND f.unit_price > 0 THEN 1 ELSE 0 END AS quantity,
    1 AS unit_price
FROM {LINES}
WHERE f.is_counted AND NOT f.is_return AND {KNOWN["revenue"]}
GROUP BY f.product_id, date_trunc('month', f.ordered_on),
    CASE WHEN f.quantity > 0 AND f.unit_price > 0 THEN 1 ELSE 0 END
"""  # noqa: S608 our own names
SOLD = """
    SELECT {column} AS member, date_diff('{step}', $first, f.ordered_on) AS place,
        CAST(SUM({value}) AS DOUBLE) AS sold
    FROM {lines}
    LEFT JOIN dim_product AS p ON p.product_id = f.product_id
    WHERE f.is_counted AND NOT f.is_return AND f.quantity > 0 AND f.unit_price > 0
        AND {known} AND f.ordered_on >= $first AND f.ordered_on < $until
    GROUP BY 1, 2
"""
FIRST = """
    SELECT MIN(f.ordered_on) FROM {lines}
    WHERE f.is_counted AND NOT f.is_return AND {known} AND f.ordered_on < $until
"""


@dataclass(frozen=True)
class Series:
    """Rows of `history` belong to `members`, columns to the steps that begin on `days`.

    Money is in minor units of the firm's currency. `left_out` counts the smaller series.
    """

    members: tuple[str, ...]
    history: Floats
    days: tuple[dt.date, ...]
    left_out: int = 0

    @property
    def length(self) -> int:
        """How many steps there are."""
        return len(self.days)


def series_of(
    connection: duckdb.DuckDBPyConnection, asked: Asked, as_of: dt.date, lines: str = LINES
) -> Series:
    """The series over the view `seen`, up to the last step that is over; the largest first.

    `lines` are MONTHLY where revenue by month was gathered.
    """
    until = start_of(as_of + dt.timedelta(1), asked.step)
    earliest = connection.execute(
        FIRST.format(known=KNOWN[asked.figure], lines=lines), {"until": until}
    ).fetchall()[0][0]
    if earliest is None:
        return Series((), np.zeros((0, 0)), ())
    first = max(start_of(earliest, asked.step), moved(until, asked.step, -asked.steps.past))
    if first < earliest:
        # A step that had begun before the first sale is not whole.
        first = moved(first, asked.step, 1)
    sql = SOLD.format(
        column=asked.division.column,
        step=asked.step,
        value=VALUES[asked.figure],
        known=KNOWN[asked.figure],
        lines=lines,
    )
    found = connection.execute(sql, {"first": first, "until": until}).fetchnumpy()
    days = _days(first, until, asked.step)
    members, rows = np.unique(np.asarray(found["member"], dtype=str), return_inverse=True)
    history = np.zeros((len(members), len(days)))
    history[rows, np.asarray(found["place"], dtype=np.int64)] = found["sold"]
    order = np.argsort(-history.sum(axis=1), kind="stable")[:MOST_SERIES]
    kept = tuple(str(members[place]) for place in order)
    return Series(kept, history[order], days, len(members) - len(kept))


def start_of(day: dt.date, step: str) -> dt.date:
    """The first day of the week or month that the day lies in."""
    return day.replace(day=1) if step == "month" else day - dt.timedelta(day.weekday())


def moved(day: dt.date, step: str, number: int) -> dt.date:
    """The step so many later (or earlier, below zero); `day` begins one."""
    if step == "week":
        return day + dt.timedelta(7 * number)
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return dt.date(year, month + 1, 1)


def _days(first: dt.date, until: dt.date, step: str) -> tuple[dt.date, ...]:
    days, day = [], first
    while day < until:
        days.append(day)
        day = moved(day, step, 1)
    return tuple(days)
