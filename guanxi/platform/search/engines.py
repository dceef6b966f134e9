"""Where the grams are kept: a full-text table on SQLite, an indexed column on PostgreSQL.

Both answer the same question from the same grams; nothing but this module knows which it is.
Statements are put together from our own words and numbers; whatever a person typed is bound.
"""

import json
from collections.abc import Sequence
from typing import Any, Protocol

from django.db import connection

from guanxi.platform.copying import copy_packed
from guanxi.platform.search.grams import grams_of
from guanxi.platform.search.latest import Entry, Look, Span, Statement, every, latest
from guanxi.platform.search.models import SearchEntry
from guanxi.platform.search.numbers import NUMBERED, entry_row, packed
from guanxi.platform.search.query import Clause, Grams

# The text of an entry and its grams, as the database takes them.
Ready = Any

SQLITE_TABLE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS platform_searchgrams USING fts5("
    "grams, content='', detail=none, columnsize=0, tokenize='ascii')"
)
# Merging is left to the moments when sixteen pieces have come together: merging with every
# write, the default, makes a large import half as slow again.
SQLITE_HABITS = {"automerge": 0, "crisismerge": 16, "hashsize": 8_388_608}
# SQLite puts no more than 500 questions together.
COMPOUND = 200
POSTGRESQL_COLUMN = f"ALTER TABLE platform_searchentry ADD COLUMN IF NOT EXISTS grams {NUMBERED}"
POSTGRESQL_INDEX = (
    "CREATE INDEX IF NOT EXISTS platform_searchentry_grams "
    "ON platform_searchentry USING gin (grams)"
)
# Until version 3 of the grams they were kept as words; the index is made anew after that anyway.
POSTGRESQL_COLUMN_OF_WORDS = (
    "SELECT 1 FROM pg_attribute WHERE attrelid = 'platform_searchentry'::regclass"
    " AND attname = 'grams' AND atttypid = 'tsvector'::regtype"
)
# PostgreSQL collects new grams before it sorts them into the index, and lets whoever brings one
# too many sort them all. Nobody who saves a customer shall wait for that: the bound lies far off,
# large imports sort beside their work (settling.py), and what remains the vacuum sorts in.
POSTGRESQL_HABITS = (
    "ALTER INDEX platform_searchentry_grams SET (gin_pending_list_limit = 65536)",
    "ALTER TABLE platform_searchentry SET (autovacuum_vacuum_insert_threshold = 2000,"
    " autovacuum_vacuum_insert_scale_factor = 0)",
)
POSTGRESQL_SETTLING = "SELECT gin_clean_pending_list('platform_searchentry_grams')"


class Engine(Protocol):
    """What one kind of database does for the index; a span is the entries of one noun."""

    def prepare(self) -> None:
        """Make the place for the grams; harmless if it is there."""

    def ready(self, noun: str, texts: Sequence[str]) -> list[Ready]:
        """What `add` takes for entries of a noun with these texts; asks no database."""

    def add(self, entries: Sequence[tuple[int, Ready]]) -> None:
        """Store entries that are not there yet."""

    def forget(self, entries: Sequence[Entry]) -> None:
        """Remove entries, each with the text it was stored with."""

    def records(self, span: Span, clause: Clause) -> Statement:
        """SQL for the ids of all records of a span that a clause finds."""

    def newest(
        self, spans: Sequence[Span], clause: Clause, extra: Grams, limit: int
    ) -> list[Entry]:
        """Entries that have the extra grams too; of each span the latest, up to the limit."""

    def every(self, span: Span, clause: Clause) -> list[Entry]:
        """All entries of a span that a clause finds."""

    def listed(self, record_ids: Sequence[int]) -> Statement:
        """SQL that gives back any number of ids."""

    def clear(self) -> None:
        """Forget everything, however its grams were made."""


