"""Of which customers anything was read anew since what is kept of them was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

    from guanxi.warehouse.star import Feed

TABLE = "account_changed"
# Whose rows are followed to their customers, beside those of customers and order lines, which are
# followed for the sums of purchases anyway. A payment is followed to whose order it pays.
FOLLOWED = ("fact_interaction", "fact_activity", "dim_order", "fact_payment")
# What rows that are kept of a customer may be made of, by the customer that they name.
OF_CUSTOMERS = (
    *("fact_interaction", "fact_activity", "dim_order", "dim_customer", "fact_order_line"),
    *("purchase_day", "category_day"),
)
# What is kept, by table: of which rules and days it is made.
KEPT = "kept_state"


class Changes:
    """The customers in account_changed; whoever has kept rows of them empties it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Go on with those that nobody has looked at yet."""
        self.connection = connection

    def of(self, feed: Feed) -> Callable[[int, int], None]:
        """What adds the customers of a range of ids, as the table has them when it is called."""

        def notice(low: int, high: int) -> None:
            if feed.table in FOLLOWED:
                self.add(named(feed, low, high))

        return notice

    def add(self, query: str) -> None:
        """Add the customers that the query names."""
        self.connection.execute(f"INSERT INTO {TABLE} {query}")

    def everybody(self) -> None:
        """Let nothing that is kept serve any more."""
        self.connection.execute(f"DELETE FROM {KEPT}")  # noqa: S608 our own names


def named(feed: Feed, low: int, high: int) -> str:
    """SQL for the customers whom the rows of a range of ids name."""
    rows = f"{feed.table} WHERE {feed.key} >= {low} AND {feed.key} < {high}"
    if feed.table == "fact_payment":
        paid = f"SELECT order_id FROM {rows}"  # noqa: S608 our own names
        return f"SELECT DISTINCT account_id FROM dim_order WHERE order_id IN ({paid})"  # noqa: S608 our own names
    return f"SELECT DISTINCT account_id FROM {rows}"  # noqa: S608 our own names
