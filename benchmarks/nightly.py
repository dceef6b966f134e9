"""Every measure of the house in one night, with write-back, and the change of one day.

The baseline is the extraction, tests and write-back of the same run with every measure left out.
"""

import datetime as dt
from collections.abc import Iterator

from benchmarks._frame import Figure
from benchmarks._memory import peak
from benchmarks.refresh import AS_OF, LINES_A_CUSTOMER, computed

SIZE = 1_000_000
CONTACTS_A_CUSTOMER = 10
FULL_BAR, DAY_BAR, MEMORY_BAR = "≤ 360 s", "≤ 60 s", "≤ 4096 MB"
BASELINE = "the same night without a measure"


def measure(size: int) -> Iterator[Figure]:
    """Seconds of a full night and of a day's change for `size` customers; the peak of memory."""
    from benchmarks._books import as_made, fill, one_day_later, talk
    from guanxi.insight.registry import MEASURES

    if not as_made(size, LINES_A_CUSTOMER):
        fill(size, LINES_A_CUSTOMER, AS_OF)
    talk(size * CONTACTS_A_CUSTOMER, size, AS_OF)
    bare, _cpu = computed(AS_OF, fresh=True, off=[one.key for one in MEASURES])
    with peak() as full_peak:
        full, cpu = computed(AS_OF, fresh=True)
    yield Figure(f"nightly-full, {cpu:.0f} s CPU", full, "s", FULL_BAR, BASELINE, bare)
    tomorrow = AS_OF + dt.timedelta(1)
    one_day_later(size, LINES_A_CUSTOMER, tomorrow)
    with peak() as day_peak:
        day, cpu = computed(tomorrow, fresh=False)
    yield Figure(f"nightly-day, {cpu:.0f} s CPU", day, "s", DAY_BAR, BASELINE, bare)
    most = max(full_peak.megabytes, day_peak.megabytes)
    yield Figure("nightly-memory", most, "MB", MEMORY_BAR, "none", 0)
    yield Figure("nightly", full, "s", FULL_BAR, BASELINE, bare)
