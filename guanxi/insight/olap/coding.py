"""The customers as a cube reads them: each trait and class a small number, with what each is worth.

Texts of a million customers take longer to join and group than all that is added up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guanxi.insight.customer_parts import AMONG, make_in_parts
from guanxi.insight.olap.dimensions import CUSTOMER, DIMENSIONS, NOW, Dimension
from guanxi.insight.olap.figures import MEASURED

if TYPE_CHECKING:
    import duckdb

TABLE = NOW
MOST_MEMBERS = 50_000


def coded() -> tuple[Dimension, ...]:
    """The traits and classes of customers that are kept by number."""
    return tuple(one for one in DIMENSIONS if one.is_of_customer and not one.is_large)


def scripts() -> list[tuple[str, str]]:
    """The step that makes the table, after every measure."""
    return [(TABLE, f"call {__name__}:code_customers {{}}")]


def code_customers(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Make the table anew; a trait with too many members or none is left out of it."""
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
    joins = " ".join(
        f"LEFT JOIN (FROM {table} WHERE {AMONG}) AS {table}"
        f" ON {table}.account_id = {CUSTOMER}.account_id"
        for table in sorted(tables)
    )
    columns = ", ".join(f"{text} AS {key}" for key, text in named.items())
    customers = f"(FROM {CUSTOMER} WHERE {AMONG}) AS {CUSTOMER}"
    query = f"SELECT {CUSTOMER}.account_id, {columns} FROM {customers} {joins}"  # noqa: S608 our own names
    make_in_parts(connection, TABLE, query, len(tables))


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
