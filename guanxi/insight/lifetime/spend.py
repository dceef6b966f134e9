"""Gamma-Gamma: what a customer spends on a purchase, drawn towards what customers spend.

Fader and Hardie 2013, "The Gamma-Gamma Model of Monetary Value" (note 025).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.special import digamma, gammaln, polygamma

from guanxi.insight.lifetime.histories import BLOCK, Floats
from guanxi.insight.lifetime.maximum import Fit, Likelihood, maximum

NAMES = ("p", "q", "v")


@dataclass(frozen=True)
class Spending:
    """Mean value of so many purchases, of customers for whom it is above nought."""

    purchases: Floats
    mean: Floats

    def fit(self) -> Fit:
        """The likeliest parameters, in the unit of the values."""
        level = float(np.median(self.mean))
        fit = maximum(Spending(self.purchases, self.mean / level).likelihood, (2.0, 3.0, 2.0))
        scale = np.array([1.0, 1.0, level])
        return Fit(
            fit.values * scale,
            fit.log_likelihood - len(self.mean) * float(np.log(level)),
            fit.covariance * np.outer(scale, scale),
            fit.iterations,
            fit.converged,
        )

    @cached_property
    def by_purchases(self) -> tuple[Floats, Floats]:
        """The numbers of purchases that occur, and how many customers have each."""
        counts, place = np.unique(self.purchases, return_inverse=True)
        return counts, np.bincount(place).astype(np.float64)

    @cached_property
    def logarithms(self) -> tuple[float, float]:
        """Sums that hold under any parameters: of n·ln(n·mean), and of ln(mean)."""
        total = float(self.purchases @ np.log(self.purchases * self.mean))
        return total, float(np.log(self.mean).sum())

    def likelihood(self, values: Floats) -> Likelihood:
        """The log-likelihood, with analytic gradient and Hessian."""
        p, q, v = values
        counts, customers = self.by_purchases
        size, by = len(self.mean), counts * p
        known, means = self.logarithms
        sums = self._sums(values)
        value = (
            customers @ (gammaln(by + q) - gammaln(by))
            + size * (q * np.log(v) - gammaln(q))
            + p * known - means - p * sums.weighted_log - q * sums.log
        )  # fmt: skip
        gradient = [
            customers @ (counts * (digamma(by + q) - digamma(by))) + known - sums.weighted_log,
            customers @ digamma(by + q) + size * (np.log(v) - digamma(q)) - sums.log,
            size * q / v - sums.spread,
        ]
        pq = customers @ (counts * polygamma(1, by + q))
        pv, qv = -sums.weighted_part, size / v - sums.part
        hessian = [
            [customers @ (counts**2 * (polygamma(1, by + q) - polygamma(1, by))), pq, pv],
            [pq, customers @ polygamma(1, by + q) - size * polygamma(1, q), qv],
            [pv, qv, sums.spread_square - size * q / v**2],
        ]
        return Likelihood(float(value), np.array(gradient), np.array(hessian))

    def _sums(self, values: Floats) -> "_Sums":
        p, q, v = values
        found = np.zeros(6)
        for start in range(0, len(self.mean), BLOCK):
            n = self.purchases[start : start + BLOCK]
            level = v + n * self.mean[start : start + BLOCK]
            logs, part = np.log(level), 1 / level
            spread = (p * n + q) * part
            found += logs.sum(), n @ logs, part.sum(), n @ part, spread.sum(), spread @ part
        return _Sums(*found)


@dataclass(frozen=True)
class _Sums:
    """Sums over customers of terms in v + n·mean, the level."""

    log: float
    weighted_log: float
    part: float
    weighted_part: float
    spread: float
    spread_square: float


@dataclass(frozen=True)
class Spend:
    """Of a customer's value per purchase: its mean, and the mean of its square given the mean."""

    mean: Floats
    rate_square: Floats
    shape: float

    def where(self, chosen: npt.NDArray[np.bool_]) -> "Spend":
        """That of the chosen customers."""
        return Spend(self.mean[chosen], self.rate_square[chosen], self.shape)

    def square_of_sum(self, count: Floats, count_square: Floats) -> Floats:
        """The mean square of the sum over a number of purchases with these two moments."""
        p = self.shape
        return self.rate_square * (p * count + p**2 * count_square)


def expected_spend(values: Floats, purchases: Floats, mean: Floats) -> Spend:
    """What each customer will spend on a purchase; those never seen are as the others."""
    p, q, v = values
    shape, level = q + p * purchases, v + purchases * mean
    # With a shape up to 2 the square has no mean; the mean itself is then all that is known.
    above = np.maximum(shape - 2, 0.1)
    return Spend(p * level / (shape - 1), level**2 / ((shape - 1) * above), float(p))
