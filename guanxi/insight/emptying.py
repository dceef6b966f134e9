"""The step of the run that leaves a measure out: its table is there, and holds nobody."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from guanxi.insight.fits import has_table
from guanxi.warehouse.build import CALL, carry_out
from guanxi.warehouse.changes import KEPT

if TYPE_CHECKING:
    import duckdb


def emptied(table: str, made: Sequence[str]) -> str:
    """The script that empties the table; where there is none, `made` makes it, empty."""
    return f"{CALL}{__name__}:{empty.__name__} {json.dumps({'table': table, 'made': list(made)})}"


def empty(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Empty the table, or carry out what makes it."""
    if has_table(connection, options["table"]):
        connection.execute(f"TRUNCATE {options['table']}")
        # Nor is it kept any more: switched on again, it is made as a whole.
        connection.execute(f"DELETE FROM {KEPT} WHERE table_name = ?", [options["table"]])  # noqa: S608 our own names
        return
    for script in options["made"]:
        carry_out(connection, script)
