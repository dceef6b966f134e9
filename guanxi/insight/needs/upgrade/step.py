"""What products cost and to which dearer ones customers moved: learned for a week of nights."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guanxi.insight.fits import has_table, made_of, recent, record_fit
from guanxi.insight.kept import note
from guanxi.insight.parameters import window_start
from guanxi.warehouse.stages import Stages

if TYPE_CHECKING:
    import duckdb

SQL = Path(__file__).parent / "moves.sql"
PRICES, MOVES = "upgrade_price", "upgrade_move"
MADE = {PRICES: "priced", MOVES: "known_moves"}
# A product that is sold for the first time has no price yet, and whoever buys it no grade.
UNPRICED = f"""
SELECT COUNT(*) FROM (
    SELECT DISTINCT f.product_id FROM fact_order_line AS f
    JOIN dim_product AS p ON p.product_id = f.product_id
    WHERE f.is_counted AND NOT f.is_return AND f.quantity > 0 AND f.unit_price > 0
        AND f.ordered_on > $window_start AND f.ordered_on <= $as_of
) AS s ANTI JOIN {PRICES} AS k ON k.product_id = s.product_id
"""  # noqa: S608 our own names


def learn(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Make upgrade_price and upgrade_move, where those of an earlier night no longer serve."""
    as_of = date.fromisoformat(options["as_of"])
    start = window_start(options["parameters"]["window"], as_of)
    values = {**options["parameters"], "as_of": as_of, "window_start": start}
    is_trial, stages = options.get("trial"), Stages.read(SQL)
    queries = {table: stages.query(values, upto=stage) for table, stage in MADE.items()}
    if has_table(connection, options.get("unless", "")):
        for table, query in queries.items():
            connection.execute(f"CREATE TABLE IF NOT EXISTS {table} AS FROM ({query}) LIMIT 0")
        return
    last = recent(connection, options, "learned_on")
    if last and not is_trial and _serves(connection, start, as_of):
        record_fit(connection, "upgrade", last | {"as_of": options["as_of"]})
        return
    kind = "TEMP TABLE" if is_trial else "TABLE"
    for table, query in queries.items():
        connection.execute(f"CREATE OR REPLACE {kind} {table} AS {query}")
    if not is_trial:
        told = {"as_of": options["as_of"], "learned_on": options["as_of"]}
        told |= {"made_of": made_of(connection, options), "n": _rows(connection, PRICES)}
        record_fit(connection, "upgrade", told | {"moves": _rows(connection, MOVES)})
        note(connection, MOVES, "", as_of)


def _serves(connection: duckdb.DuckDBPyConnection, start: date, as_of: date) -> bool:
    """Whether both tables are there, and every product that was sold has its price."""
    if not all(has_table(connection, table) for table in MADE):
        return False
    asked = {"window_start": start, "as_of": as_of}
    return connection.execute(UNPRICED, asked).fetchall() == [(0,)]


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(f"SELECT COUNT(*) FROM {table}").fetchall()[0][0])  # noqa: S608 our own names
