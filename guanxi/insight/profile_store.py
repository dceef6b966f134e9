"""Writing many profiles at once, in the way each database does it fastest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "insight_profile"
Row = Sequence[Any]


class ProfileStore(Protocol):
    """The profiles of one database."""

    def classes(
        self, accounts: Sequence[int], columns: Sequence[str]
    ) -> dict[int, tuple[str | None, ...]]:
        """The present classes of those accounts that exist; None where there is no profile."""

    def upsert(self, rows: Sequence[Row]) -> None:
        """Insert or replace the profiles; the account's id comes first in each row."""


def store_for(connection: BaseDatabaseWrapper, columns: Sequence[str]) -> ProfileStore:
    """The store of this connection, for rows of these columns."""
    if connection.vendor == "postgresql":
        return PostgresProfiles(connection, tuple(columns))
    return SqliteProfiles(connection, tuple(columns))


def _classes_query(columns: Sequence[str], among: str) -> str:
    listed = ", ".join(["a.id", *(f"p.{name}" for name in columns)])
    return (
        f"SELECT {listed} FROM customers_account AS a"  # noqa: S608 our own names
        f" LEFT JOIN {TABLE} AS p ON p.account_id = a.id WHERE a.id {among}"
    )


def _replacing(columns: Sequence[str]) -> str:
    sets = ", ".join(f"{name} = excluded.{name}" for name in columns if name != "account_id")
    return f"ON CONFLICT (account_id) DO UPDATE SET {sets}"


@dataclass(frozen=True)
class SqliteProfiles:
    """One prepared statement, executed for each row."""

    connection: BaseDatabaseWrapper
    columns: tuple[str, ...]

    def classes(
        self, accounts: Sequence[int], columns: Sequence[str]
    ) -> dict[int, tuple[str | None, ...]]:
        """As the protocol says."""
        with self.connection.cursor() as cursor:
            query = _classes_query(columns, "IN (SELECT value FROM json_each(%s))")
            cursor.execute(query, [str(list(accounts))])
            return {row[0]: tuple(row[1:]) for row in cursor.fetchall()}

    def upsert(self, rows: Sequence[Row]) -> None:
        """As the protocol says."""
        marks = ", ".join(["%s"] * len(self.columns))
        with self.connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE} ({', '.join(self.columns)}) VALUES ({marks})"  # noqa: S608 our own names
                f" {_replacing(self.columns)}",
                rows,
            )


@dataclass(frozen=True)
class PostgresProfiles:
    """A COPY into a table of the transaction, and one statement from there."""

    connection: BaseDatabaseWrapper
    columns: tuple[str, ...]

    def classes(
        self, accounts: Sequence[int], columns: Sequence[str]
    ) -> dict[int, tuple[str | None, ...]]:
        """As the protocol says."""
        with self.connection.cursor() as cursor:
            cursor.execute(_classes_query(columns, "= ANY(%s)"), [list(accounts)])
            return {row[0]: tuple(row[1:]) for row in cursor.fetchall()}

    def upsert(self, rows: Sequence[Row]) -> None:
        """As the protocol says."""
        listed = ", ".join(self.columns)
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMP TABLE IF NOT EXISTS profile_arriving"  # noqa: S608 our own names
                f" ON COMMIT DELETE ROWS AS SELECT {listed} FROM {TABLE} LIMIT 0"
            )
            cursor.execute("TRUNCATE profile_arriving")
            with cursor.copy(f"COPY profile_arriving ({listed}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(
                f"INSERT INTO {TABLE} ({listed}) SELECT {listed} FROM profile_arriving"  # noqa: S608 our own names
                f" {_replacing(self.columns)}"
            )
