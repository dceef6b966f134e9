"""Order lines carry what their order says, so a change of the order must reach lines unread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


CHANGED = """
CREATE OR REPLACE TEMP TABLE order_changed AS
    SELECT c.order_id, d.account_id, d.ordered_on, d.currency, d.rate, d.is_return,
        COALESCE(d.is_counted, false) AS is_counted
    FROM (
        SELECT b.order_id FROM order_before AS b
        LEFT JOIN dim_order AS d ON d.order_id = b.order_id
        WHERE d IS DISTINCT FROM b
        UNION
        SELECT d.order_id FROM dim_order AS d
        JOIN order_range AS r ON d.order_id >= r.low AND d.order_id < r.high
        WHERE d.order_id NOT IN (SELECT order_id FROM order_before)
    ) AS c
    LEFT JOIN dim_order AS d ON d.order_id = c.order_id
"""
STALE = """
f.account_id IS DISTINCT FROM o.account_id
OR f.ordered_on IS DISTINCT FROM o.ordered_on
OR f.currency IS DISTINCT FROM o.currency
OR f.rate IS DISTINCT FROM o.rate
OR f.is_return IS DISTINCT FROM COALESCE(o.is_return OR f.quantity < 0, false)
OR f.is_counted IS DISTINCT FROM o.is_counted
"""
FOLLOW = f"""
UPDATE fact_order_line AS f
SET account_id = o.account_id, ordered_on = o.ordered_on, currency = o.currency, rate = o.rate,
    is_return = COALESCE(o.is_return OR f.quantity < 0, false), is_counted = o.is_counted
FROM order_changed AS o
WHERE f.order_id = o.order_id AND ({STALE})
"""  # noqa: S608 our own names
OWNERS = f"""
SELECT DISTINCT unnest([f.account_id, o.account_id]) FROM fact_order_line AS f
JOIN order_changed AS o ON o.order_id = f.order_id WHERE {STALE}
"""  # noqa: S608 our own names


class Followers:
    """The lines that must follow: orders are remembered before they are replaced."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Begin with nothing remembered."""
        self.connection = connection
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE order_before AS FROM dim_order LIMIT 0;"
            "CREATE OR REPLACE TEMP TABLE order_range (low BIGINT, high BIGINT)"
        )
        self.remembered: set[tuple[int, int]] = set()

    def remember(self, low: int, high: int) -> None:
        """Keep the orders of the range as they are now, the first time it is named."""
        if (low, high) in self.remembered:
            return
        self.remembered.add((low, high))
        self.connection.execute(
            "INSERT INTO order_before FROM dim_order WHERE order_id >= $1 AND order_id < $2",
            [low, high],
        )
        self.connection.execute("INSERT INTO order_range VALUES (?, ?)", [low, high])

    def follow(self, touch: Callable[[str], None]) -> None:
        """Bring the lines of new, gone or different orders in step, telling whose they are."""
        self.connection.execute(CHANGED)
        touch(OWNERS)
        self.connection.execute(FOLLOW)
