"""Removal effects of three channels whose values are in print."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from guanxi.insight.attribution.markov import NONE, ORDER, START, ordering, removal, shared
from guanxi.insight.selfcheck.checks import Check, Published

BRYL = "Bryl', AnalyzeCore, 3 August 2016"
# One customer went by all three and bought; two others did not.
PATHS = ((START, "C1", "C2", "C3", ORDER), (START, "C1", NONE), (START, "C2", "C3", NONE))
VALUES = (
    ("P(order)", 1 / 3),
    *(("removal C1", 0.5), ("removal C2", 1.0), ("removal C3", 1.0)),
    *(("share C1", 0.2), ("share C2", 0.4), ("share C3", 0.4)),
)
REVENUE = 1_000


def checks() -> Iterator[Check]:
    """The chance of an order, the effect of removing each channel, and what each is given."""
    steps = Counter(step for path in PATHS for step in pairwise(path))
    effects = removal(steps)
    given = shared(REVENUE, effects)
    found = [ordering(steps), *effects.values(), *(part / REVENUE for part in given.values())]
    yield from Published("attribution", BRYL, 1e-9, VALUES).beside(found)
