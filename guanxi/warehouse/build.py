"""One refresh of the warehouse, in a process of its own: python -m guanxi.warehouse.build.

It runs apart because it needs memory that the worker must not keep, and because SQLite's locks
are lost when two copies of its library open one file in the same process (ADBC brings its own).
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guanxi.platform.disk import is_disk_full
from guanxi.warehouse.data_tests import (
    DataTest,
    StarBroken,
    category_tests,
    check,
    feed_tests,
    purchase_tests,
    span_tests,
)
from guanxi.warehouse.engine import Limits, WarehouseBusy, writing
from guanxi.warehouse.extraction import Changed, House, extract_all
from guanxi.warehouse.looking import Books
from guanxi.warehouse.source import Note, Source, open_source
from guanxi.warehouse.spans import TRACKED
from guanxi.warehouse.spark import Cluster, spark
from guanxi.warehouse.star import FEEDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

Progress = Callable[[str], None]
BUSY_EXIT, BROKEN_EXIT, FULL_EXIT = 75, 76, 77
CALL = "call "
# What purchases and sums by category are made of.
SUMMED = ("fact_order_line", "dim_order", "dim_customer", "dim_product")


@dataclass(frozen=True)
class Request:
    """What to build: from which books into which file, and the scripts to run after it.

    `tests` are rows of DataTest for what the scripts make; `at` is the moment that the screen shows
    as that of the refresh. With a `cluster`, the scripts named in `elsewhere` are computed by
    Spark: script, table, query in its dialect, tables that it reads.
    """

    source: str
    file: str
    house: House
    at: str
    scripts: tuple[tuple[str, str], ...] = ()
    tests: tuple[tuple[str, str, str, str], ...] = ()
    elsewhere: tuple[tuple[str, str, str, tuple[str, ...]], ...] = ()
    cluster: Cluster | None = None
    fresh: bool = False
    limits: Limits = field(default_factory=Limits)

    @classmethod
    def read(cls, text: str) -> Request:
        """The request written as JSON."""
        values = json.loads(text)
        limits = Limits(**values.pop("limits"))
        for name in ("scripts", "tests", "elsewhere"):
            values[name] = tuple(map(tuple, values[name]))
        house, cluster = House(**values.pop("house")), values.pop("cluster")
        cluster = Cluster(**cluster) if cluster else None
        return cls(**values, house=house, limits=limits, cluster=cluster)

    def text(self) -> str:
        """The request as JSON, for the other process."""
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class Report:
    """How many ranges of each table were read, and the seconds of each step.

    `notes` are those of the books that were followed, `token` the word to leave there.
    """

    ranges: dict[str, int]
    seconds: dict[str, float]
    notes: Sequence[Note]
    token: int


class _Steps:
    """Tells each step as it begins, and how long it took."""

    def __init__(self, progress: Progress) -> None:
        self.progress, self.seconds = progress, dict[str, float]()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        self.progress(name)
        began = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - began, 3)


def build(request: Request, source: Source, progress: Progress) -> Report:
    """Refresh the star from the source, run the scripts on it, test it, and swap the result in.

    Where a refresh in parts fails a test, everything is read anew; StarBroken if that fails too.
    """
    try:
        return _attempt(request, source, progress)
    except StarBroken:
        if request.fresh:
            raise
    return _attempt(replace(request, fresh=True), source, progress)


def _attempt(request: Request, source: Source, progress: Progress) -> Report:
    steps = _Steps(progress)
    with writing(Path(request.file), request.limits, fresh=request.fresh) as connection:
        with steps.step("extract"):
            books = Books.of(source, connection, request.house.today)
            read = extract_all(connection, books, request.house)
        with _engine(request, connection) as compute:
            for name, sql in request.scripts:
                with steps.step(name):
                    compute(name, sql)
        with steps.step("test"):
            check(connection, _tests(request, read))
            _note_freshness(connection, request.at, read)
    ranges = {table: len(one.buckets) for table, one in read.items()}
    return Report(ranges, steps.seconds, books.notes, books.token)


@contextmanager
def _engine(
    request: Request, connection: duckdb.DuckDBPyConnection
) -> Iterator[Callable[[str, str], None]]:
    """What runs a script: the warehouse itself, or Spark where it is to compute the table."""
    if request.cluster is None:
        yield lambda name, script: carry_out(connection, script)
        return
    theirs = {name: (table, query, reads) for name, table, query, reads in request.elsewhere}
    with spark(request.cluster) as engine:

        def compute(name: str, sql: str) -> None:
            if name not in theirs:
                carry_out(connection, sql)
                return
            table, query, reads = theirs[name]
            connection.register("incoming", engine.answer(connection, query, reads))
            # Empty, the script's own table has the types that DuckDB gives it.
            carry_out(connection, f"{sql} LIMIT 0; INSERT INTO {table} BY NAME FROM incoming")
            connection.unregister("incoming")

        yield compute


def _tests(request: Request, read: dict[str, Changed]) -> list[DataTest]:
    """Those of the tables that were read; a table that is as it was has passed before."""
    found = [DataTest(*one) for one in request.tests]
    for feed in FEEDS:
        one = read[feed.table]
        if one.buckets:
            found += feed_tests(feed, one.totals, one.spans)
    if any(read[table].buckets for table in SUMMED):
        found += purchase_tests(request.house.purchase_day) + category_tests()
    return found + span_tests(one for one in TRACKED if read[one.table].buckets)


def _note_freshness(
    connection: duckdb.DuckDBPyConnection, at: str, read: dict[str, Changed]
) -> None:
    for feed in FEEDS:
        one = read[feed.table]
        ranges = len(one.buckets)
        connection.execute(
            "INSERT INTO freshness SELECT $1, $2, $3, $4, CAST($5 AS TIMESTAMPTZ),"
            " CASE WHEN $4 > 0 THEN CAST($5 AS TIMESTAMPTZ) ELSE"
            " (SELECT MAX(changed_at) FROM freshness WHERE table_name = $1) END",
            [feed.table, feed.source, one.totals["*"], ranges, at],
        )
        connection.execute(
            "DELETE FROM freshness WHERE table_name = ? AND rowid <>"
            " (SELECT MAX(rowid) FROM freshness WHERE table_name = ?)",
            [feed.table, feed.table],
        )


def carry_out(connection: duckdb.DuckDBPyConnection, script: str) -> None:
    """Run SQL, or `call module:function {options}`: a step that SQL cannot take."""
    if not script.startswith(CALL):
        connection.execute(script)
        return
    where, _, options = script.removeprefix(CALL).partition(" ")
    module, _, function = where.partition(":")
    getattr(import_module(module), function)(connection, json.loads(options))


def main() -> None:
    """Build what standard input asks for; progress and the report go to standard output."""
    request = Request.read(sys.stdin.read())

    def tell(**what: Any) -> None:
        sys.stdout.write(json.dumps(what) + "\n")
        sys.stdout.flush()

    with open_source(request.source) as source:
        try:
            report = build(request, source, lambda step: tell(step=step))
        except WarehouseBusy:
            raise SystemExit(BUSY_EXIT) from None
        except StarBroken as broken:
            tell(broken=str(broken))
            raise SystemExit(BROKEN_EXIT) from None
        except Exception as fault:
            if is_disk_full(fault):
                raise SystemExit(FULL_EXIT) from None
            raise
    tell(report=asdict(report))


if __name__ == "__main__":
    main()
