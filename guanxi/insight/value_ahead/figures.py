"""The figures of the page, read from the warehouse over the customers one may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.insight.fits import has_table

if TYPE_CHECKING:
    import duckdb

OF_SEEN = "FROM measure_clv AS m JOIN seen AS s ON s.account_id = m.account_id"
CLASSES = f"""
SELECT m.class, COUNT(*), COALESCE(SUM(m.value), 0), COALESCE(SUM(m.if_alive), 0), AVG(m.alive)
{OF_SEEN} GROUP BY m.class
"""
CHANCES = f"""
SELECT LEAST(m.alive // 10, 9), COUNT(*), SUM(m.value)
{OF_SEEN} WHERE m.alive IS NOT NULL GROUP BY 1 ORDER BY 1
"""
VALUES = f"""
SELECT CASE WHEN m.value < 100 THEN -1 ELSE CAST(FLOOR(LOG10(m.value / 100)) AS INTEGER) END,
    COUNT(*), SUM(m.value)
{OF_SEEN} WHERE m.value IS NOT NULL GROUP BY 1 ORDER BY 1
"""
CHECKED = """
SELECT {by}, COUNT(*), SUM(h.actual), SUM(h.predicted), SUM(h.naive)
FROM clv_holdout AS h JOIN seen AS s ON s.account_id = h.account_id
GROUP BY 1 ORDER BY 1
"""
SPENT = """
SELECT LEAST(h.days, 7), COUNT(*), AVG(h.actual), AVG(h.predicted), AVG(h.naive)
FROM clv_spend_holdout AS h JOIN seen AS s ON s.account_id = h.account_id
GROUP BY 1 ORDER BY 1
"""
BY_COHORT = CHECKED.format(by="CAST(DATE_TRUNC('quarter', h.first_on) AS DATE)")
BY_REPEATS = CHECKED.format(by="LEAST(h.repeats, 7)")


@dataclass(frozen=True)
class Share:
    """The customers of one class: what they will bring, and would if all still bought."""

    key: str
    customers: int
    value: int
    if_alive: int
    alive: float | None


@dataclass(frozen=True)
class Band:
    """The customers whose chance or value lies in one band; `step` says which."""

    step: int
    customers: int
    value: int


@dataclass(frozen=True)
class Checked:
    """Purchases in the weeks held out: those that came, those foretold, and at the old pace."""

    customers: int
    actual: float
    predicted: float
    naive: float
    since: dt.date | None = None
    repeats: int | None = None


@dataclass(frozen=True)
class Spent:
    """Customers with so many purchase days before: what such a day then brought, in minor units.

    Means over customers: what came, what was foretold, and each one's own mean before.
    """

    days: int
    customers: int
    actual: float
    predicted: float
    own: float


@dataclass(frozen=True)
class ValueAhead:
    """Everything that the page shows of customers."""

    classes: tuple[Share, ...]
    chances: tuple[Band, ...]
    values: tuple[Band, ...]
    cohorts: tuple[Checked, ...]
    repeats: tuple[Checked, ...]
    spent: tuple[Spent, ...]

    @property
    def known(self) -> tuple[Share, ...]:
        """The classes of customers of whom the model can tell."""
        return tuple(one for one in self.classes if one.key != "unknown")

    @property
    def value(self) -> int:
        """What all of them will bring, in minor units."""
        return sum(one.value for one in self.known)

    @property
    def customers(self) -> int:
        """How many they are."""
        return sum(one.customers for one in self.known)


def value_ahead_of(connection: duckdb.DuckDBPyConnection) -> ValueAhead:
    """The figures over the view `seen`, as last computed."""
    return ValueAhead(
        classes=tuple(Share(*row) for row in connection.execute(CLASSES).fetchall()),
        chances=tuple(Band(*map(int, row)) for row in connection.execute(CHANCES).fetchall()),
        values=tuple(Band(*map(int, row)) for row in connection.execute(VALUES).fetchall()),
        cohorts=_checked(connection, BY_COHORT, "since"),
        repeats=_checked(connection, BY_REPEATS, "repeats"),
        spent=_spent(connection),
    )


def _checked(connection: duckdb.DuckDBPyConnection, query: str, key: str) -> tuple[Checked, ...]:
    if not has_table(connection, "clv_holdout"):
        return ()
    return tuple(
        Checked(int(n), float(actual), predicted, naive, **{key: value})
        for value, n, actual, predicted, naive in connection.execute(query).fetchall()
    )


def _spent(connection: duckdb.DuckDBPyConnection) -> tuple[Spent, ...]:
    if not has_table(connection, "clv_spend_holdout"):
        return ()
    return tuple(Spent(*row) for row in connection.execute(SPENT).fetchall())
