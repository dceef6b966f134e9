"""Delivered value (Kotler): the value that customers get less what it costs them, as they say.

Values are of product, service, people and image; costs are of money, time, energy and mind. Every
element counts alike, each on 0 to 100 of its scale; for a cost the upper end is dear.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from guanxi.insight.satisfaction.pls import Floats
from guanxi.insight.satisfaction.rates import Rate, mean
from guanxi.surveys.choices import DELIVERED_COSTS, DELIVERED_VALUES

VALUES, COSTS = DELIVERED_VALUES, DELIVERED_COSTS
ELEMENTS = (*VALUES, *COSTS)


@dataclass(frozen=True)
class Delivered:
    """What one firm delivers: its elements over who answered them, the rest over whole sheets."""

    value: Rate
    cost: Rate
    total: Rate
    elements: dict[str, Rate]


@dataclass(frozen=True)
class Difference:
    """One firm less another; `behind` are the elements where it surely does worse, worst first."""

    value: float
    low: float
    high: float
    behind: tuple[str, ...]

    @property
    def is_sure(self) -> bool:
        """Whether chance does not explain it."""
        return self.low > 0 or self.high < 0


def delivered_of(answers: Floats) -> Delivered | None:
    """From sheets by elements (eight columns of 0–100, NaN where left out); None without any.

    A value and its cost are only set off against each other where one respondent gave all.
    """
    whole = answers[~np.any(np.isnan(answers), axis=1)]
    values, costs = whole[:, : len(VALUES)].mean(axis=1), whole[:, len(VALUES) :].mean(axis=1)
    value, cost, total = _mean(values), _mean(costs), _mean(values - costs)
    if value is None or cost is None or total is None:
        return None
    columns = ((key, answers[:, place]) for place, key in enumerate(ELEMENTS))
    found = {key: _mean(column[~np.isnan(column)]) for key, column in columns}
    return Delivered(value, cost, total, {key: one for key, one in found.items() if one})


def compared(ours: Delivered, theirs: Delivered) -> Difference:
    """We less a competitor, with the interval of two independent means."""
    reach = _reach(ours.total, theirs.total)
    off = ours.total.value - theirs.total.value
    better = {
        key: (one.value - theirs.elements[key].value) * (1 if key in VALUES else -1)
        for key, one in ours.elements.items()
        if key in theirs.elements
    }
    behind = [
        key for key, gain in better.items()
        if gain < -_reach(ours.elements[key], theirs.elements[key])
    ]  # fmt: skip
    return Difference(off, off - reach, off + reach, tuple(sorted(behind, key=better.__getitem__)))


def _reach(one: Rate, other: Rate) -> float:
    """Half the interval of a difference; without end where one answer knows none."""
    reach = math.hypot((one.high - one.low) / 2, (other.high - other.low) / 2)
    return math.inf if math.isnan(reach) else reach


def _mean(answers: Floats) -> Rate | None:
    return mean(float(answers.sum()), float((answers**2).sum()), len(answers))
