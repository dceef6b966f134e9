"""The step of the run that finds the profiles which are to be written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guanxi.insight.customer_parts import make_in_parts

if TYPE_CHECKING:
    import duckdb

TABLE = "profile_change"


def find_changes(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Make the table of the rows that `query` finds."""
    make_in_parts(connection, TABLE, options["query"], options["joined"])
