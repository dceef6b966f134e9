"""Ways to carry many series on at once: each takes histories as rows and gives as many steps more.

Nothing here is fitted slowly: smoothing constants come from a short list, the best for each series
by its one-step errors. Sources: Croston 1972 with the correction of Syntetos and Boylan 2005;
Teunter, Syntetos and Babai 2011; Assimakopoulos and Nikolopoulos 2000; Winters 1960.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from guanxi.insight.lifetime.histories import Floats
from guanxi.insight.measures import Text

CONSTANTS = np.array([0.05, 0.1, 0.2, 0.3, 0.5])
SLOPES = np.array([0.05, 0.2])
SEASONS = np.array([0.1, 0.4])
DAMPING = 0.9
TINY = 1e-12


@dataclass(frozen=True)
class Method:
    """One way; `carry_on(history, horizon, season)` gives one row for each row of the history.

    `needs` is the least number of seasons that a history must have; 0 where none matter.
    """

    key: str
    label: Text
    carry_on: Callable[[Floats, int, int], Floats]
    needs: int = 0

    def can_carry(self, length: int, season: int) -> bool:
        """Whether histories so long suffice."""
        return length >= max(2, self.needs * season)


def naive(history: Floats, horizon: int, season: int) -> Floats:
    """As it was last."""
    return np.repeat(history[:, -1:], horizon, axis=1)


def seasonal_naive(history: Floats, horizon: int, season: int) -> Floats:
    """As it was one season ago."""
    places = history.shape[1] - season + np.arange(horizon) % season
    return history[:, places]


def moving_average(span: int) -> Callable[[Floats, int, int], Floats]:
    """The mean of the last so many."""

    def carry_on(history: Floats, horizon: int, season: int) -> Floats:
        return np.repeat(history[:, -span:].mean(axis=1, keepdims=True), horizon, axis=1)

    return carry_on


def smoothed(history: Floats) -> tuple[Floats, Floats]:
    """The level of simple exponential smoothing, and the constant chosen, for each series."""
    level = np.repeat(history[:, :1], len(CONSTANTS), axis=1)
    lost = np.zeros_like(level)
    for step in history.T[1:]:
        error = step[:, None] - level
        lost += error**2
        level = level + CONSTANTS * error
    return _picked(level, lost), CONSTANTS[lost.argmin(axis=1)]


def theta(history: Floats, horizon: int, season: int) -> Floats:
    """Smoothing with half the slope of the straight line."""
    length = history.shape[1]
    level, constant = smoothed(history)
    middle = np.arange(length) - (length - 1) / 2
    slope = (history @ middle) / (middle @ middle)
    ahead = np.arange(horizon) + ((1 - (1 - constant) ** length) / constant)[:, None]
    return np.asarray(level[:, None] + slope[:, None] / 2 * ahead)


def croston(history: Floats, horizon: int, season: int) -> Floats:
    """The size of a sale over the gap between sales, for series with many zeros."""
    sold = history != 0
    some = np.maximum(sold.sum(axis=1), 1)
    size = np.repeat((history.sum(axis=1) / some)[:, None], len(CONSTANTS), axis=1)
    gap = np.repeat((history.shape[1] / some)[:, None], len(CONSTANTS), axis=1)
    lost, waited = np.zeros_like(size), np.ones(len(history))
    for step, comes in zip(history.T, sold.T, strict=True):
        lost += (step[:, None] - size / gap) ** 2
        share = CONSTANTS * comes[:, None]
        size += share * (step[:, None] - size)
        gap += share * (waited[:, None] - gap)
        waited = np.where(comes, 1, waited + 1)
    rate = _picked((1 - CONSTANTS / 2) * size / gap, lost)
    return np.repeat((rate * sold.any(axis=1))[:, None], horizon, axis=1)


def tsb(history: Floats, horizon: int, season: int) -> Floats:
    """The size of a sale times the chance of one, which falls while nothing is sold."""
    sold = history != 0
    some = np.maximum(sold.sum(axis=1), 1)
    size = np.repeat((history.sum(axis=1) / some)[:, None], len(CONSTANTS), axis=1)
    chance = np.repeat(sold.mean(axis=1)[:, None], len(CONSTANTS), axis=1)
    lost = np.zeros_like(size)
    for step, comes in zip(history.T, sold.T, strict=True):
        lost += (step[:, None] - size * chance) ** 2
        size += CONSTANTS * comes[:, None] * (step[:, None] - size)
        chance += CONSTANTS * (comes[:, None] - chance)
    return np.repeat(_picked(size * chance, lost)[:, None], horizon, axis=1)


def holt(history: Floats, horizon: int, season: int) -> Floats:
    """Level and slope, the slope fading with the distance."""
    levels, slopes = (one.ravel() for one in np.meshgrid(CONSTANTS, SLOPES))
    level = np.repeat(history[:, :1], len(levels), axis=1)
    slope = np.zeros_like(level)
    lost = np.zeros_like(level)
    for step in history.T[1:]:
        before, foreseen = level, level + DAMPING * slope
        error = step[:, None] - foreseen
        lost += error**2
        level = foreseen + levels * error
        slope = slopes * (level - before) + (1 - slopes) * DAMPING * slope
    fading = np.cumsum(DAMPING ** np.arange(1, horizon + 1))
    return _picked(level, lost)[:, None] + _picked(slope, lost)[:, None] * fading


def holt_winters(history: Floats, horizon: int, season: int) -> Floats:
    """Level, fading slope and a season that is added."""
    levels, seasons = (one.ravel() for one in np.meshgrid(CONSTANTS, SEASONS))
    first = history[:, :season]
    level = np.repeat(first.mean(axis=1, keepdims=True), len(levels), axis=1)
    slope, lost = np.zeros_like(level), np.zeros_like(level)
    turns = [np.repeat((one - first.mean(axis=1))[:, None], len(levels), axis=1) for one in first.T]
    for place, step in enumerate(history.T[season:]):
        turn, before = turns[place % season], level
        foreseen = level + DAMPING * slope
        error = step[:, None] - foreseen - turn
        lost += error**2
        level = foreseen + levels * error
        slope = SLOPES[0] * (level - before) + (1 - SLOPES[0]) * DAMPING * slope
        turns[place % season] = turn + seasons * (1 - levels) * error
    fading = np.cumsum(DAMPING ** np.arange(1, horizon + 1))
    ahead = _picked(level, lost)[:, None] + _picked(slope, lost)[:, None] * fading
    at = history.shape[1] - season + np.arange(horizon)
    return ahead + np.stack([_picked(turns[one % season], lost) for one in at], axis=1)


def blend(history: Floats, horizon: int, season: int) -> Floats:
    """The mean of methods that err differently."""
    parts = [one(history, horizon, season) for one in (moving_average(8), tsb, theta)]
    return np.asarray(np.mean(parts, axis=0))


def _picked(states: Floats, lost: Floats) -> Floats:
    """Of each row the state whose errors were least."""
    return np.asarray(states[np.arange(len(states)), lost.argmin(axis=1)])