class SQLiteEngine:
    """A contentless FTS5 table: it holds postings only, so an entry is removed by its grams."""

    def prepare(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(SQLITE_TABLE)
            cursor.executemany(
                "INSERT INTO platform_searchgrams(platform_searchgrams, rank) VALUES (%s, %s)",
                list(SQLITE_HABITS.items()),
            )

    def ready(self, noun: str, texts: Sequence[str]) -> list[Ready]:
        return [(text, " ".join(grams_of(text))) for text in texts]

    def add(self, entries: Sequence[tuple[int, Ready]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO platform_searchentry(id, text) VALUES (%s, %s)",
                [(entry, text) for entry, (text, _) in entries],
            )
            cursor.executemany(
                "INSERT INTO platform_searchgrams(rowid, grams) VALUES (%s, %s)",
                [(entry, grams) for entry, (_, grams) in entries],
            )

    def forget(self, entries: Sequence[Entry]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO platform_searchgrams(platform_searchgrams, rowid, grams)"
                " VALUES ('delete', %s, %s)",
                [(entry, " ".join(grams_of(text))) for entry, text in entries],
            )
            cursor.executemany(
                "DELETE FROM platform_searchentry WHERE id = %s", [(entry,) for entry, _ in entries]
            )

    def records(self, span: Span, clause: Clause) -> Statement:
        source, parameters = self._found(span, clause, (), text=False)
        return f"SELECT id - {span.first:d} FROM ({source})", parameters  # noqa: S608

    def newest(
        self, spans: Sequence[Span], clause: Clause, extra: Grams, limit: int
    ) -> list[Entry]:
        found: list[Entry] = []
        with connection.cursor() as cursor:
            for start in range(0, len(spans), COMPOUND):
                some = spans[start : start + COMPOUND]
                asked = [self._found(span, clause, extra, text=True) for span in some]
                newest = [
                    f"SELECT * FROM ({source} ORDER BY id DESC LIMIT {limit:d})"  # noqa: S608
                    for source, _ in asked
                ]
                values = [value for _, parameters in asked for value in parameters]
                cursor.execute(" UNION ALL ".join(newest), values)
                found += cursor.fetchall()
        return found

    def every(self, span: Span, clause: Clause) -> list[Entry]:
        source, parameters = self._found(span, clause, (), text=True)
        with connection.cursor() as cursor:
            cursor.execute(source, parameters)
            return list(cursor.fetchall())

    def listed(self, record_ids: Sequence[int]) -> Statement:
        return "SELECT value FROM json_each(%s)", [json.dumps(list(record_ids))]

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO platform_searchgrams(platform_searchgrams) VALUES ('delete-all')"
            )
            cursor.execute("DELETE FROM platform_searchentry")

    def _found(self, span: Span, clause: Clause, extra: Grams, *, text: bool) -> Statement:
        match = _match(clause, extra)
        contained = [word.contains for word in clause if word.contains]
        if not match:
            where, parameters = _containing("id", span, contained)
            return f"SELECT id, text FROM platform_searchentry e WHERE {where}", parameters  # noqa: S608
        where, parameters = _containing("g.rowid", span, contained)
        join = "CROSS JOIN platform_searchentry e ON e.id = g.rowid" if text or contained else ""
        columns = "g.rowid AS id, e.text" if text else "g.rowid AS id"
        return (
            f"SELECT {columns} FROM platform_searchgrams g {join}"  # noqa: S608
            f" WHERE platform_searchgrams MATCH %s AND {where}",
            [match, *parameters],
        )


class PostgreSQLEngine:
    """The numbers of the grams in an array beside the text: no dictionary, no extension."""

    def prepare(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(POSTGRESQL_COLUMN_OF_WORDS)
            if cursor.fetchone():
                cursor.execute("ALTER TABLE platform_searchentry DROP COLUMN grams")
            cursor.execute(POSTGRESQL_COLUMN)
            cursor.execute(POSTGRESQL_INDEX)
            for habit in POSTGRESQL_HABITS:
                cursor.execute(habit)

    def ready(self, noun: str, texts: Sequence[str]) -> list[Ready]:
        return packed(noun, texts)

    def add(self, entries: Sequence[tuple[int, Ready]]) -> None:
        with connection.wrap_database_errors, connection.cursor() as cursor:
            into = "platform_searchentry (id, text, grams)"
            copy_packed(cursor, into, [entry_row(entry) + rest for entry, rest in entries])

    def forget(self, entries: Sequence[Entry]) -> None:
        with connection.cursor() as cursor:
            ids = [entry for entry, _ in entries]
            cursor.execute("DELETE FROM platform_searchentry WHERE id = ANY(%s)", [ids])

    def records(self, span: Span, clause: Clause) -> Statement:
        look = _look([span], clause, ())
        where, parameters = look.condition(span)
        if not look.ways:
            # Of grams, the number tells the noun.
            where = f"e.id BETWEEN {span.first:d} AND {span.last:d} AND {where}"
        return f"SELECT e.id - {span.first:d} FROM platform_searchentry e WHERE {where}", parameters  # noqa: S608

    def newest(
        self, spans: Sequence[Span], clause: Clause, extra: Grams, limit: int
    ) -> list[Entry]:
        return latest(_look(spans, clause, extra), limit)

    def every(self, span: Span, clause: Clause) -> list[Entry]:
        return every(_look([span], clause, ()))

    def listed(self, record_ids: Sequence[int]) -> Statement:
        return "SELECT unnest(%s::bigint[])", [list(record_ids)]

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE platform_searchentry")


def engine() -> Engine:
    """The engine of the database in use."""
    return SQLiteEngine() if connection.vendor == "sqlite" else PostgreSQLEngine()


def prepare_index(**_: Any) -> None:
    """After every migration: make the place for the grams; an emptied index keeps none."""
    if SearchEntry._meta.db_table not in connection.introspection.table_names():
        return
    engine().prepare()
    if not SearchEntry.objects.exists():
        engine().clear()


def _match(clause: Clause, extra: Grams) -> str:
    """The grams of every word, in one of its ways, as a match expression of SQLite."""
    parts = [f'"{gram}"' for gram in extra]
    for word in clause:
        ways = [" AND ".join(f'"{gram}"' for gram in way) for way in word.ways]
        if ways:
            parts.append("(" + " OR ".join(f"({way})" for way in ways) + ")")
    return " AND ".join(parts)


def _ways(clause: Clause, extra: Grams) -> list[list[Grams]]:
    """Lists of which an entry has all grams of one way each.

    What it must have in any case is asked for with every way: an index that looks for many grams
    at once leaves out most of what has but the frequent ones.
    """
    always = (*extra, *(gram for word in clause if len(word.ways) == 1 for gram in word.ways[0]))
    open_ones = [word.ways for word in clause if len(word.ways) > 1]
    if not open_ones:
        return [[always]] if always else []
    return [[(*always, *way) for way in ways] for ways in open_ones]


def _look(spans: Sequence[Span], clause: Clause, extra: Grams) -> Look:
    return Look(spans, _ways(clause, extra), [word.contains for word in clause if word.contains])


def _containing(entry: str, span: Span, contained: Sequence[str]) -> Statement:
    conditions = [f"{entry} BETWEEN {span.first:d} AND {span.last:d}"]
    conditions += ["instr(e.text, %s) > 0"] * len(contained)
    return " AND ".join(conditions), list(contained)
