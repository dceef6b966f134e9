"""Kano: what a feature means to customers, from a pair of answers on its presence and absence."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

ATTRACTIVE, ONE_DIMENSIONAL, MUST_BE = "A", "O", "M"
INDIFFERENT, REVERSE, QUESTIONABLE = "I", "R", "Q"
# Rows: the feature is there; columns: it is not. Like, must be, neutral, live with, dislike.
TABLE = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
# When categories are equally frequent, what spoils most comes first (Berger 1993).
ORDER = (MUST_BE, ONE_DIMENSIONAL, ATTRACTIVE, INDIFFERENT, REVERSE, QUESTIONABLE)
FONG_AT_90 = 1.65


@dataclass(frozen=True)
class Feature:
    """One feature over all answers: how many of each category, and what follows."""

    counts: dict[str, int]

    @property
    def n(self) -> int:
        """The pairs of answers."""
        return sum(self.counts.values())

    @property
    def category(self) -> str:
        """The most frequent category; of equals the one that spoils most."""
        return max(ORDER, key=lambda key: (self.counts[key], -ORDER.index(key)))

    @property
    def better(self) -> float | None:
        """How much its presence satisfies, 0 to 1; None where nobody answered usefully."""
        return self._part(ATTRACTIVE, ONE_DIMENSIONAL)

    @property
    def worse(self) -> float | None:
        """How much its absence dissatisfies, 0 to −1; None where nobody answered usefully."""
        part = self._part(ONE_DIMENSIONAL, MUST_BE)
        return None if part is None else 0.0 - part

    @property
    def strength(self) -> float:
        """Category strength: the first category's share less the second's (Lee & Newcomb 1997)."""
        first, second = sorted(self.counts.values(), reverse=True)[:2]
        return (first - second) / self.n if self.n else 0.0

    @property
    def is_settled(self) -> bool:
        """Whether the first category leads the second beyond chance (Fong 1996, 90 %)."""
        first, second = sorted(self.counts.values(), reverse=True)[:2]
        together = first + second
        if not together:
            return False
        border = FONG_AT_90 * math.sqrt(together * (2 * self.n - together) / (2 * self.n))
        return first - second >= border

    def _part(self, *keys: str) -> float | None:
        useful = sum(self.counts[key] for key in "AOMI")
        return sum(self.counts[key] for key in keys) / useful if useful else None


def category(functional: int, dysfunctional: int) -> str:
    """The category of one pair; answers are 1 (like) to 5 (dislike)."""
    return TABLE[functional - 1][dysfunctional - 1]


def feature(pairs: Iterable[tuple[int, int]]) -> Feature:
    """One feature, from the pairs of answers on it."""
    found = Counter(category(*pair) for pair in pairs)
    return Feature({key: found[key] for key in ORDER})
