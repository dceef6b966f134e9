"""Drivers of customer equity: which sub-drivers move the intent to buy again, by a logit.

Rust, Lemon & Zeithaml 2004: value, brand and relationship equity, each with its sub-drivers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from guanxi.insight.satisfaction.pls import Floats

# The first letter of a sub-driver's code says which equity it belongs to.
EQUITIES = {"V": "value", "B": "brand", "R": "relationship"}
MOST_STEPS = 50
SETTLED = 1e-9
# So many of the rarer answer for each sub-driver at least (Peduzzi 1996).
EVENTS_A_DRIVER = 10
# A slope beyond this on standardised answers means that they part the intents completely.
PARTED = 12.0


@dataclass(frozen=True)
class Logit:
    """A logit fitted by Newton's method; the first coefficient is the constant."""

    coefficients: Floats
    errors: Floats
    log_likelihood: float
    null_likelihood: float
    n: int


@dataclass(frozen=True)
class SubDriver:
    """One sub-driver: its slope with error and p, and what a standard deviation more of it does.

    `effect` is in points of the chance that a mean customer intends to buy again.
    """

    key: str
    equity: str
    slope: float
    error: float
    p: float
    effect: float
    performance: float


@dataclass(frozen=True)
class EquityDrivers:
    """Sub-drivers by their effect, the share of each equity in it, and how well the model fits."""

    drivers: tuple[SubDriver, ...]
    shares: dict[str, float]
    intent: float
    fit: Logit

    @property
    def pseudo_r_squared(self) -> float:
        """McFadden's: how much better than one chance for all."""
        return 1 - self.fit.log_likelihood / self.fit.null_likelihood


def fit_logit(answers: Floats, chosen: Floats) -> Logit | None:
    """The logit of a choice (0 or 1) on the columns; None where it does not settle."""
    design = np.column_stack([np.ones(len(answers)), answers])
    slopes = np.zeros(design.shape[1])
    for _step in range(MOST_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ slopes, -35, 35)))
        information = design.T @ (design * (chance * (1 - chance))[:, None])
        try:
            move = np.linalg.solve(information, design.T @ (chosen - chance))
        except np.linalg.LinAlgError:
            return None
        slopes = slopes + move
        if np.max(np.abs(move)) < SETTLED:
            return _fitted(design, chosen, slopes, information)
    return None


def equity_drivers(keys: tuple[str, ...], answers: Floats, intends: Floats) -> EquityDrivers | str:
    """The sub-drivers ranked by effect on the intent, or why there are none.

    `few_answers`, `all_alike` (everybody intends the same), `not_converged`.
    """
    rarer = int(min(np.sum(intends), len(intends) - np.sum(intends)))
    if len(intends) and rarer == 0:
        return "all_alike"
    varying = np.ptp(answers, axis=0) > 0 if len(answers) else np.zeros(len(keys), dtype=bool)
    if not varying.any() or rarer < EVENTS_A_DRIVER * int(np.sum(varying)):
        return "few_answers"
    kept, used = answers[:, varying], [key for key, one in zip(keys, varying, strict=True) if one]
    spread = np.std(kept, axis=0, ddof=1)
    fit = fit_logit((kept - np.mean(kept, axis=0)) / spread, intends)
    if fit is None or float(np.max(np.abs(fit.coefficients))) > PARTED:
        return "not_converged"
    return _ranked(used, kept, float(np.mean(intends)), fit)


def _ranked(keys: list[str], answers: Floats, intent: float, fit: Logit) -> EquityDrivers:
    base = 1 / (1 + np.exp(-fit.coefficients[0]))
    found = []
    for place, key in enumerate(keys, start=1):
        slope, error = float(fit.coefficients[place]), float(fit.errors[place])
        moved = 1 / (1 + np.exp(-fit.coefficients[0] - slope))
        found.append(
            SubDriver(
                key=key,
                equity=EQUITIES.get(key[:1].upper(), ""),
                slope=slope,
                error=error,
                p=float(2 * ndtr(-abs(slope / error))),
                effect=float(moved - base),
                performance=float(np.mean(answers[:, place - 1])),
            )
        )
    whole = sum(abs(one.effect) for one in found) or 1.0
    shares = {
        equity: sum(abs(one.effect) for one in found if one.equity == equity) / whole
        for equity in EQUITIES.values()
    }
    ranked = tuple(sorted(found, key=lambda one: -abs(one.effect)))
    return EquityDrivers(ranked, shares, intent, fit)


def _fitted(design: Floats, chosen: Floats, slopes: Floats, information: Floats) -> Logit:
    odds = design @ slopes
    likelihood = float(np.sum(chosen * odds - np.logaddexp(0, odds)))
    n, part = len(chosen), float(np.mean(chosen))
    null = n * (part * np.log(part) + (1 - part) * np.log(1 - part)) if 0 < part < 1 else 0.0
    errors = np.sqrt(np.diag(np.linalg.inv(information)))
    return Logit(slopes, errors, likelihood, float(null), n)
