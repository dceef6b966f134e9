"""Every measure on Apache Spark, beside DuckDB on the same tables; rows that differ are counted.

On the online retail set where GUANXI_ONLINE_RETAIL names its file, else on a made firm.
"""

import datetime as dt
import tempfile
import time
from collections.abc import Iterator

from benchmarks._frame import Figure

SIZE = 4_000
MASTER = "local[2]"


def measure(size: int) -> Iterator[Figure]:
    """The seconds of every measure on a warm session, and how many rows the engines disagree on."""
    from guanxi.insight.registry import MEASURES
    from guanxi.warehouse.spark import DIALECT, Cluster, spark

    star, as_of = _star(size)
    differing, here, there = 0, 0.0, 0.0
    with tempfile.TemporaryDirectory() as folder, spark(Cluster(MASTER, folder)) as engine:
        engine.session.range(10).count()
        for one in MEASURES:
            reads = sorted(one.stages().reads())
            duck, theirs = (one.query(one.parameters(), as_of, d) for d in ("duckdb", DIALECT))
            began = time.perf_counter()
            cursor = star.connection.execute(duck)
            names, ours = [column[0] for column in cursor.description], cursor.fetchall()
            middle = time.perf_counter()
            answer = engine.answer(star.connection, theirs, reads).select(names)
            here, there = here + middle - began, there + time.perf_counter() - middle
            rows = zip(*(column.to_pylist() for column in answer), strict=True)
            differing += len(set(ours) ^ set(rows))
    yield Figure("spark: rows that differ", differing, "rows", "0", "DuckDB", 0)
    yield Figure("spark", there, "s", "", "DuckDB", here)


def _star(size: int):
    from guanxi.insight.tests.star import AS_OF
    from guanxi.insight.tests.test_online_retail import FILE, retail
    from guanxi.insight.tests.test_spark import made_firm

    return (retail(), dt.date(2011, 12, 9)) if FILE else (made_firm(size), AS_OF)
