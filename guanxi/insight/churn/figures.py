"""The figures of the page, read from the warehouse over the customers that one may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxi.insight.churn.survival import Step, curves

if TYPE_CHECKING:
    import duckdb

    from guanxi.insight.learning.judging import Bin

OF_SEEN = "FROM measure_churn AS m JOIN seen AS s ON s.account_id = m.account_id"
CLASSES = f"""
SELECT m.class, COUNT(*), CAST(COALESCE(SUM(m.at_risk), 0) AS BIGINT),
    CAST(COALESCE(SUM(m.year_value), 0) AS BIGINT), COUNT(m.at_risk)
{OF_SEEN} WHERE m.class <> 'unknown' GROUP BY m.class
"""
CAUSES = f"""
SELECT m.main_cause, COUNT(*), CAST(COALESCE(SUM(m.at_risk), 0) AS BIGINT)
{OF_SEEN} WHERE m.class IN ('watch', 'at_risk', 'leaving') GROUP BY 1 ORDER BY 3 DESC, 1
"""
FOREMOST = f"""
SELECT m.account_id, m.chance, m.at_risk, m.main_cause, m.class
{OF_SEEN} WHERE m.class IN ('at_risk', 'leaving') AND m.at_risk > 0
ORDER BY m.at_risk DESC, m.account_id LIMIT $1
"""
# What winning back is worth: a year's contribution times the chance of return, less its cost.
WORTH = "CAST(ROUND(m.year_value * m.stays) AS BIGINT) - $1"
RETURNING = f"""
SELECT m.account_id, ROUND(100 * m.stays, 1), {WORTH}, m.main_cause, m.class
{OF_SEEN} WHERE m.class = 'lost' AND m.year_value > 0 AND {WORTH} > 0
ORDER BY 3 DESC, m.account_id LIMIT $2
"""
WORTH_IT = f"""
SELECT COUNT(*), COUNT(*) FILTER ({WORTH} > 0) {OF_SEEN} WHERE m.class = 'lost' AND m.year_value > 0
"""
CHECKED = """
SELECT c.has_left, c.learned, c.by_rule
FROM churn_check AS c JOIN seen AS s ON s.account_id = c.account_id
"""
# A relationship ended with the last purchase of who is lost; all others are still going on.
SPANS = f"""
CREATE OR REPLACE TEMP VIEW survival_span AS
SELECT CAST(YEAR(m.first_on) AS VARCHAR) AS segment,
    CAST(DATE_DIFF('day', m.first_on, CASE WHEN m.class = 'lost' THEN m.last_on ELSE m.as_of END)
        // 30 AS INTEGER) AS span,
    m.class = 'lost' AS has_ended
FROM (
    SELECT m.first_on, m.last_on, m.class, CAST('{{as_of}}' AS DATE) AS as_of
    {OF_SEEN} WHERE m.first_on IS NOT NULL
) AS m
"""  # noqa: S608 our own names


@dataclass(frozen=True)
class Share:
    """The customers of one class: what is at risk, a year's worth, and how many have a value."""

    key: str
    customers: int
    at_risk: int
    year_value: int
    valued: int


@dataclass(frozen=True)
class Sign:
    """The customers of whom one sign speaks loudest."""

    key: str
    customers: int
    at_risk: int


@dataclass(frozen=True)
class One:
    """One customer of a list: its chance in per cent, and the money that speaks for acting."""

    account_id: int
    chance: float
    value: int
    cause: str
    key: str


@dataclass(frozen=True)
class Churn:
    """Everything that the page shows of customers.

    `lost` are those lost of whom a value is known, `worth_it` those whose return is worth its cost.
    """

    classes: tuple[Share, ...]
    signs: tuple[Sign, ...]
    foremost: tuple[One, ...]
    returning: tuple[One, ...]
    lost: int
    worth_it: int
    bins: tuple[Bin, ...]
    rule_bins: tuple[Bin, ...]
    curves: Mapping[str, tuple[Step, ...]]

    @property
    def customers(self) -> int:
        """How many customers have bought."""
        return sum(one.customers for one in self.classes)

    def of(self, key: str) -> Share:
        """The customers of the class; none where there are none."""
        return next((one for one in self.classes if one.key == key), Share(key, 0, 0, 0, 0))


def churn_of(
    connection: duckdb.DuckDBPyConnection, as_of: str, return_cost: int, most: int
) -> Churn:
    """The figures over the view `seen`, as last computed; `return_cost` is in minor units."""
    connection.execute(SPANS.format(as_of=as_of))
    ((lost, worth_it),) = connection.execute(WORTH_IT, [return_cost]).fetchall()
    bins = _bins(connection)
    return Churn(
        classes=tuple(Share(*row) for row in connection.execute(CLASSES).fetchall()),
        signs=tuple(Sign(*row) for row in connection.execute(CAUSES).fetchall()),
        foremost=_ones(connection, FOREMOST, most),
        returning=_ones(connection, RETURNING, return_cost, most),
        lost=lost,
        worth_it=worth_it,
        bins=bins[0],
        rule_bins=bins[1],
        curves=curves(connection),
    )


def _ones(connection: duckdb.DuckDBPyConnection, query: str, *asked: int) -> tuple[One, ...]:
    return tuple(One(*row) for row in connection.execute(query, list(asked)).fetchall())


def _bins(connection: duckdb.DuckDBPyConnection) -> tuple[Any, Any]:
    from guanxi.insight.learning.judging import calibration

    tables = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    if ("churn_check",) not in tables:
        return (), ()
    found = connection.execute(CHECKED).fetchnumpy()
    left = found["has_left"].astype(float)
    learned, ruled = (calibration(left, found[name]) for name in ("learned", "by_rule"))
    return learned, ruled
