"""Gamma-Gamma, and the discounted value of 12 months for every customer with its range."""

from collections.abc import Iterator

from benchmarks._frame import Figure
from benchmarks.bgnbd import contest, summed_up

SIZE = 1_000_000


def measure(size: int) -> Iterator[Figure]:
    """Seconds of the spend fit, then of the value of all customers."""
    yield summed_up("clv: gamma-gamma", contest("spend", size), "<= 0.5 s")
    values = contest("clv", size, ("lifetimes",))
    if "lifetimes" in values:
        sums = [float(str(values[name].told["sum"])) for name in ("ours", "lifetimes")]
        yield Figure("clv: sum of values", sums[0], "", "equal", "lifetimes", sums[1])
    yield summed_up("clv", values, "<= 1.5 s")
