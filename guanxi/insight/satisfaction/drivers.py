"""Which answers move the overall one: Johnson's relative weights (2000), which add up to R²."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from guanxi.insight.satisfaction.pls import Floats

# So many sheets for each driver at least.
SHEETS_A_DRIVER = 5
SMALL = 1e-10


@dataclass(frozen=True)
class Driver:
    """One driver: its share of what is explained, its correlation, and how well we do in it."""

    key: str
    importance: float
    correlation: float
    performance: float


@dataclass(frozen=True)
class Drivers:
    """All drivers, the most important first, over n sheets; R² is what they explain together."""

    drivers: tuple[Driver, ...]
    n: int
    r_squared: float


def drivers_of(keys: tuple[str, ...], answers: Floats, overall: Floats) -> Drivers | None:
    """Relative weights of the columns on the overall answer; None where too little varies.

    Drivers that are always answered alike can explain nothing and are left out.
    """
    varying = np.ptp(answers, axis=0) > 0 if len(answers) else np.zeros(len(keys), dtype=bool)
    kept, used = answers[:, varying], [key for key, one in zip(keys, varying, strict=True) if one]
    enough = len(kept) >= max(SHEETS_A_DRIVER * len(used), SHEETS_A_DRIVER * 2)
    if not used or not enough or np.ptp(overall) == 0:
        return None
    whole = np.corrcoef(np.column_stack([kept, overall]), rowvar=False)
    among, with_overall = whole[:-1, :-1], whole[:-1, -1]
    values, vectors = np.linalg.eigh(among)
    root = vectors @ np.diag(np.sqrt(np.clip(values, SMALL, None))) @ vectors.T
    betas = np.linalg.solve(root, with_overall)
    weights = (root**2) @ (betas**2)
    explained = float(np.sum(weights))
    found = [
        Driver(key, float(weight / explained), float(r), float(mean))
        for key, weight, r, mean in zip(
            used, weights, with_overall, np.mean(kept, axis=0), strict=True
        )
    ]
    return Drivers(tuple(sorted(found, key=lambda one: -one.importance)), len(kept), explained)
