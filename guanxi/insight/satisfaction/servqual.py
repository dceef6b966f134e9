"""SERVQUAL and SERVPERF: what was expected beside what was met, in five dimensions.

Parasuraman, Zeithaml & Berry 1988; performance alone after Cronin & Taylor 1992. A gap is
perception less expectation: below zero it falls short.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from guanxi.insight.satisfaction.pls import Floats
from guanxi.insight.satisfaction.reliability import cronbach_alpha

# The 22 questions by number, in the order of the instrument.
DIMENSIONS: dict[str, range] = {
    "tangibles": range(1, 5),
    "reliability": range(5, 10),
    "responsiveness": range(10, 14),
    "assurance": range(14, 18),
    "empathy": range(18, 23),
}
QUESTIONS = 22


@dataclass(frozen=True)
class Dimension:
    """One dimension: means on the scale of the answers, how many gave them, and its weight."""

    key: str
    n: int
    expected: float | None
    perceived: float
    weight: float
    alpha: float | None

    @property
    def gap(self) -> float | None:
        """Perception less expectation; None where nothing was asked of expectation."""
        return None if self.expected is None else self.perceived - self.expected


@dataclass(frozen=True)
class Quality:
    """The five dimensions and what they come to together."""

    dimensions: tuple[Dimension, ...]

    @property
    def gap(self) -> float | None:
        """The mean gap of the dimensions, each counting alike."""
        gaps = [one.gap for one in self.dimensions if one.gap is not None]
        return sum(gaps) / len(gaps) if gaps else None

    @property
    def weighted_gap(self) -> float | None:
        """The gap weighted by how much each dimension matters to customers."""
        found = [(one.gap, one.weight) for one in self.dimensions if one.gap is not None]
        whole = sum(weight for _gap, weight in found)
        return sum(gap * weight for gap, weight in found) / whole if whole else None

    @property
    def performance(self) -> float | None:
        """SERVPERF: the mean of what was perceived, each dimension counting alike."""
        found = [one.perceived for one in self.dimensions]
        return sum(found) / len(found) if found else None

    @property
    def weighted_performance(self) -> float | None:
        """SERVPERF weighted by how much each dimension matters."""
        whole = sum(one.weight for one in self.dimensions)
        found = sum(one.perceived * one.weight for one in self.dimensions)
        return found / whole if whole else None


def quality_of(
    expected: Floats | None, perceived: Floats, weights: Mapping[str, float] | None = None
) -> Quality:
    """The dimensions from sheets by questions (22 columns); NaN where a sheet left one out.

    `weights` are points of importance by dimension; without them each counts alike.
    """
    found = []
    for key, questions in DIMENSIONS.items():
        columns = [number - 1 for number in questions]
        met = perceived[:, columns]
        mean = _mean(met)
        if mean is None:
            continue
        found.append(
            Dimension(
                key=key,
                n=int(np.sum(np.any(~np.isnan(met), axis=1))),
                expected=None if expected is None else _mean(expected[:, columns]),
                perceived=mean,
                weight=float((weights or {}).get(key, 0.0 if weights else 1.0)),
                alpha=cronbach_alpha(met[~np.any(np.isnan(met), axis=1)]),
            )
        )
    return Quality(tuple(found))


def _mean(answers: Floats) -> float | None:
    """The mean over sheets of each sheet's mean, leaving out what was not answered."""
    answered = answers[np.any(~np.isnan(answers), axis=1)]
    return float(np.mean(np.nanmean(answered, axis=1))) if len(answered) else None
