"""Two factors (Herzberg): which things only dissatisfy when poor, and which create satisfaction.

Penalty–reward contrasts (Brandt 1987): the overall answer is regressed on whether each thing was
answered low and whether it was answered high; what lies between is what both are measured from.
Errors are robust against unequal spread (HC2): for one thing alone they are those of two means.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from guanxi.insight.satisfaction.pls import Floats
from guanxi.insight.satisfaction.rates import LIKELY

# Answers in parts of a hundred of their scale: below is low, above is high.
LOW, HIGH = 50.0, 75.0
# So many answers on each side, and between, before an effect is told.
EACH_SIDE = 10
SPENT = 1 - 1e-9


@dataclass(frozen=True)
class Factor:
    """One thing asked about: what a low and a high answer do to the overall one, in points of 100.

    `low` and `high` are how many answered so; an effect is None where too few did.
    """

    key: str
    low: int
    high: int
    penalty: float | None
    penalty_error: float | None
    reward: float | None
    reward_error: float | None
    performance: float

    @property
    def spoils(self) -> bool:
        """Whether a low answer lowers the overall one beyond chance."""
        return self.penalty is not None and self.penalty < -LIKELY * (self.penalty_error or 0)

    @property
    def pleases(self) -> bool:
        """Whether a high answer lifts the overall one beyond chance."""
        return self.reward is not None and self.reward > LIKELY * (self.reward_error or 0)

    @property
    def kind(self) -> str:
        """hygiene, motivator, hybrid (both), neither; unknown where a side is."""
        if self.penalty is None or self.reward is None:
            return "unknown"
        if self.spoils:
            return "hybrid" if self.pleases else "hygiene"
        return "motivator" if self.pleases else "neither"

    @property
    def span(self) -> float:
        """How far the thing moves the overall answer, from low to high."""
        return (self.reward or 0) - (self.penalty or 0)


@dataclass(frozen=True)
class Factors:
    """The things by how far they move the overall answer, over n sheets."""

    factors: tuple[Factor, ...]
    n: int
    r_squared: float


def factors_of(
    keys: tuple[str, ...], answers: Floats, overall: Floats, low: float = LOW, high: float = HIGH
) -> Factors | str:
    """Each column's effects on the overall answer (both on 0–100), or why there are none.

    `not_asked`, `few_answers`, `all_alike`, `not_converged` (things always answered together).
    """
    if not keys or not len(answers):
        return "not_asked"
    if np.ptp(overall) == 0:
        return "all_alike"
    is_low, is_high = answers < low, answers > high
    between = (~is_low & ~is_high).sum(axis=0)
    used = [
        (place, side)
        for place in range(len(keys))
        for side, of_side in enumerate((is_low, is_high))
        if min(between[place], of_side[:, place].sum()) >= EACH_SIDE
    ]
    if not used or len(answers) < EACH_SIDE * (len(used) + 1):
        return "few_answers"
    columns = [(is_low, is_high)[side][:, place] for place, side in used]
    design = np.column_stack([np.ones(len(answers)), *columns]).astype(np.float64)
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return "not_converged"
    slopes, errors, explained = _regressed(design, overall)
    effects = dict(zip(used, zip(slopes[1:], errors[1:], strict=True), strict=True))
    found = []
    for place, key in enumerate(keys):
        penalty, penalty_error = effects.get((place, 0), (None, None))
        reward, reward_error = effects.get((place, 1), (None, None))
        counted = int(is_low[:, place].sum()), int(is_high[:, place].sum())
        performance = float(answers[:, place].mean())
        found.append(
            Factor(key, *counted, penalty, penalty_error, reward, reward_error, performance)
        )
    return Factors(tuple(sorted(found, key=lambda one: -one.span)), len(answers), explained)


def _regressed(design: Floats, overall: Floats) -> tuple[list[float], list[float], float]:
    """Least squares: slopes, their errors, and the share that is explained."""
    inverse = np.linalg.inv(design.T @ design)
    slopes = inverse @ design.T @ overall
    left = overall - design @ slopes
    leverage = np.minimum(np.einsum("ri,ij,rj->r", design, inverse, design), SPENT)
    meat = design.T @ (design * (left**2 / (1 - leverage))[:, None])
    errors = [math.sqrt(max(one, 0.0)) for one in np.diag(inverse @ meat @ inverse)]
    explained = 1 - float(left @ left) / float(((overall - overall.mean()) ** 2).sum())
    return [float(one) for one in slopes], errors, explained
