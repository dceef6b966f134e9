"""Writing many profiles at once, in the way each database does it fastest."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import itemgetter, ne
from typing import Any, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from guanxi.platform.copying import copy_columns

TABLE = "insight_profile"
KEY = "account_id"
# Updates of single classes that cost less than writing a row and its indexes anew.
FEW = 3
# So many rows that changed alike are worth a statement of their own.
ALIKE = 12
LIVING = "SELECT id FROM customers_account WHERE id "
Row = Sequence[Any]
Ask = Callable[[str, Sequence[int]], list[Row]]


Classes = Mapping[int, tuple[str | None, ...]]


@dataclass(frozen=True)
class Layout:
    """How rows are written: their columns, the account's id first; and what is `same` in all.

    `classes` names the columns that are compared with what the profiles hold; those that are
    `idle` tell nothing of anybody, before and after.
    """

    columns: tuple[str, ...]
    same: Mapping[str, str | None]
    classes: tuple[str, ...]
    idle: frozenset[str] = frozenset()

    @property
    def every(self) -> list[str]:
        """All columns that are written."""
        return [*self.columns, *self.same]

    def written_out(self) -> dict[str, str]:
        """SQL for what is the same in every row: days and keys of classes, none of them typed."""
        return {
            name: "NULL" if value is None else f"'{value}'" for name, value in self.same.items()
        }

    def replacing(self) -> str:
        """SQL that puts a row in the place of the one that is there."""
        sets = ", ".join(f"{name} = excluded.{name}" for name in self.every if name != KEY)
        return f"ON CONFLICT ({KEY}) DO UPDATE SET {sets}"

    def present(self, ask: Ask, among: str, accounts: Sequence[int]) -> Classes:
        """The present classes of those accounts that exist; None where there is no profile.

        Whoever has a profile exists: the database sees to it. On a usual night that is everybody,
        and no page of the accounts is read.
        """
        listed = ", ".join([KEY, *self.classes])
        found = ask(f"SELECT {listed} FROM {TABLE} WHERE {KEY} {among}", accounts)  # noqa: S608 our own names
        present = {row[0]: tuple(row[1:]) for row in found}
        if left := [account for account in accounts if account not in present]:
            none = (None,) * len(self.classes)
            present |= {row[0]: none for row in ask(LIVING + among, left)}
        return present


class ProfileStore(Protocol):
    """The profiles of one database."""

    def classes(self, accounts: Sequence[int]) -> Classes:
        """The present classes of those accounts that exist; None where there is no profile."""

    def write(self, rows: Sequence[Row], before: Classes) -> None:
        """Insert or replace the profiles, whose classes were so before."""


def store_for(connection: BaseDatabaseWrapper, layout: Layout) -> ProfileStore:
    """The store of this connection, for rows laid out like that."""
    if connection.vendor == "postgresql":
        return PostgresProfiles(connection, layout)
    return SqliteProfiles(connection, layout)


@dataclass(frozen=True)
class SqliteProfiles:
    """One prepared statement, executed for each row.

    Whatever an update names is written to its index again, the same or not: of a profile that is
    there, a class is named only if it changed. Where many have, the row is written whole at once;
    rows in which the same classes changed are written by one statement.
    """

    connection: BaseDatabaseWrapper
    layout: Layout

    def classes(self, accounts: Sequence[int]) -> Classes:
        """As the protocol says."""
        among = "IN (SELECT value FROM json_each(%s))"
        return self.layout.present(self._asked, among, accounts)

    def _asked(self, query: str, accounts: Sequence[int]) -> list[Row]:
        with self.connection.cursor() as cursor:
            return list(cursor.execute(query, [str(list(accounts))]).fetchall())

    def write(self, rows: Sequence[Row], before: Classes) -> None:
        """As the protocol says."""
        whole: list[Row] = []
        alike: dict[tuple[int, ...], list[Row]] = {}
        now, places = self._classes_now(), range(len(self.layout.classes))
        for row in rows:
            had = before[row[0]]
            changed = tuple(compress(places, map(ne, had, now(row))))
            if len(changed) > FEW or not any(had):
                whole.append(row)
            else:
                alike.setdefault(changed, []).append(row)
        self._insert(whole)
        single: list[Row] = []
        for changed, some in alike.items():
            if len(some) >= ALIKE or not changed:
                self._update(some, [self.layout.classes[place] for place in changed])
            else:
                single += some
        self._update(single, [])
        for place, name in enumerate(self.layout.classes):
            self._update_class(name, place, single, before)

    def _classes_now(self) -> Callable[[Row], Iterable[str | None]]:
        """What gives the classes of a row in the order in which they are compared."""
        columns, same = self.layout.columns, self.layout.same
        places = [
            (columns.index(name), None) if name in columns else (None, same[name])
            for name in self.layout.classes
        ]
        return lambda row: [value if place is None else row[place] for place, value in places]

    def _insert(self, rows: Sequence[Row]) -> None:
        marks = ["%s"] * len(self.layout.columns)
        values = ", ".join([*marks, *self.layout.written_out().values()])
        self._execute(
            f"INSERT INTO {TABLE} ({', '.join(self.layout.every)}) VALUES ({values})"  # noqa: S608 our own names
            f" {self.layout.replacing()}",
            rows,
        )

    def _update(self, rows: Sequence[Row], classes: Collection[str]) -> None:
        """Write all figures, and those classes."""
        left = {*self.layout.classes, *self.layout.idle, KEY}.difference(classes)
        named = {name: place for place, name in enumerate(self.layout.columns) if name not in left}
        sets = [f"{name} = %s" for name in named] + [
            f"{name} = {value}"
            for name, value in self.layout.written_out().items()
            if name not in left
        ]
        values = itemgetter(*named.values(), 0)
        query = f"UPDATE {TABLE} SET {', '.join(sets)} WHERE {KEY} = %s"  # noqa: S608 our own names
        self._execute(query, [values(row) for row in rows])

    def _update_class(self, name: str, place: int, rows: Sequence[Row], before: Classes) -> None:
        if name in self.layout.same:
            same = self.layout.same[name]
            now = [(same, row[0]) for row in rows]
        else:
            column = self.layout.columns.index(name)
            now = [(row[column], row[0]) for row in rows]
        changed = [(value, pk) for value, pk in now if value != before[pk][place]]
        self._execute(f"UPDATE {TABLE} SET {name} = %s WHERE {KEY} = %s", changed)  # noqa: S608 our own names

    def _execute(self, query: str, rows: Sequence[Row]) -> None:
        if rows:
            with self.connection.cursor() as cursor:
                cursor.executemany(query, rows)


@dataclass(frozen=True)
class PostgresProfiles:
    """A COPY into a table of the transaction, and one statement from there."""

    connection: BaseDatabaseWrapper
    layout: Layout

    def classes(self, accounts: Sequence[int]) -> Classes:
        """As the protocol says."""
        return self.layout.present(self._asked, "= ANY(%s)", accounts)

    def _asked(self, query: str, accounts: Sequence[int]) -> list[Row]:
        with self.connection.cursor() as cursor:
            cursor.execute(query, [list(accounts)])
            return list(cursor.fetchall())

    def write(self, rows: Sequence[Row], before: Classes) -> None:
        """As the protocol says."""
        listed = ", ".join(self.layout.columns)
        with self.connection.cursor() as cursor:
            # Another run has other columns.
            cursor.execute("DROP TABLE IF EXISTS pg_temp.profile_arriving")
            cursor.execute(
                f"CREATE TEMP TABLE profile_arriving ON COMMIT DROP"  # noqa: S608 our own names
                f" AS SELECT {listed} FROM {TABLE} LIMIT 0"
            )
            copy_columns(cursor, f"profile_arriving ({listed})", list(zip(*rows, strict=True)))
            every = ", ".join(self.layout.every)
            values = ", ".join([listed, *self.layout.written_out().values()])
            cursor.execute(
                f"INSERT INTO {TABLE} ({every}) SELECT {values} FROM profile_arriving"  # noqa: S608 our own names
                f" {self.layout.replacing()}"
            )
