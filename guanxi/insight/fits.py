"""What a step has learned, kept in the warehouse until the record of the run takes it over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

# What takes long and moves slowly is learned anew when it is so many days old, or when so great
# a part of the books has come or gone since.
WEEK = 7
PART = 20


def recent(
    connection: duckdb.DuckDBPyConnection, options: Mapping[str, Any], day: str = "as_of"
) -> dict[str, Any]:
    """What an earlier run learned less than a week ago of much the same books; else nothing.

    `day` names the day on which it was learned. A run with other parameters learns anew.
    """
    last = dict(options.get("last") or {})
    now, was = made_of(connection, options), last.get("made_of")
    if not (last.get(day) and was and was["asked"] == now["asked"]):
        return {}
    age = (date.fromisoformat(options["as_of"]) - date.fromisoformat(last[day])).days
    is_same = PART * abs(now["books"] - was["books"]) <= was["books"]
    return last if is_same and 0 <= age < WEEK else {}


def made_of(connection: duckdb.DuckDBPyConnection, options: Mapping[str, Any]) -> dict[str, Any]:
    """Of what a step learns: all parameters that it is given, and how long the books are."""
    ((books,),) = connection.execute("SELECT COUNT(*) FROM purchase_day").fetchall()
    return {"asked": [options["parameters"], options.get("of") or {}], "books": books}


def record_fit(connection: duckdb.DuckDBPyConnection, measure: str, told: dict[str, Any]) -> None:
    """Keep what the step of the measure tells, instead of what it told before."""
    connection.execute("CREATE TABLE IF NOT EXISTS measure_fit (measure VARCHAR, told VARCHAR)")
    connection.execute("DELETE FROM measure_fit WHERE measure = ?", [measure])
    connection.execute("INSERT INTO measure_fit VALUES (?, ?)", [measure, json.dumps(told)])


def has_table(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether the warehouse has a table of that name."""
    found = connection.execute("FROM duckdb_tables() WHERE table_name = ?", [name])
    return bool(found.fetchall())
