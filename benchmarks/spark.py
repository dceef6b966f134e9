"""Every measure on Apache Spark, beside DuckDB on the same tables; rows that differ are counted.

On the online retail set where its file is at hand, else on a made firm.
"""

import datetime as dt
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from benchmarks._frame import Figure
from benchmarks._sets import online_retail

SIZE = 4_000
MASTER = "local[2]"


def lacking() -> str:
    """What must be there first, and how it is had; empty where it is."""
    from guanxi.warehouse.spark import missing

    return missing()


def measure(size: int) -> Iterator[Figure]:
    """The seconds of every measure on a warm session, and how many rows the engines disagree on."""
    from guanxi.insight.registry import MEASURES
    from guanxi.warehouse.spark import DIALECT, Cluster, spark

    star, as_of = _star(size)
    differing, rows, here, there = 0, 0, 0.0, 0.0
    with tempfile.TemporaryDirectory() as folder, spark(Cluster(MASTER, folder)) as engine:
        engine.session.range(10).count()
        for one in MEASURES:
            star.prepare(one, one.parameters(), as_of)
            for file in engine.folder.glob("*.parquet"):
                file.unlink()  # the step before a measure changes what measures read
            duck, theirs = (one.query(one.parameters(), as_of, d) for d in ("duckdb", DIALECT))
            began = time.perf_counter()
            # Later measures read it.
            star.connection.execute(f"CREATE OR REPLACE TABLE {one.table} AS {duck}")
            middle = time.perf_counter()
            answer = engine.answer(star.connection, theirs, sorted(one.stages().reads()))
            here, there = here + middle - began, there + time.perf_counter() - middle
            cursor = star.connection.execute(f"FROM {one.table}")
            answer = answer.select([column[0] for column in cursor.description])
            ours = cursor.fetchall()
            rows += len(ours)
            found = apart(ours, zip(*(column.to_pylist() for column in answer), strict=True))
            differing += found
            print(f"{one.key}: {len(ours)} rows, {found} differ", file=sys.stderr, flush=True)
    yield Figure("spark: rows that differ", differing, "rows", "0", "rows of DuckDB", rows)
    yield Figure("spark", there, "s", "", "DuckDB", here)


def apart(ours: Iterable[tuple[Any, ...]], theirs: Iterable[tuple[Any, ...]]) -> int:
    """How many rows of either have none like them in the other."""
    here, there = (Counter(map(_comparable, rows)) for rows in (ours, theirs))
    return max((here - there).total(), (there - here).total())


def _comparable(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return tuple(map(_comparable, value))
    return tuple(sorted(value.items())) if isinstance(value, dict) else value


def _star(size: int) -> tuple[Any, dt.date]:
    from guanxi.insight.tests.star import AS_OF
    from guanxi.insight.tests.test_online_retail import retail
    from guanxi.insight.tests.test_spark import made_firm

    file = online_retail()
    return (retail(str(file)), dt.date(2011, 12, 9)) if file else (made_firm(size), AS_OF)
