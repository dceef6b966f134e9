"""The customers as a cube reads them: each trait and class a small number, with what each is worth.

Texts of a million customers take longer to join and group than all that is added up.
"""

from __future__ import annotations

import json
import zlib
from datetime import date
from typing import TYPE_CHECKING, Any

from guanxi.insight import kept
from guanxi.insight.customer_parts import AMONG, make_in_parts, parts
from guanxi.insight.fits import has_table
from guanxi.insight.olap.dimensions import CUSTOMER, DIMENSIONS, NOW, Dimension
from guanxi.insight.olap.figures import MEASURED
from guanxi.insight.profile_rows import TOLD, differs, turn_of
from guanxi.warehouse.build import CALL

if TYPE_CHECKING:
    import duckdb

TABLE, OTHERWISE = NOW, "customer_told_otherwise"
MOST_MEMBERS = 50_000


def coded() -> tuple[Dimension, ...]:
    """The traits and classes of customers that are kept by number."""
    return tuple(one for one in DIMENSIONS if one.is_of_customer and not one.is_large)


def scripts(as_of: date, *, every: bool) -> list[tuple[str, str]]:
    """The step that brings the table in step, after every measure; `every` customer's row anew."""
    options = json.dumps({"as_of": as_of.isoformat(), "every": every})
    return [(TABLE, f"{CALL}{__name__}:code_customers {options}")]


def code_customers(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Have a row of each customer; a trait with too many members or none is left out.

    Made anew are the rows of customers of whom anything is told otherwise than in their row, as it
    is for their profile, or of whom anything was read anew: the cube tells what the profiles tell.
    All are where a trait has other members, or another measure speaks.
    """
    as_of = date.fromisoformat(options["as_of"])
    query, joined = _query(connection)
    made_of = f"{zlib.crc32(query.encode()):08x}"
    if options["every"] or not kept.serves(connection, TABLE, made_of):
        make_in_parts(connection, TABLE, query, joined)
    else:
        _bring_in_step(connection, query, joined, as_of)
    kept.note(connection, TABLE, made_of, as_of)


def _bring_in_step(
    connection: duckdb.DuckDBPyConnection, query: str, joined: int, as_of: date
) -> None:
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {OTHERWISE} AS"  # noqa: S608 our own names
        f" SELECT a.account_id FROM dim_customer AS a"
        f" LEFT JOIN {TOLD} AS n ON n.account_id = a.account_id"
        f" LEFT JOIN {TABLE} AS d ON d.account_id = a.account_id"
        f" WHERE {differs('d.told', 'n.digest', turn_of(as_of))}"
        f" UNION SELECT account_id FROM {kept.TOUCHED}"
    )
    connection.execute(
        f"DELETE FROM {TABLE} WHERE account_id IN (FROM {OTHERWISE})"  # noqa: S608 our own names
        f" OR account_id NOT IN (SELECT account_id FROM {CUSTOMER})"
    )
    for first, last in parts(connection, joined, OTHERWISE):
        among = f"({AMONG} AND account_id IN (FROM {OTHERWISE}))"
        few = query.replace(AMONG, among)
        connection.execute(f"INSERT INTO {TABLE} BY NAME {few}", {"first": first, "last": last})


def _query(connection: duckdb.DuckDBPyConnection) -> tuple[str, int]:
    """The query of the rows of customers from $first to $last, and how many tables it joins."""
    filled = "SELECT table_name FROM duckdb_tables() WHERE estimated_size > 0"
    columns_there = "SELECT table_name, column_name FROM duckdb_columns()"
    there = set(
        connection.execute(f"{columns_there} WHERE table_name IN ({filled})").fetchall()  # noqa: S608 our own names
    )
    held = [one for one in coded() if (one.table, one.column) in there]
    named = {one.key: text for one in held if (text := _coded(connection, one))}
    worth = {one.key: one.source for one in MEASURED if one.source in there}
    named |= {key: f"{table}.{column}" for key, (table, column) in worth.items()}
    tables = {one.table for one in held if one.key in named} - {CUSTOMER}
    tables |= {table for table, _column in worth.values()}
    told = "NULL"
    if has_table(connection, TOLD):
        told, tables = f"{TOLD}.digest", tables | {TOLD}
    joins = " ".join(
        f"LEFT JOIN (FROM {table} WHERE {AMONG}) AS {table}"
        f" ON {table}.account_id = {CUSTOMER}.account_id"
        for table in sorted(tables)
    )
    columns = ", ".join(f"{text} AS {key}" for key, text in named.items())
    customers = f"(FROM {CUSTOMER} WHERE {AMONG}) AS {CUSTOMER}"
    query = f"SELECT {CUSTOMER}.account_id, {told} AS told, {columns} FROM {customers} {joins}"  # noqa: S608 our own names
    return query, len(tables)


def _coded(connection: duckdb.DuckDBPyConnection, dimension: Dimension) -> str:
    """The trait as a number with a name; empty where it has too many members."""
    column = f"{dimension.table}.{dimension.column}"
    if dimension.kind == "record":
        return column
    nothing = "unknown" if dimension.kind == "class" else ""
    value = f"NULLIF({column}, '{nothing}')"
    rows = connection.execute(
        f"SELECT DISTINCT {value} AS member FROM {dimension.table} ORDER BY 1"  # noqa: S608 our own names
        f" LIMIT {MOST_MEMBERS + 2}"
    ).fetchall()
    members = [member for (member,) in rows if member is not None]
    if len(members) > MOST_MEMBERS:
        return ""
    quoted = ", ".join("'" + member.replace("'", "''") + "'" for member in members)
    return f"CAST({value} AS ENUM ({quoted or repr(nothing)}))"
