"""Customers some at a time: all measures of all of them, joined at once, do not fit into memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

# Rows of measures that are joined at once; of fewer measures go more customers together.
AT_ONCE = 4_000_000
AMONG = "account_id BETWEEN $first AND $last"


def parts(
    connection: duckdb.DuckDBPyConnection, joined: int, customers: str = "dim_customer"
) -> list[tuple[int, int]]:
    """The first and last id of each part of `customers`, for a join of so many measures."""
    bounds = f"""
        SELECT MIN(account_id), MAX(account_id) FROM (
            SELECT account_id, (row_number() OVER (ORDER BY account_id) - 1) // $size AS part
            FROM {customers}
        ) GROUP BY part ORDER BY part
    """  # noqa: S608 our own names
    return connection.execute(bounds, {"size": AT_ONCE // max(joined, 1)}).fetchall()


def make_in_parts(
    connection: duckdb.DuckDBPyConnection, table: str, query: str, joined: int
) -> None:
    """Make the table of what `query` finds for customers from $first to $last, for all of them.

    `joined` is how many measures it joins.
    """
    begin = f"CREATE OR REPLACE TABLE {table} AS"
    for first, last in parts(connection, joined) or [(0, 0)]:
        connection.execute(f"{begin} {query}", {"first": first, "last": last})
        begin = f"INSERT INTO {table} BY NAME"
