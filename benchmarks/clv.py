"""Gamma-Gamma, and the discounted value of 12 months for every customer with its range.

Then all of it from the books: the summary of two purchases a customer, the fits, P(alive), value
and range, and the profiles written. Its baseline is the same run with every measure left out.
"""

import datetime as dt
from collections.abc import Iterator

from benchmarks._frame import Figure
from benchmarks._memory import peak
from benchmarks.bgnbd import contest, summed_up

SIZE = 1_000_000
LINES_A_CUSTOMER = 8
BAR, MEMORY_BAR = "<= 20 s", "<= 1536 MB"
BASELINE = "the same run without a measure"


def measure(size: int) -> Iterator[Figure]:
    """Seconds of the spend fit, of the value of all customers, and of all of it from the books."""
    yield summed_up("clv: gamma-gamma", contest("spend", size), "<= 0.5 s")
    values = contest("clv", size, ("lifetimes",))
    if "lifetimes" in values:
        sums = [float(str(values[name].told["sum"])) for name in ("ours", "lifetimes")]
        yield Figure("clv: sum of values", sums[0], "", "equal", "lifetimes", sums[1])
    yield from _from_the_books(size)
    yield summed_up("clv", values, "<= 1.5 s")


def _from_the_books(size: int) -> Iterator[Figure]:
    """A warehouse that stands already; then the measure with all that it stands on."""
    from benchmarks._books import as_made, fill
    from benchmarks.refresh import AS_OF, computed
    from guanxi.insight.following import with_what_they_stand_on
    from guanxi.insight.registry import MEASURES

    if not as_made(size, LINES_A_CUSTOMER):
        fill(size, LINES_A_CUSTOMER, AS_OF)
    every = [one.key for one in MEASURES]
    computed(AS_OF, fresh=True, off=every)
    bare, _cpu = computed(AS_OF, fresh=False, off=every)
    needed = with_what_they_stand_on(["clv"], AS_OF + dt.timedelta(1))
    with peak() as most:
        seconds, cpu = computed(AS_OF, fresh=False, off=set(every) - set(needed))
    name = f"clv from the books, {cpu:.1f} s CPU"
    yield Figure(name, seconds, "s", BAR, BASELINE, bare)
    yield Figure("clv from the books, memory", most.megabytes, "MB", MEMORY_BAR, "none", 0)
