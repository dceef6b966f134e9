"""Where the books are read from: one consistent picture, in batches, without loading them whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pyarrow as pa


BATCH_ROWS = 65_536
RANGES_A_QUERY = 200
# The table in which the books note which range of ids was written to; None is the whole table. Rows
# of NOTHING hold the token of the refresh that followed the notes last, and of the one after which
# every profile was written.
NOTES, NOTHING = "warehouse_note", ""
FOLLOWED, WRITTEN = 0, 1
Note = tuple[str, int | None, int]


class Source(Protocol):
    """An operational database that can be read in batches."""

    def batches(self, query: str) -> Any:
        """A context that gives the rows of the query as a reader of Arrow batches."""

    def prints(self, asked: Print, among: Collection[int] | None) -> dict[int, str]:
        """For each of the ranges that has rows, or of all, the aggregates of its rows as a text."""

    def last_id(self, table: str) -> int:
        """The highest id of the table; nought where it has no rows."""


@dataclass(frozen=True)
class Print:
    """What is asked of a table to tell whether ranges of `size` ids are as they were.

    That is `sums` of those rows of which `condition` is true.
    """

    table: str
    condition: str
    sums: str
    size: int

    def among(self, buckets: Collection[int]) -> Iterator[str]:
        """Queries for these ranges, each by its own ids, so many at a time."""
        listed = sorted(buckets)
        for start in range(0, len(listed), RANGES_A_QUERY):
            yield " UNION ALL ".join(map(self._of_one, listed[start : start + RANGES_A_QUERY]))

    def of_all(self) -> str:
        """The query for every range, by grouping."""
        return (
            f"SELECT id / {self.size} AS bucket, count(*) AS n, {self.sums}"  # noqa: S608 our own names
            f" FROM {self.table} WHERE {self.condition} GROUP BY 1"
        )

    def _of_one(self, bucket: int) -> str:
        first = bucket * self.size
        return (
            f"SELECT {bucket} AS bucket, count(*) AS n, {self.sums} FROM {self.table}"  # noqa: S608 our own names
            f" WHERE id >= {first} AND id < {first + self.size} AND {self.condition}"
        )


@dataclass(frozen=True)
class SqliteSource:
    """SQLite read through ADBC; the connection is one read transaction."""

    connection: Any

    @contextmanager
    def batches(self, query: str) -> Iterator[pa.RecordBatchReader]:
        """The rows of the query; types come from the first batch, so cast what may vary."""
        with self.connection.cursor() as cursor:
            cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": str(BATCH_ROWS)})
            cursor.execute(query)
            with cursor.fetch_record_batch() as reader:
                yield reader

    def prints(self, asked: Print, among: Collection[int] | None) -> dict[int, str]:
        """As the protocol says; by ranges, as SQLite would sort the whole table to group it."""
        if among is None:
            among = range(self.last_id(asked.table) // asked.size + 1)
        return told(self, asked.among(among))

    def last_id(self, table: str) -> int:
        """As the protocol says."""
        return highest(self, table)


@dataclass(frozen=True)
class PostgresSource:
    """PostgreSQL read through ADBC (binary COPY), in one repeatable-read transaction."""

    connection: Any

    @contextmanager
    def batches(self, query: str) -> Iterator[pa.RecordBatchReader]:
        """The rows of the query, typed by the server."""
        with self.connection.cursor() as cursor:
            cursor.execute(query)
            with cursor.fetch_record_batch() as reader:
                yield reader

    def prints(self, asked: Print, among: Collection[int] | None) -> dict[int, str]:
        """As the protocol says; all of them grouped by the server on all its workers."""
        return told(self, [asked.of_all()] if among is None else asked.among(among))

    def last_id(self, table: str) -> int:
        """As the protocol says."""
        return highest(self, table)


def highest(source: Source, table: str) -> int:
    """The highest id of the table; nought where it has no rows."""
    query = f"SELECT CAST(COALESCE(MAX(id), 0) AS BIGINT) AS id FROM {table}"  # noqa: S608 our own names
    with source.batches(query) as reader:
        return int(next(iter(reader)).column(0)[0].as_py())


def notes_of(source: Source) -> list[Note]:
    """Which ranges of which tables were written to, as the books of this moment have it."""
    with source.batches(f"SELECT source, bucket, stamp FROM {NOTES}") as reader:  # noqa: S608 our own names
        return [note for batch in reader for note in zip(*batch.to_pydict().values(), strict=True)]


def told(source: Source, queries: Iterable[str]) -> dict[int, str]:
    """The prints that the queries give."""
    found: dict[int, str] = {}
    for query in queries:
        with source.batches(query) as reader:
            found |= _as_prints(reader)
    return found


def _as_prints(reader: Iterable[pa.RecordBatch]) -> dict[int, str]:
    """Bucket to the text of its aggregates; ranges without rows are left out."""
    found: dict[int, str] = {}
    for batch in reader:
        for bucket, rows, *sums in zip(*batch.to_pydict().values(), strict=True):
            if rows:
                found[bucket] = "|".join(map(str, (rows, *sums)))
    return found


@contextmanager
def open_source(url: str) -> Iterator[Source]:
    """The database named by the URL (sqlite:///path or postgresql://…), read as of one moment."""
    if url.startswith("sqlite:///"):
        from adbc_driver_sqlite import dbapi as sqlite

        with sqlite.connect(f"file:{url.removeprefix('sqlite:///')}?mode=ro") as connection:
            yield SqliteSource(connection)
        return
    from adbc_driver_postgresql import dbapi as postgresql

    with postgresql.connect(url) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield PostgresSource(connection)
