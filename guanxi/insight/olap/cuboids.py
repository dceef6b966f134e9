"""Sums that stand ready: by the traits that people ask for, by category and by month.

A year of a million customers' purchases is too many rows to join and add up while somebody waits. A
cuboid holds them added up over all customers alike. Beside its sums it tells of how many customers
the month was the first since an earlier month, so that distinct customers stay a plain sum
(decision 018).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from guanxi.insight.olap.coding import TABLE as CODED

if TYPE_CHECKING:
    import duckdb

CATALOGUE, NAME = "cuboid", "cuboid_"
SUMS = "category_day"
ADDED = (
    "orders",
    "orders_at_all",
    "revenue",
    "unrated",
    "margin",
    "costed_revenue",
    "returned",
    "returned_unrated",
    "units",
)
NAMED_REVENUE = "CASE WHEN f.has_customer THEN f.revenue END"
MONTH = "CAST(date_trunc('month', {}) AS DATE)"
NOBODY = "CAST('infinity' AS DATE)"
Traits = tuple[str, ...]


@dataclass(frozen=True)
class Budget:
    """What cuboids may cost, in rows.

    Fewer than `least_sums` are added up quickly enough as they are. A cuboid has at most
    `most_rows`, where it answers for several sets of traits `most_together`, and never more than
    one for each `least_gain` sums. A night reads at most `most_read` sums for at
    most `most_cuboids`, yet makes `least_cuboids` however many sums there are.
    """

    least_sums: int = 500_000
    most_rows: int = 5_000_000
    most_together: int = 1_500_000
    least_gain: float = 3
    most_read: int = 30_000_000
    least_cuboids: int = 2
    most_cuboids: int = 12


USUAL = Budget()


def scripts(wanted: Sequence[Traits]) -> list[tuple[str, str]]:
    """The step that makes the cuboids for these sets of traits, most wanted first."""
    options = json.dumps({"wanted": wanted})
    return [(CATALOGUE, f"call {__name__}:make_cuboids {options}")]


def make_cuboids(connection: duckdb.DuckDBPyConnection, options: Mapping[str, Any]) -> None:
    """Make every cuboid anew, in the same file and refresh as the sums that it is made of."""
    for name in _cuboids(connection):
        connection.execute(f"DROP TABLE {name}")
    connection.execute(
        f"CREATE OR REPLACE TABLE {CATALOGUE} (name VARCHAR, traits VARCHAR[], row_count BIGINT)"
    )
    budget = replace(USUAL, **options.get("budget", {}))
    wanted = [tuple(one) for one in options["wanted"]]
    if not wanted:
        return
    for number, traits in enumerate(chosen(wanted, Sizes(connection), budget), 1):
        name = f"{NAME}{number}"
        connection.execute(f"CREATE TABLE {name} AS {_query(traits)}")
        connection.execute(
            f"INSERT INTO {CATALOGUE} SELECT ?, ?::VARCHAR[], COUNT(*) FROM {name}",  # noqa: S608 our own names
            [name, list(traits)],
        )


class Sizes:
    """How many rows a cuboid would have at most."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.sums, reach, categories = self._first(
            f"SELECT COUNT(*), datediff('month', MIN(ordered_on), MAX(ordered_on)) + 1,"  # noqa: S608 our own names
            f" COUNT(DISTINCT category_no) FROM {SUMS}"
        )
        # By category and once at all: the sums of each month, and those before it.
        months = reach or 0
        self.each = (categories + 1) * months * (months + 3) // 2
        self.kept = {
            name
            for (name,) in connection.execute(
                "SELECT column_name FROM duckdb_columns() WHERE table_name = ?", [CODED]
            ).fetchall()
        }

    def has(self, traits: Iterable[str]) -> bool:
        """Whether the customers are coded by all of these."""
        return self.kept.issuperset(traits)

    def rows(self, traits: Traits) -> int:
        """The rows of a cuboid by these traits, were each cell of it there."""
        if not traits:
            return self.each
        mixes = f"SELECT DISTINCT {', '.join(traits)} FROM {CODED}"  # noqa: S608 our own names
        (number,) = self._first(f"SELECT COUNT(*) FROM ({mixes})")  # noqa: S608 our own names
        return self.each * (number + 1)

    def _first(self, query: str) -> tuple[int, ...]:
        found: tuple[int, ...] = self.connection.execute(query).fetchall()[0]
        return found


def chosen(wanted: Iterable[Traits], sizes: Sizes, budget: Budget) -> list[Traits]:
    """Which cuboids to make: few, each answering for as many wanted sets as stay small together."""
    if sizes.sums < budget.least_sums:
        return []
    # Hardly smaller than the sums themselves, it would answer hardly faster.
    worthwhile = sizes.sums / budget.least_gain
    paid = max(budget.least_cuboids, budget.most_read // max(sizes.sums, 1))
    most = min(budget.most_cuboids, paid)
    found: list[Traits] = []
    for traits in map(_sorted, wanted):
        if not sizes.has(traits) or any(set(traits) <= set(one) for one in found):
            continue
        for place, one in enumerate(found):
            both = _sorted({*one, *traits})
            if sizes.rows(both) <= min(budget.most_together, worthwhile):
                found[place] = both
                break
        else:
            is_small = sizes.rows(traits) <= min(budget.most_rows, worthwhile)
            found += [traits] if is_small and len(found) < most else []
    return found


def _sorted(traits: Iterable[str]) -> Traits:
    return tuple(sorted(traits))


def _query(traits: Traits) -> str:
    """The sums of each month, then who was new to the category, then who was new at all."""
    of_customer = "".join(f"c.{key}, " for key in traits)
    coded = f"LEFT JOIN {CODED} AS c ON c.account_id = f.account_id" if traits else ""
    rows, month = f"FROM {SUMS} AS f {coded}", MONTH.format("f.ordered_on")
    keys = f"{of_customer}{month} AS ordered_on"
    nobody = f"{NOBODY} AS before_in_category, {NOBODY} AS before_at_all"
    sums = ", ".join(f"SUM(f.{name}) AS {name}" for name in ADDED)
    in_category, at_all = (MONTH.format(f"f.before_{way}") for way in ("in_category", "at_all"))
    # Who was new at all is told once, in any category of those months: it counts where
    # categories are added up.
    return f"""
        SELECT {keys}, f.category_no, {nobody}, 0 AS customers, {sums},
            SUM({NAMED_REVENUE}) AS named_revenue {rows} GROUP BY ALL
        UNION ALL BY NAME
        SELECT {keys}, f.category_no, {in_category} AS before_in_category,
            {NOBODY} AS before_at_all, COUNT(*) AS customers
        {rows} WHERE f.before_in_category < {month} GROUP BY ALL
        UNION ALL BY NAME
        SELECT {keys}, MIN(f.category_no) AS category_no, {NOBODY} AS before_in_category,
            {at_all} AS before_at_all, COUNT(*) AS customers
        {rows} WHERE f.before_at_all < {month} GROUP BY ALL
        ORDER BY ordered_on
    """  # noqa: S608 our own names


def _cuboids(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    rows = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    yield from (name for (name,) in rows if name.startswith(NAME))
