"""What every customer's profile was written with: read from the books only where not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

    from guanxi.warehouse.looking import Books

TABLE, PROFILES = "profile_digest", "insight_profile"
# The customers whose profile a run writes, each with the digest that it writes.
DIFFERING = "profile_differing"


def read_digests(connection: duckdb.DuckDBPyConnection, books: Books) -> None:
    """Have in profile_digest what the profiles of the books were written with.

    The rows of a million profiles are long. Where the last refresh has seen every profile written,
    they hold what they held then, and in those that differed what it told them. Where there are
    more or fewer than that, all are read.
    """
    if books.is_written and _has_differing(connection):
        connection.execute(
            f"DELETE FROM {TABLE} WHERE account_id IN (SELECT account_id FROM {DIFFERING});"  # noqa: S608 our own names
            f"INSERT INTO {TABLE} FROM {DIFFERING}"
        )
        if _number(connection, TABLE) == _number_in_books(connection, books):
            return
    connection.execute(f"TRUNCATE {TABLE}")
    books.copy(connection, f"SELECT account_id, digest FROM {PROFILES}", TABLE)  # noqa: S608 our own names


def _has_differing(connection: duckdb.DuckDBPyConnection) -> bool:
    query = "SELECT COUNT(*) FROM duckdb_tables() WHERE table_name = ?"
    return bool(connection.execute(query, [DIFFERING]).fetchall()[0][0])


def _number(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    (number,) = connection.execute(f"SELECT COUNT(*) FROM {table}").fetchall()[0]  # noqa: S608 our own names
    return int(number)


def _number_in_books(connection: duckdb.DuckDBPyConnection, books: Books) -> int:
    connection.execute("CREATE OR REPLACE TEMP TABLE profile_number (number BIGINT)")
    books.copy(connection, f"SELECT COUNT(*) AS number FROM {PROFILES}", "profile_number")  # noqa: S608 our own names
    (number,) = connection.execute("FROM profile_number").fetchall()[0]
    return int(number)
