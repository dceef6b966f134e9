"""The figures of the page, over the customers one may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guanxi.insight.cohorts.measure import COHORTS
from guanxi.insight.cohorts.stages import STAGES, funnel
from guanxi.insight.parameters import Parameters

if TYPE_CHECKING:
    import duckdb

# Days between two events, cut where a reader would cut them.
BORDERS = (7, 30, 90, 180, 365)
# The customer or order, and the days it took it.
FIRST = (
    "SELECT account_id AS id, date_diff('day', own0, own2) AS days FROM funnel WHERE own0 <= own2"
)
PAID = """
SELECT o.order_id AS id, date_diff('day', o.ordered_on, MAX(p.paid_on)) AS days
FROM dim_order AS o JOIN fact_payment AS p ON p.order_id = o.order_id
WHERE p.kind = 'in' AND o.is_counted AND NOT o.is_return AND o.paid_amount >= o.total_amount
    AND o.total_amount > 0 AND o.ordered_on <= $1
GROUP BY o.order_id, o.ordered_on HAVING days >= 0
"""


@dataclass(frozen=True)
class Age:
    """A cohort at an age: who bought then, and what all brought then; None without any rate."""

    customers: int
    revenue: int | None
    margin: int | None


@dataclass(frozen=True)
class Cohort:
    """Customers who first bought in the period that begins on `since`."""

    number: int
    since: dt.date
    until: dt.date
    ages: dict[int, Age] = field(default_factory=dict)
    lived: int = 0

    @property
    def customers(self) -> int:
        """How many they are."""
        return self.ages[0].customers

    def kept(self, age: int) -> float | None:
        """The share that bought at that age; None while that period is not over."""
        if age > self.lived:
            return None
        return self.ages[age].customers / self.customers if age in self.ages else 0.0

    def brought(self, age: int) -> int | None:
        """Margin of a customer up to that age, in minor units; None where no rate is known."""
        known = [
            one.margin for at, one in self.ages.items() if at <= age and one.margin is not None
        ]
        if age > self.lived or not known:
            return None
        return round(sum(known) / self.customers)

    def paid_back(self, cost: int) -> int | None:
        """The age at which a customer has brought so much; None where none has yet."""
        return next(
            (
                age
                for age in range(self.lived + 1)
                if (brought := self.brought(age)) is not None and brought >= cost
            ),
            None,
        )


@dataclass(frozen=True)
class Passed:
    """A stage of the funnel: who got there, and the median days from the stage before."""

    key: str
    customers: int
    median: int | None


@dataclass(frozen=True)
class Spread:
    """Days from one event to another: how many, the median, and counts by band."""

    number: int
    median: int | None
    bands: tuple[int, ...]


def cohorts_of(
    connection: duckdb.DuckDBPyConnection, parameters: Parameters, as_of: dt.date
) -> tuple[Cohort, ...]:
    """The cohorts, the oldest first."""
    months = int(parameters.values()["months"])
    now = (as_of.year * 12 + as_of.month - 1) // months
    found: dict[int, Cohort] = {}
    query = COHORTS.query(parameters, as_of) + " ORDER BY cohort, age"
    for number, age, customers, revenue, margin in connection.execute(query).fetchall():
        since, until = start(number, months), start(number + 1, months) - dt.timedelta(1)
        # The period that is under way is not over, so that it says nothing of who stays.
        cohort = found.setdefault(
            number, Cohort(number, since, until, lived=max(now - number - 1, 0))
        )
        cohort.ages[age] = Age(customers, revenue, margin)
    return tuple(found.values())


def has_start(number: int, months: int) -> bool:
    """Whether the period with that number begins in a year that calendars know."""
    return dt.MINYEAR <= number * months // 12 <= dt.MAXYEAR


def start(number: int, months: int) -> dt.date:
    """The first day of the period with that number."""
    year, month = divmod(number * months, 12)
    return dt.date(year, month + 1, 1)


def funnel_of(connection: duckdb.DuckDBPyConnection, as_of: dt.date) -> tuple[Passed, ...]:
    """Every stage in order."""
    make_funnel(connection, as_of)
    parts = [
        f"COUNT(day{place}), MEDIAN(date_diff('day', own{before}, own{place}))"
        f" FILTER (own{before} <= own{place})"
        for place in range(len(STAGES))
        for before in [max(place - 1, 0)]
    ]
    row = connection.execute(f"SELECT {', '.join(parts)} FROM funnel").fetchall()[0]  # noqa: S608 our own names
    return tuple(
        Passed(one.key, row[2 * place], _whole(row[2 * place + 1]) if place else None)
        for place, one in enumerate(STAGES)
    )


def make_funnel(connection: duckdb.DuckDBPyConnection, as_of: dt.date) -> None:
    """The table `funnel` on this connection: a row per customer with the day of each stage."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE funnel AS {funnel(STAGES, as_of.isoformat())}"
    )


def to_first_order(connection: duckdb.DuckDBPyConnection) -> Spread:
    """Days from the first contact to the first order, where the contact came first."""
    return _spread(connection, FIRST, [])


def to_payment(connection: duckdb.DuckDBPyConnection, as_of: dt.date) -> Spread:
    """Days from an order to its last payment, of orders paid in full."""
    return _spread(connection, PAID, [as_of])


def _spread(connection: duckdb.DuckDBPyConnection, query: str, values: list[dt.date]) -> Spread:
    parts = [f"COUNT(*) FILTER ({within(band)})" for band in range(len(BORDERS) + 1)]
    sql = f"SELECT COUNT(*), MEDIAN(days), {', '.join(parts)} FROM ({query})"  # noqa: S608 our own names
    number, median, *bands = connection.execute(sql, values).fetchall()[0]
    return Spread(number, _whole(median), tuple(bands))


def within(band: int) -> str:
    """The condition that days lie in the band of that number."""
    low, high = (-1, *BORDERS)[band], (*BORDERS, None)[band]
    return f"days > {low}" + (f" AND days <= {high}" if high else "")


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def customers_of(
    connection: duckdb.DuckDBPyConnection, cohort: int, age: int, months: int, as_of: dt.date
) -> list[tuple[int, int | None]]:
    """Customers of the cohort who bought at that age, most first, with what they brought then.

    None where all of it is without an exchange rate.
    """
    return connection.execute(
        """
        WITH bought AS (
            SELECT account_id,
                CASE WHEN has_foreign = 0 OR revenue > 0 THEN revenue END AS revenue,
                (YEAR(ordered_on) * 12 + MONTH(ordered_on) - 1) // $3 AS period
            FROM purchase_day WHERE purchase_lines > 0 AND ordered_on <= $4
        )
        SELECT account_id, CAST(SUM(revenue) FILTER (period = $1 + $2) AS BIGINT)
        FROM bought GROUP BY account_id
        HAVING MIN(period) = $1 AND COUNT(*) FILTER (period = $1 + $2) > 0
        ORDER BY 2 DESC, 1
        """,
        [cohort, age, months, as_of],
    ).fetchall()
