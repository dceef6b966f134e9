"""What the steps of these measures share: whether a table is there, and the record of a fit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


def has_table(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether the warehouse holds such a table."""
    found = connection.execute("FROM duckdb_tables() WHERE table_name = ?", [table])
    return found.fetchone() is not None


def record(connection: duckdb.DuckDBPyConnection, measure: str, told: dict[str, Any]) -> None:
    """Keep what the step of the measure has learned, in place of what it knew before."""
    connection.execute("CREATE TABLE IF NOT EXISTS measure_fit (measure VARCHAR, told VARCHAR)")
    connection.execute("DELETE FROM measure_fit WHERE measure = ?", [measure])
    connection.execute("INSERT INTO measure_fit VALUES (?, ?)", [measure, json.dumps(told)])
