"""The figures of the page, read from the warehouse over the customers one may see."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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
# All classes in one question: each costs half as much beside the others as alone.
TOGETHER = """
SELECT {columns}, COUNT(*), COALESCE(SUM(p.profit), 0)
FROM seen AS s LEFT JOIN measure_serve AS p ON p.account_id = s.account_id {joins}
GROUP BY ALL
"""
USE, FITTING, GIVEN = ("credit", "segment"), ("attention", "class"), ("attention", "segment")
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
    together = _together(connection, [*((key, "class") for key in measures), USE, FITTING, GIVEN])
    costs = connection.execute(COSTS).fetchall()[0]
    return Portfolio(
        whale=_whale(connection, as_of),
        costs={name: int(cost) for name, cost in zip(PARTS, costs, strict=True)},
        classes={key: together.held((key, "class")) for key in measures},
        given=together.counted(FITTING, GIVEN),
        segments=tuple(Segment(*row) for row in connection.execute(SEGMENTS).fetchall()),
        credit=CreditUse(
            together.held(USE),
            int(connection.execute(BEYOND).fetchall()[0][0]),
        ),
    )


@dataclass(frozen=True)
class _Together:
    """Customers who are alike in all that is asked: its values, how many they are, their profit.

    Who has no row in a measure has no value of it.
    """

    asked: Sequence[tuple[str, str]]
    rows: Sequence[tuple[Any, ...]]

    def held(self, one: tuple[str, str]) -> dict[str, Held]:
        """The customers of each class of one measure."""
        place, found = self.asked.index(one), dict[str, Held]()
        for row in self.rows:
            if row[place] is not None:
                before = found.get(row[place], NOTHING)
                found[row[place]] = Held(before.customers + row[-2], before.profit + int(row[-1]))
        return found

    def counted(self, one: tuple[str, str], other: tuple[str, str]) -> dict[tuple[str, str], int]:
        """How many have each pair of values."""
        places, found = (
            [self.asked.index(each) for each in (one, other)],
            Counter[tuple[str, str]](),
        )
        for row in self.rows:
            if row[places[0]] is not None:
                found[row[places[0]], row[places[1]]] += row[-2]
        return dict(found)


def _together(connection: duckdb.DuckDBPyConnection, asked: Sequence[tuple[str, str]]) -> _Together:
    keys = sorted({key for key, _column in asked})
    columns = ", ".join(f"m_{key}.{column}" for key, column in asked)
    joins = " ".join(
        f"LEFT JOIN measure_{key} AS m_{key} ON m_{key}.account_id = s.account_id" for key in keys
    )
    query = TOGETHER.format(columns=columns, joins=joins)
    return _Together(asked, connection.execute(query).fetchall())


def _whale(connection: duckdb.DuckDBPyConnection, as_of: dt.date) -> Structure:
    totals = Totals(*map(int, connection.execute(TOTALS).fetchall()[0]))
    places = {max(1, -(-totals.customers * part // 1_000)) for part in PER_MILLE}
    rows = connection.execute(POINTS, [sorted((places | {totals.earning}) - {0})]).fetchall()
    points = tuple(Point(*map(int, row)) for row in sorted(rows))
    return Structure(totals, points, {}, (), (), {}, as_of)
