"""Where the books are read from: one consistent picture, in batches, without loading them whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pyarrow as pa


BATCH_ROWS = 65_536
RANGES_A_QUERY = 200


class Source(Protocol):
    """An operational database that can be read in batches."""

    def batches(self, query: str) -> Any:
        """A context that gives the rows of the query as a reader of Arrow batches."""

    def prints(self, table: str, condition: str, sums: str, size: int) -> dict[int, str]:
        """For each range of `size` ids that has rows, the aggregates of its rows as one text."""


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

    def prints(self, table: str, condition: str, sums: str, size: int) -> dict[int, str]:
        """As the protocol says; by ranges, as SQLite would sort the whole table to group it."""
        found: dict[int, str] = {}
        first, last = self._bounds(table)
        for start in range(first // size, last // size + 1, RANGES_A_QUERY):
            buckets = range(start, min(start + RANGES_A_QUERY, last // size + 1))
            union = " UNION ALL ".join(
                f"SELECT {n} AS bucket, count(*) AS n, {sums} FROM {table}"  # noqa: S608 our own names
                f" WHERE id >= {n * size} AND id < {(n + 1) * size} AND {condition}"
                for n in buckets
            )
            with self.batches(union) as reader:
                found |= as_prints(reader)
        return found

    def _bounds(self, table: str) -> tuple[int, int]:
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT min(id), max(id) FROM {table}")  # noqa: S608 our own names
            first, last = cursor.fetchone()
        return (first, last) if first is not None else (0, -1)


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

    def prints(self, table: str, condition: str, sums: str, size: int) -> dict[int, str]:
        """As the protocol says, grouped by the server on all its workers."""
        query = (
            f"SELECT id / {size} AS bucket, count(*) AS n, {sums}"  # noqa: S608 our own names
            f" FROM {table} WHERE {condition} GROUP BY 1"
        )
        with self.batches(query) as reader:
            return as_prints(reader)


def as_prints(reader: Iterable[pa.RecordBatch]) -> dict[int, str]:
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
