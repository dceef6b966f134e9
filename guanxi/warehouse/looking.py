"""Where a refresh looks in the books: what was noted since the last one, and part of the rest."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from guanxi.warehouse.source import FOLLOWED, NOTHING, WRITTEN, Note, Print, Source, notes_of
from guanxi.warehouse.star import RANGE, Feed

if TYPE_CHECKING:
    import duckdb

TABLE = "books_followed"
# What nobody noted, as after work with the triggers switched off, is found within so many days.
TURNS = 7


@dataclass(frozen=True)
class Books:
    """The books of one moment, with what was noted of them since the last refresh.

    `token` is the word that this refresh leaves in the books and in the warehouse: the next one
    goes on from here where it finds the same in both, and looks everywhere where it does not.
    `is_written` says that every profile stands there as that refresh found it.
    """

    source: Source
    notes: tuple[Note, ...]
    goes_on: bool
    is_written: bool
    turn: int
    token: int

    @classmethod
    def of(cls, source: Source, connection: duckdb.DuckDBPyConnection, today: str) -> Books:
        """The books that the source reads, followed by the warehouse of the connection."""
        noted = notes_of(source)
        words = {
            place: {
                (stamp,) for table, bucket, stamp in noted if (table, bucket) == (NOTHING, place)
            }
            for place in (FOLLOWED, WRITTEN)
        }
        ours = set(connection.execute(f"FROM {TABLE}").fetchall())
        return cls(
            source=source,
            notes=tuple(note for note in noted if note[0] != NOTHING),
            goes_on=words[FOLLOWED] == ours != set(),
            is_written=words[WRITTEN] == ours != set(),
            turn=date.fromisoformat(today).toordinal() % TURNS,
            # Stamps of PostgreSQL are above nothing.
            token=-1 - secrets.randbits(62),
        )

    def prints(self, feed: Feed, before: Mapping[int, str]) -> dict[int, str]:
        """What the ranges of a table look like now; those not looked at are as they were before."""
        asked = Print(feed.source, feed.condition, feed.sums, RANGE)
        among = self._to_look_at(asked, before)
        seen = self.source.prints(asked, among)
        if among is None:
            return seen
        return {n: text for n, text in before.items() if n not in among} | seen

    def copy(
        self,
        connection: duckdb.DuckDBPyConnection,
        query: str,
        table: str,
        keep: str = "FROM incoming",
    ) -> None:
        """Add the rows that the query finds in the books, said as `keep` says, to a table."""
        with self.source.batches(query) as incoming:
            connection.register("incoming", incoming)
            connection.execute(f"INSERT INTO {table} {keep}")
            connection.unregister("incoming")

    def remember(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Leave the word in the warehouse."""
        connection.execute(f"TRUNCATE {TABLE}")
        connection.execute(f"INSERT INTO {TABLE} VALUES (?)", [self.token])  # noqa: S608 our own names

    def _to_look_at(self, asked: Print, before: Mapping[int, str]) -> set[int] | None:
        """The ranges noted, those of the latest ids, and a seventh of all; None for every one."""
        noted = {bucket for source, bucket, _stamp in self.notes if source == asked.table}
        if not self.goes_on or None in noted:
            return None
        known = sorted(before)
        first, last = (len(known) * turn // TURNS for turn in (self.turn, self.turn + 1))
        latest = range(
            known[-1] if known else 0, self.source.last_id(asked.table) // asked.size + 1
        )
        return {bucket for bucket in noted if bucket is not None} | {*known[first:last], *latest}
