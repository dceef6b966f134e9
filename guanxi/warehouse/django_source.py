"""Reading the books through Django's own connection, where no other process sees them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from guanxi.warehouse.source import BATCH_ROWS, Print, highest, told

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class DjangoSource:
    """Books that another process cannot see: inside a transaction, or in memory."""

    @contextmanager
    def batches(self, query: str) -> Iterator[pa.RecordBatchReader]:
        """The rows of the query in batches; a column without values is typed by the next batch."""
        import pyarrow as pa

        with connection.cursor() as cursor:
            cursor.execute(query)
            names = [column[0] for column in cursor.description]
            rows = cursor.fetchmany(BATCH_ROWS)
            tables = []
            while rows:
                tables.append(pa.table(_columns(names, rows)))
                rows = cursor.fetchmany(BATCH_ROWS)
            if not tables:
                tables.append(pa.table({name: pa.array([], pa.int64()) for name in names}))
            whole = pa.concat_tables(tables, promote_options="default")
            yield whole.to_reader()

    def prints(self, asked: Print, among: Collection[int] | None) -> dict[int, str]:
        """As the protocol of Source says."""
        return told(self, [asked.of_all()] if among is None else asked.among(among))

    def last_id(self, table: str) -> int:
        """As the protocol says."""
        return highest(self, table)


def _columns(names: list[str], rows: list[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return {name: list(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)}
