"""Choosing a method for each series by what it would have erred, and how far off it may be."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from guanxi.insight.forecast.methods import Method
from guanxi.insight.lifetime.histories import Floats

ORIGINS = 4
# How much the errors of all series together count beside those of the one.
COMMON = 2.0
# Borders of a range that holds with a chance of 80 %, in standard deviations.
LIKELY_SPREAD = 1.2816


@dataclass(frozen=True)
class Forecasts:
    """What is foretold of each series, with a range of 80 %, and how the method stood its trials.

    `errors` are mean absolute errors over the rolling origins, `naive` those of the plain line;
    `scale` is the mean step of a history, by which errors are measured (MASE); `level` the mean of
    what came in the trials (WAPE). `bias` is what was foretold beyond what came, of `level`.
    """

    ahead: Floats
    low: Floats
    high: Floats
    chosen: NDArray[np.int64]
    errors: Floats
    naive: Floats
    bias: Floats
    scale: Floats
    level: Floats


def foretell(
    history: Floats, horizon: int, season: int, methods: Sequence[Method], plain: int = 0
) -> Forecasts:
    """Each series carried on by the method that erred least on its own past, never looking ahead.

    `plain` is the place of the naive method, beside which the others are shown.
    """
    ends = origins(history.shape[1], horizon)
    trials = [_trial(history, end, horizon, season, methods) for end in ends]
    came = np.stack([history[:, end : end + horizon] for end in ends])
    off = np.stack(trials) - came[:, None]
    errors = np.abs(off).mean(axis=(0, 3))
    scale = steps(history)
    relative = errors / np.maximum(scale, _smallest(scale))
    usable = np.array([one.can_carry(ends[-1], season) for one in methods])
    score = relative + COMMON * relative.mean(axis=1, keepdims=True)
    score[~usable] = np.inf
    chosen = score.argmin(axis=0)
    rows = np.arange(len(history))
    ahead = _trial(history, history.shape[1], horizon, season, methods)[chosen, rows]
    spread = LIKELY_SPREAD * _spread(off[:, chosen, rows])
    floor = np.where(history.min(axis=1) >= 0, 0.0, -np.inf)[:, None]
    level = came.mean(axis=(0, 2))
    return Forecasts(
        ahead=np.maximum(ahead, floor),
        low=np.maximum(ahead - spread, floor),
        high=ahead + spread,
        chosen=chosen,
        errors=errors[chosen, rows],
        naive=errors[plain],
        bias=off[:, chosen, rows].mean(axis=(0, 2)),
        scale=scale,
        level=level,
    )


def origins(length: int, horizon: int) -> list[int]:
    """The ends of the pasts from which the methods are tried, the earliest first."""
    ends = [length - horizon * back for back in range(ORIGINS, 0, -1)]
    return [end for end in ends if end >= max(2, length // 3)] or [max(2, length - horizon)]


def steps(history: Floats) -> Floats:
    """The mean step from one value to the next, by which errors are scaled."""
    return np.asarray(np.abs(np.diff(history, axis=1)).mean(axis=1))


def _trial(
    history: Floats, end: int, horizon: int, season: int, methods: Sequence[Method]
) -> Floats:
    """What every method foretells from the past up to `end`; the plain line where it cannot."""
    past = history[:, :end]
    plain = np.repeat(past[:, -1:], horizon, axis=1)
    return np.stack(
        [
            one.carry_on(past, horizon, season) if one.can_carry(end, season) else plain
            for one in methods
        ]
    )


def _spread(off: Floats) -> Floats:
    """The standard deviation of the errors at each distance, for each series.

    A series has few trials, so that its own size of error is joined with how errors grow with the
    distance over all series.
    """
    own = np.sqrt((off**2).mean(axis=(0, 2)))
    scaled = off / np.maximum(own, _smallest(own))[None, :, None]
    growth = np.sqrt((scaled**2).mean(axis=(0, 1)))
    growing = np.maximum.accumulate(growth) if growth.any() else np.ones(off.shape[2])
    return np.asarray(own[:, None] * growing)


def _smallest(values: Floats) -> float:
    """What to divide by where a value is zero."""
    found = values[values > 0]
    return float(found.min()) if len(found) else 1.0
