"""What a step has learned, kept in the warehouse until the record of the run takes it over."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


def record_fit(connection: duckdb.DuckDBPyConnection, measure: str, told: dict[str, Any]) -> None:
    """Keep what the step of the measure tells, instead of what it told before."""
    connection.execute("CREATE TABLE IF NOT EXISTS measure_fit (measure VARCHAR, told VARCHAR)")
    connection.execute("DELETE FROM measure_fit WHERE measure = ?", [measure])
    connection.execute("INSERT INTO measure_fit VALUES (?, ?)", [measure, json.dumps(told)])


def has_table(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether the warehouse has a table of that name."""
    found = connection.execute("FROM duckdb_tables() WHERE table_name = ?", [name])
    return found.fetchone() is not None
