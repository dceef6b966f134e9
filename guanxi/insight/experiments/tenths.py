"""Whether the order of expected effects holds: the effect found in each part, the Qini curve.

Parts are cut by the expected effect, the highest first; nobody's own outcome was known to the model
that ranked it. Qini as in Radcliffe 2007, its interval by the bootstrap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from guanxi.insight.experiments.results import Valued
from guanxi.insight.experiments.rules import Group, Lift, lift_of_means, lift_of_shares
from guanxi.insight.uplift.learners import qini, qini_curve

PARTS, LEAST_IN_PART = 10, 60
SAMPLES, SAMPLED = 200, 4_000
POINTS = 60
# The Qini coefficient with its interval.
Coefficient = tuple[float | None, float | None, float | None]


@dataclass(frozen=True)
class Part:
    """One part of the members: expected effects from low to high, both arms, the effect found."""

    low: float
    high: float
    customers: int
    lift: Lift | None


@dataclass(frozen=True)
class Ranked:
    """The parts, the Qini curve from 0 to 1 (members taken, gain in outcomes), its coefficient.

    `steps` are the gains where each part ends.
    """

    parts: tuple[Part, ...]
    curve: tuple[tuple[float, float], ...]
    gain: float
    qini: float | None
    qini_low: float | None
    qini_high: float | None
    steps: tuple[float, ...] = ()


def ranked(valued: Valued, *, is_share: bool, seed: int) -> Ranked | None:
    """The parts and the curve; None while fewer members have a score than make two parts."""
    scored = valued.where(~np.isnan(valued.uplift))
    size = min(PARTS, len(scored.accounts) // LEAST_IN_PART)
    if size < 2:  # noqa: PLR2004 one part tells nothing apart
        return None
    compare = lift_of_shares if is_share else lift_of_means
    parts = []
    for place in _cut(scored.uplift, size):
        one = scored.where(place)
        lift = compare(_group(one, one.treated), _group(one, ~one.treated))
        low, high = float(one.uplift.min()), float(one.uplift.max())
        parts.append(Part(low, high, len(one.accounts), lift))
    taken, gained = _curve(scored)
    found: Coefficient = _qini(scored, seed) if is_share else (None, None, None)
    steps = np.interp(np.cumsum([one.customers for one in parts]), taken, gained)
    curve = _thinned(taken, gained)
    ends = tuple(map(float, steps))
    return Ranked(tuple(parts), curve, float(gained[-1]), *found, ends)


def working(parts: tuple[Part, ...]) -> int:
    """How many parts, from the first on, show an effect beyond chance one after the other."""
    for place, one in enumerate(parts):
        if one.lift is None or one.lift.low <= 0:
            return place
    return len(parts)


def _cut(uplift: Any, size: int) -> list[Any]:
    """The members of each part; who has the same score stands in the same part."""
    order = np.argsort(-uplift, kind="stable")
    place = np.empty(len(order), dtype=int)
    place[order] = np.arange(len(order))
    values, inverse = np.unique(uplift, return_inverse=True)
    first = np.full(len(values), len(order))
    np.minimum.at(first, inverse, place)
    part = first[inverse] * size // len(order)
    return [part == one for one in np.unique(part)]


def _group(valued: Valued, arm: Any) -> Group:
    values = valued.values[arm].astype(float)
    return Group(len(values), float(values.sum()), float((values**2).sum()))


def _curve(valued: Valued) -> tuple[Any, Any]:
    return qini_curve(valued.uplift, valued.treated.astype(float), valued.values.astype(float))


def _thinned(taken: Any, gained: Any) -> tuple[tuple[float, float], ...]:
    """The curve with no more points than can be seen, as shares of members and of the end."""
    kept = np.unique(np.linspace(0, len(taken) - 1, min(POINTS, len(taken))).astype(int))
    return tuple((float(taken[at] / taken[-1]), float(gained[at])) for at in kept)


def _qini(valued: Valued, seed: int) -> tuple[float, float, float]:
    """The coefficient with its 95 % interval, from samples drawn with replacement."""
    chance = np.random.default_rng(seed)
    treated, outcome = valued.treated.astype(float), valued.values.astype(float)
    size = len(outcome)
    drawn = [
        _area(valued.uplift, treated, outcome, chance.integers(0, size, min(size, SAMPLED)))
        for _sample in range(SAMPLES)
    ]
    spread = float(np.std(drawn)) * (min(size, SAMPLED) / size) ** 0.5
    whole = qini(valued.uplift, treated, outcome)
    return whole, whole - 1.96 * spread, whole + 1.96 * spread


def _area(uplift: Any, treated: Any, outcome: Any, rows: Any) -> float:
    return qini(uplift[rows], treated[rows], outcome[rows])
