"""The figures of the page, read from the warehouse over the customers one may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.insight.measures import Text
from guanxi.insight.portfolio.attention.measure import ATTENTION
from guanxi.insight.structure.figures import PER_MILLE, Point, Structure, Totals

if TYPE_CHECKING:
    import duckdb

RANKED = """
WITH ranked AS (
    SELECT m.profit, m.brought, m.class, ROW_NUMBER() OVER w AS place,
        SUM(m.profit) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS reached
    FROM measure_serve AS m JOIN seen AS s ON s.account_id = m.account_id
    WHERE m.profit IS NOT NULL
    WINDOW w AS (ORDER BY m.profit DESC, m.account_id)
)
"""
TOTALS = (
    RANKED
    + """
SELECT COUNT(*), COALESCE(SUM(profit), 0), COALESCE(SUM(brought), 0), 0,
    COUNT(*) FILTER (WHERE profit < 0), COALESCE(SUM(profit) FILTER (WHERE profit > 0), 0),
    COUNT(*) FILTER (WHERE profit > 0)
FROM ranked
"""
)
POINTS = (
    RANKED
    + """
SELECT place, reached, profit FROM ranked WHERE place IN (SELECT unnest($1))
"""
)
PARTS = ("contact_cost", "order_cost", "discount_cost", "return_cost", "waiting_cost")
COSTS = f"""
SELECT {", ".join(f"COALESCE(SUM(m.{name}), 0)" for name in PARTS)}
FROM measure_serve AS m JOIN seen AS s ON s.account_id = m.account_id WHERE m.profit IS NOT NULL
"""  # noqa: S608 our own names
CLASSES = """
SELECT m.{column}, COUNT(*), COALESCE(SUM(p.profit), 0)
FROM {table} AS m JOIN seen AS s ON s.account_id = m.account_id
LEFT JOIN measure_serve AS p ON p.account_id = m.account_id
GROUP BY 1
"""
GIVEN = """
SELECT m.class, m.segment, COUNT(*)
FROM measure_attention AS m JOIN seen AS s ON s.account_id = m.account_id GROUP BY 1, 2
"""
BEYOND = """
SELECT COALESCE(SUM(m.open_amount - m.credit_limit), 0)
FROM measure_credit AS m JOIN seen AS s ON s.account_id = m.account_id WHERE m.segment = 'over'
"""
SEGMENTS = """
SELECT m.part, m.number_level, m.margin_level, m.class, MAX(m.customers), MAX(m.unit_margin)
FROM measure_attention AS m JOIN seen AS s ON s.account_id = m.account_id
WHERE m.part IS NOT NULL GROUP BY 1, 2, 3, 4 ORDER BY 6 DESC, 1
"""


@dataclass(frozen=True)
class Held:
    """The customers of one class, and what is left of them after serving."""

    customers: int = 0
    profit: int = 0


NOTHING = Held()


@dataclass(frozen=True)
class Segment:
    """A segment in the table of attention."""

    part: str
    number_level: str
    margin_level: str
    level: str
    customers: int
    unit_margin: int

    @property
    def level_label(self) -> Text:
        """The name of the level that fits it."""
        return ATTENTION.class_named(self.level).label


@dataclass(frozen=True)
class CreditUse:
    """Who stands within its credit limit and who over it, and by how much these together."""

    held: Mapping[str, Held]
    beyond: int


@dataclass(frozen=True)
class Portfolio:
    """Everything that the page shows of customers."""

    whale: Structure
    costs: Mapping[str, int]
    classes: Mapping[str, Mapping[str, Held]]
    given: Mapping[tuple[str, str], int]
    segments: tuple[Segment, ...]
    credit: CreditUse


def portfolio_of(
    connection: duckdb.DuckDBPyConnection, measures: tuple[str, ...], as_of: dt.date
) -> Portfolio:
    """The figures over the view `seen`, as last computed, for the measures named."""
    given = connection.execute(GIVEN).fetchall()
    costs = connection.execute(COSTS).fetchall()[0]
    return Portfolio(
        whale=_whale(connection, as_of),
        costs={name: int(cost) for name, cost in zip(PARTS, costs, strict=True)},
        classes={key: _classes(connection, key) for key in measures},
        given={(level, segment): n for level, segment, n in given},
        segments=tuple(Segment(*row) for row in connection.execute(SEGMENTS).fetchall()),
        credit=CreditUse(
            _classes(connection, "credit", "segment"),
            int(connection.execute(BEYOND).fetchall()[0][0]),
        ),
    )


def _classes(
    connection: duckdb.DuckDBPyConnection, key: str, column: str = "class"
) -> dict[str, Held]:
    query = CLASSES.format(table=f"measure_{key}", column=column)
    rows = connection.execute(query).fetchall()
    return {name: Held(n, int(profit)) for name, n, profit in rows}


def _whale(connection: duckdb.DuckDBPyConnection, as_of: dt.date) -> Structure:
    totals = Totals(*map(int, connection.execute(TOTALS).fetchall()[0]))
    places = {max(1, -(-totals.customers * part // 1_000)) for part in PER_MILLE}
    rows = connection.execute(POINTS, [sorted((places | {totals.earning}) - {0})]).fetchall()
    points = tuple(Point(*map(int, row)) for row in sorted(rows))
    return Structure(totals, points, {}, (), (), {}, as_of)
