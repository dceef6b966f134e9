"""Warehouse refresh, measures and write-back: all of the books, then the change of one day.

The baseline is DuckDB alone over the same tables, already in DuckDB: the measures' own SQL with
nothing read from the books and nothing written back.
"""

import datetime as dt
import time
from collections.abc import Iterator

from benchmarks._frame import Figure

SIZE = 1_000_000
LINES_A_CUSTOMER = 10
AS_OF = dt.date(2026, 11, 19)
FULL_BAR, DAY_BAR = "≤ 120 s", "≤ 15 s"
BASELINE = "the same measures in DuckDB alone"


def measure(size: int) -> Iterator[Figure]:
    """The seconds of a full computation and of a day's change, for `size` customers."""
    from benchmarks._books import fill, one_day_later

    fill(size, LINES_A_CUSTOMER, AS_OF)
    full = _computed(AS_OF, fresh=True)
    bare = _in_duckdb_alone(AS_OF)
    yield Figure("refresh-full", full, "s", FULL_BAR, BASELINE, bare)
    tomorrow = AS_OF + dt.timedelta(1)
    one_day_later(size, LINES_A_CUSTOMER, tomorrow)
    day = _computed(tomorrow, fresh=False)
    yield Figure("refresh-day", day, "s", DAY_BAR, BASELINE, _in_duckdb_alone(tomorrow))
    yield Figure("refresh", full, "s", FULL_BAR, BASELINE, bare)


def _computed(as_of: dt.date, *, fresh: bool) -> float:
    from guanxi.insight.run import Order, run
    from guanxi.platform.actors.actor import SYSTEM

    began = time.perf_counter()
    at = dt.datetime.combine(as_of, dt.time(18), dt.UTC)
    finished = run(Order(as_of=as_of, overrides={}, fresh=fresh), actor=SYSTEM, at=at)
    print(finished.seconds, finished.written)
    return time.perf_counter() - began


def _in_duckdb_alone(as_of: dt.date) -> float:
    from guanxi.insight.registry import MEASURES
    from guanxi.warehouse.engine import reading
    from guanxi.warehouse.refresh import warehouse_file

    with reading(warehouse_file()) as connection:
        began = time.perf_counter()
        for one in MEASURES:
            query = one.query(one.parameters(), as_of)
            connection.execute(f"CREATE TEMP TABLE bare_{one.key} AS {query}")
        return time.perf_counter() - began
