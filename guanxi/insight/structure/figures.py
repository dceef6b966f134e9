"""The figures of the value structure, read from the warehouse over the customers one may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxi.insight.parameters import window_start
from guanxi.insight.snapshots import quarter_end_before

if TYPE_CHECKING:
    import duckdb

TOP_PERCENT = 20
PER_MILLE = (1, 2, 4, 7, *range(10, 100, 10), *range(100, 300, 20), *range(300, 1_001, 50))

RANKED = """
WITH ranked AS (
    SELECT m.contribution, m.revenue, m.costed_revenue,
        ROW_NUMBER() OVER w AS place,
        SUM(m.contribution) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS reached
    FROM measure_abc AS m JOIN seen AS s ON s.account_id = m.account_id
    WHERE m.contribution IS NOT NULL
    WINDOW w AS (ORDER BY m.contribution DESC, m.account_id)
)
"""
TOTALS = (
    RANKED
    + """
SELECT COUNT(*), COALESCE(SUM(contribution), 0), COALESCE(SUM(revenue), 0),
    COALESCE(SUM(costed_revenue), 0), COUNT(*) FILTER (WHERE contribution < 0),
    COALESCE(SUM(contribution) FILTER (WHERE contribution > 0), 0),
    COUNT(*) FILTER (WHERE contribution > 0)
FROM ranked
"""
)
POINTS = (
    RANKED
    + """
SELECT place, reached, contribution FROM ranked WHERE place IN (SELECT unnest($1))
"""
)
HEAT = """
SELECT m.r, m.fm, COUNT(*) FROM measure_rfm AS m JOIN seen AS s ON s.account_id = m.account_id
WHERE m.r IS NOT NULL AND m.fm IS NOT NULL GROUP BY m.r, m.fm
"""
TIERS = """
SELECT p.class, COUNT(*), SUM(p.contribution), SUM(a.revenue), SUM(a.costed_revenue),
    COUNT(*) FILTER (WHERE l.class = 'decline'), COUNT(*) FILTER (WHERE l.class = 'ended')
FROM measure_pyramid AS p
JOIN seen AS s ON s.account_id = p.account_id
JOIN measure_abc AS a ON a.account_id = p.account_id
JOIN measure_lifecycle AS l ON l.account_id = p.account_id
GROUP BY p.class
"""
LETTERS = """
SELECT a.class, COUNT(*), COALESCE(SUM(a.contribution), 0)
FROM measure_abc AS a JOIN seen AS s ON s.account_id = a.account_id GROUP BY a.class
"""
MOVES = """
SELECT COALESCE(b.class, 'new'), m.class, COUNT(*)
FROM measure_lifecycle AS m
JOIN seen AS s ON s.account_id = m.account_id
LEFT JOIN (
    SELECT account_id, class FROM class_snapshot WHERE as_of = $1 AND measure = 'lifecycle'
) AS b
    ON b.account_id = m.account_id
WHERE m.class <> 'unknown'
GROUP BY 1, 2
"""
RETURNED = """
SELECT COALESCE(SUM(d.returned), 0) FROM purchase_day AS d
JOIN seen AS s ON s.account_id = d.account_id
WHERE d.ordered_on > $window_start AND d.ordered_on <= $as_of
"""


@dataclass(frozen=True)
class Totals:
    """All customers with a contribution, together; money in minor units."""

    customers: int
    contribution: int
    revenue: int
    costed_revenue: int
    at_a_loss: int
    best: int
    earning: int


@dataclass(frozen=True)
class Point:
    """So many of the best customers reach so much; the last of them brings `margin`."""

    place: int
    reached: int
    margin: int


@dataclass(frozen=True)
class Tier:
    """One tier of the pyramid or one letter, with what it brings."""

    key: str
    customers: int
    contribution: int
    revenue: int = 0
    costed_revenue: int = 0
    declining: int = 0
    ended: int = 0


@dataclass(frozen=True)
class Structure:
    """Everything that the page shows."""

    totals: Totals
    points: tuple[Point, ...]
    heat: dict[tuple[int, int], int]
    tiers: tuple[Tier, ...]
    letters: tuple[Tier, ...]
    moves: dict[tuple[str, str], int]
    then: dt.date

    @property
    def top(self) -> Point | None:
        """The last of the top 20 %."""
        wanted = _place(10 * TOP_PERCENT, self.totals.customers)
        return next((point for point in self.points if point.place == wanted), None)


def structure_of(connection: duckdb.DuckDBPyConnection, as_of: dt.date) -> Structure:
    """The value structure over the view `seen`, as last computed."""
    totals = Totals(*map(int, connection.execute(TOTALS).fetchall()[0]))
    then = quarter_end_before(as_of)
    return Structure(
        totals=totals,
        points=_points(connection, totals),
        heat={(r, fm): n for r, fm, n in connection.execute(HEAT).fetchall()},
        tiers=tuple(_tier(row) for row in connection.execute(TIERS).fetchall()),
        letters=tuple(_tier(row) for row in connection.execute(LETTERS).fetchall()),
        moves={(was, now): n for was, now, n in connection.execute(MOVES, [then]).fetchall()},
        then=then,
    )


def _points(connection: duckdb.DuckDBPyConnection, totals: Totals) -> tuple[Point, ...]:
    places = {_place(part, totals.customers) for part in PER_MILLE} | {totals.earning}
    rows = connection.execute(POINTS, [sorted(places - {0})]).fetchall()
    return tuple(Point(*map(int, row)) for row in sorted(rows))


def _place(per_mille: int, customers: int) -> int:
    return max(1, -(-customers * per_mille // 1_000)) if customers else 0


def _tier(row: tuple[Any, ...]) -> Tier:
    key, *figures = row
    return Tier(key, *(int(figure or 0) for figure in figures))


def returned_in(connection: duckdb.DuckDBPyConnection, window: str, as_of: dt.date) -> int:
    """What came back in the window of those in the view `seen`, in minor units."""
    among = {"window_start": window_start(window, as_of), "as_of": as_of}
    ((returned,),) = connection.execute(RETURNED, among).fetchall()
    return int(returned)
