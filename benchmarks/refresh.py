"""Warehouse refresh, RFM, ABC, pyramid, lifecycle, write-back: all books, then a day's change.

The baseline is DuckDB alone over the same tables, already in DuckDB: the measures' own SQL with
nothing read from the books and nothing written back.
"""

import datetime as dt
import resource
import time
from collections.abc import Iterable, Iterator

from benchmarks._frame import Figure

SIZE = 1_000_000
MEASURED = ("rfm", "abc", "pyramid", "lifecycle")
LINES_A_CUSTOMER = 10
AS_OF = dt.date(2026, 11, 19)
FULL_BAR, DAY_BAR = "≤ 120 s", "≤ 15 s"
BASELINE = "the same measures in DuckDB alone"


def measure(size: int) -> Iterator[Figure]:
    """The seconds of a full computation and of a day's change, for `size` customers."""
    from benchmarks._books import as_made, fill, one_day_later

    if not as_made(size, LINES_A_CUSTOMER):
        fill(size, LINES_A_CUSTOMER, AS_OF)
    full, cpu = computed(AS_OF, fresh=True, off=_others())
    bare = _in_duckdb_alone(AS_OF)
    yield Figure(f"refresh-full, {cpu:.0f} s CPU", full, "s", FULL_BAR, BASELINE, bare)
    tomorrow = AS_OF + dt.timedelta(1)
    one_day_later(size, LINES_A_CUSTOMER, tomorrow)
    day, cpu = computed(tomorrow, fresh=False, off=_others())
    label = f"refresh-day, {cpu:.0f} s CPU"
    yield Figure(label, day, "s", DAY_BAR, BASELINE, _in_duckdb_alone(tomorrow))
    yield Figure("refresh", full, "s", FULL_BAR, BASELINE, bare)


def computed(as_of: dt.date, *, fresh: bool, off: Iterable[str] = ()) -> tuple[float, float]:
    """Seconds on the clock, and of processor time here and in the build's own process."""
    from guanxi.insight.run import Order, run
    from guanxi.platform.actors.actor import SYSTEM

    began, worked = time.perf_counter(), _processor_seconds()
    at = dt.datetime.combine(as_of, dt.time(18), dt.UTC)
    order = Order(as_of=as_of, overrides={}, fresh=fresh, off=frozenset(off))
    finished = run(order, actor=SYSTEM, at=at)
    print(finished.seconds, finished.written)
    return time.perf_counter() - began, _processor_seconds() - worked


def _others() -> list[str]:
    from guanxi.insight.registry import MEASURES

    return [one.key for one in MEASURES if one.key not in MEASURED]


def _processor_seconds() -> float:
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _in_duckdb_alone(as_of: dt.date) -> float:
    from guanxi.insight.registry import measure_named
    from guanxi.warehouse.engine import reading
    from guanxi.warehouse.refresh import warehouse_file

    with reading(warehouse_file()) as connection:
        began = time.perf_counter()
        for one in map(measure_named, MEASURED):
            query = one.query(one.parameters(), as_of)
            connection.execute(f"CREATE TEMP TABLE bare_{one.key} AS {query}")
        return time.perf_counter() - began
