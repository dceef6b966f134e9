"""How good probabilities are: do they rank, with what doubt, and do they come true."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from guanxi.insight.learning.table import Floats

NORMAL_95 = 1.959964
BINS = 10


@dataclass(frozen=True)
class Bin:
    """Rows of like probability: how many, what was foretold on average, what share came true."""

    customers: int
    predicted: float
    actual: float


@dataclass(frozen=True)
class Judged:
    """Area under the curve with its 95 % interval, Brier score, and calibration by bins.

    `reliability` is the part of the Brier score that perfect calibration would take away, over
    the bins; `auc` is None where all outcomes are alike, for then nothing can be ranked.
    """

    rows: int
    positives: int
    auc: float | None
    auc_low: float | None
    auc_high: float | None
    brier: float
    reliability: float
    bins: tuple[Bin, ...]

    def told(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)


def judge(outcome: Floats, probability: Floats) -> Judged:
    """The judgement of probabilities beside outcomes of 0 and 1; both must hold a row at least."""
    auc, spread = area(outcome, probability)
    bins = calibration(outcome, probability)
    off = sum(one.customers * (one.predicted - one.actual) ** 2 for one in bins)
    return Judged(
        rows=len(outcome),
        positives=int(outcome.sum()),
        auc=auc,
        auc_low=None if auc is None else max(auc - NORMAL_95 * spread, 0.0),
        auc_high=None if auc is None else min(auc + NORMAL_95 * spread, 1.0),
        brier=float(np.mean((probability - outcome) ** 2)),
        reliability=off / len(outcome),
        bins=bins,
    )


def area(outcome: Floats, score: Floats) -> tuple[float | None, float]:
    """Area under the ROC curve and its standard error (DeLong, DeLong and Clarke-Pearson 1988).

    By ranks, so that a hundred thousand rows take no more than a sort (Sun and Xu 2014).
    """
    came, stayed = score[outcome > 0], score[outcome <= 0]
    m, n = len(came), len(stayed)
    if not m or not n:
        return None, 0.0
    together = _ranks(np.concatenate([came, stayed]))
    above = (together[:m] - _ranks(came)) / n
    below = 1 - (together[m:] - _ranks(stayed)) / m
    variance = sum(
        float(np.var(part, ddof=1)) / len(part) for part in (above, below) if len(part) > 1
    )
    return float(above.mean()), float(np.sqrt(variance))


def _ranks(figures: Floats) -> Floats:
    """The place of each figure in order, from one; those that are equal share their middle."""
    _, places, alike = np.unique(figures, return_inverse=True, return_counts=True)
    return (np.cumsum(alike) - (alike - 1) / 2)[places]


def calibration(outcome: Floats, probability: Floats, bins: int = BINS) -> tuple[Bin, ...]:
    """Rows in the order of their probability, in parts of equal size."""
    order = np.argsort(probability, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return tuple(
        Bin(len(part), float(probability[part].mean()), float(outcome[part].mean()))
        for part in parts
    )
