"""The figures of the page: how each group buys, among the customers one may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

# Each figure is that of the customer in the middle.
GROUPS = """
SELECT m.class, COUNT(*), SUM(m.revenue), MEDIAN(m.quiet_days), MEDIAN(m.days), MEDIAN(m.spend),
    MEDIAN(m.late_percent), AVG(m.returned_percent)
FROM measure_clusters AS m JOIN seen AS s ON s.account_id = m.account_id
WHERE m.class <> 'unknown'
GROUP BY m.class
"""
MOSTLY = """
SELECT m.class, m.mostly, COUNT(*) AS customers
FROM measure_clusters AS m JOIN seen AS s ON s.account_id = m.account_id
WHERE m.class <> 'unknown' AND m.mostly IS NOT NULL
GROUP BY ALL ORDER BY m.class, customers DESC, m.mostly
"""
UNKNOWN = """
SELECT COUNT(*) FROM measure_clusters AS m JOIN seen AS s ON s.account_id = m.account_id
WHERE m.class = 'unknown'
"""


@dataclass(frozen=True)
class Group:
    """One group: its customers, their revenue in the window, and how the middle one buys."""

    key: str
    customers: int
    revenue: int
    middle: dict[str, float]
    mostly: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Groups:
    """All groups that one sees, the largest revenue first, and how many stand in none."""

    found: tuple[Group, ...]
    unknown: int

    @property
    def customers(self) -> int:
        """Customers in any group."""
        return sum(one.customers for one in self.found)

    @property
    def revenue(self) -> int:
        """What they bought for."""
        return sum(one.revenue for one in self.found)


def groups_of(connection: duckdb.DuckDBPyConnection) -> Groups:
    """The figures over the view `seen`."""
    found = {
        key: Group(
            key,
            customers,
            int(revenue),
            dict(zip(("quiet", "often", "much", "lately", "back"), middle, strict=True)),
        )
        for key, customers, revenue, *middle in connection.execute(GROUPS).fetchall()
    }
    for key, category, customers in connection.execute(MOSTLY).fetchall():
        found[key].mostly.append((category, customers))
    unknown = connection.execute(UNKNOWN).fetchall()[0][0]
    return Groups(tuple(sorted(found.values(), key=lambda one: -one.revenue)), unknown)
