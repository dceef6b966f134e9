"""Customers some at a time: all measures of all of them, joined at once, do not fit into memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

AT_ONCE = 100_000
AMONG = "account_id BETWEEN $first AND $last"
BOUNDS = f"""
SELECT MIN(account_id), MAX(account_id) FROM (
    SELECT account_id, (row_number() OVER (ORDER BY account_id) - 1) // {AT_ONCE} AS part
    FROM dim_customer
) GROUP BY part ORDER BY part
"""  # noqa: S608 a number


def make_in_parts(connection: duckdb.DuckDBPyConnection, table: str, query: str) -> None:
    """Make the table of what `query` finds for customers from $first to $last, for all of them."""
    begin = f"CREATE OR REPLACE TABLE {table} AS"
    for first, last in connection.execute(BOUNDS).fetchall() or [(0, 0)]:
        connection.execute(f"{begin} {query}", {"first": first, "last": last})
        begin = f"INSERT INTO {table} BY NAME"
