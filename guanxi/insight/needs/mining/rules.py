"""Rules "who has these also has that", with support, confidence, lift and significance.

A rule is tested against each rule with one item less: what the last item adds must be more than
chance (Webb 2007, "Discovering Significant Patterns"). The chance is corrected for all rules of
that length that could have been found, and each length gets an equal part of the permitted
error (Webb 2008, "Layered Critical Values").
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from guanxi.insight.needs.mining.chance import Real, by_chance
from guanxi.insight.needs.mining.sets import Frequent, Level, Whole


@dataclass(frozen=True)
class Rules:
    """Rules as columns: the places of the items of the body (−1 where there are fewer) and head.

    `both`, `body_count` and `head_count` are numbers of baskets; `chance` is corrected.
    """

    body: NDArray[np.int64]
    head: Whole
    both: Whole
    body_count: Whole
    head_count: Whole
    chance: Real
    baskets: int

    def __len__(self) -> int:
        """How many rules there are."""
        return len(self.head)

    @property
    def confidence(self) -> Real:
        """The share of baskets with the body that hold the head too."""
        found: Real = self.both / self.body_count
        return found

    @property
    def lift(self) -> Real:
        """How many times as often as in all baskets."""
        found: Real = self.both * float(self.baskets) / (self.body_count * 1.0 * self.head_count)
        return found

    def chosen(self, which: NDArray[np.bool_] | Whole) -> Rules:
        """The rules for which the mask holds, or at the places, in their order."""
        return Rules(
            self.body[which],
            self.head[which],
            self.both[which],
            self.body_count[which],
            self.head_count[which],
            self.chance[which],
            self.baskets,
        )


def rules_of(found: Frequent, confidence: float, *, is_tested: bool = True) -> Rules:
    """Every rule with one item as head whose confidence is at least so much."""
    widest = max(len(found.levels) - 1, 1)
    parts = [
        part
        for size in range(2, len(found.levels) + 1)
        for part in _of_size(found, size, confidence, is_tested)
    ]
    if not parts:
        none = np.zeros(0, np.int64)
        bodies = np.zeros((0, widest), np.int64)
        return Rules(bodies, none, none, none, none, np.zeros(0), found.baskets)
    return Rules(
        np.concatenate([_widened(one.body, widest) for one in parts]),
        np.concatenate([one.head for one in parts]),
        np.concatenate([one.both for one in parts]),
        np.concatenate([one.body_count for one in parts]),
        np.concatenate([one.head_count for one in parts]),
        np.concatenate([one.chance for one in parts]),
        found.baskets,
    )


def _widened(body: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    """The bodies with −1 in the places of items that they do not have."""
    return np.pad(body, ((0, 0), (0, width - body.shape[1])), constant_values=-1)


@dataclass(frozen=True)
class _Parts:
    """A level with the items of each set, and where each set with one item less is."""

    members: NDArray[np.int64]
    without: NDArray[np.int64]


def _parts(found: Frequent, size: int) -> _Parts:
    """For the sets of that size, from the first item on."""
    items = len(found.items)
    first = found.levels[0]
    parts = _Parts(first.last[:, None], np.zeros((len(first), 1), np.int64))
    for place in range(1, size):
        level, before = found.levels[place], found.levels[place - 1]
        members = np.column_stack([parts.members[level.prefix], level.last])
        shorter = [
            _find(before, parts.without[level.prefix, gone], level.last, items, place)
            for gone in range(place)
        ]
        parts = _Parts(members, np.column_stack([*shorter, level.prefix]))
    return parts


def _find(before: Level, prefix: Whole, last: Whole, items: int, size: int) -> Whole:
    """Where, among the sets of `size` items, those are that consist of a set and one item more."""
    if size == 1:
        return last
    keys = before.prefix * items + before.last
    return np.searchsorted(keys, prefix * items + last).astype(np.int64)


def _of_size(found: Frequent, size: int, confidence: float, is_tested: bool) -> list[Rules]:
    level, shorter = found.levels[size - 1], found.levels[size - 2]
    parts, before = _parts(found, size), _parts(found, size - 1)
    rules = []
    for place in range(size):
        bodies = parts.without[:, place]
        kept = np.flatnonzero(level.count >= confidence * shorter.count[bodies] * (1 - 1e-12))
        members, bodies = parts.members[kept], bodies[kept]
        chance = np.zeros(len(kept))
        if is_tested:
            chance = _chance(found, size, place, parts.without[kept], before, level.count[kept])
            chance = np.minimum(1.0, chance * _tests(found, size))
        rules.append(
            Rules(
                np.delete(members, place, axis=1),
                members[:, place],
                level.count[kept],
                shorter.count[bodies],
                found.levels[0].count[members[:, place]],
                chance,
                found.baskets,
            )
        )
    return rules


def _chance(
    found: Frequent, size: int, place: int, without: Whole, before: _Parts, both: Whole
) -> Real:
    """The greatest chance over the items of the body that this one adds nothing."""
    shorter = found.levels[size - 2]
    bodies = without[:, place]
    worst = np.zeros(len(both))
    for other in (one for one in range(size) if one != place):
        rest = np.full(len(both), found.baskets)
        if size > 2:
            smaller = before.without[bodies, other - (other > place)]
            rest = found.levels[size - 3].count[smaller]
        chance = by_chance(both, shorter.count[bodies], shorter.count[without[:, other]], rest)
        worst = np.maximum(worst, chance)
    return worst


def _tests(found: Frequent, size: int) -> float:
    """How many rules of that length there could be, times the number of lengths."""
    items, lengths = len(found.items), max(len(found.levels) - 1, 1)
    return float(comb(items, size) * size * lengths)
