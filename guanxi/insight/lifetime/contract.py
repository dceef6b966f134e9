"""Shifted beta-geometric: how long customers under contract renew.

Fader and Hardie 2007, "How to Project Customer Retention".
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import betaln, digamma, polygamma

from guanxi.insight.lifetime.histories import Floats
from guanxi.insight.lifetime.maximum import Fit, Likelihood, maximum

NAMES = ("alpha", "beta")
FOREVER = 4_000


@dataclass(frozen=True)
class Renewals:
    """Customers by the period in which they ended, and those who renewed every time.

    `ended[0]` ended in the first period; `staying` have lasted all `len(ended)` periods, and
    `seen[0]` were last seen after one, so that what they did next is not known yet.
    """

    ended: Floats
    staying: float
    seen: Floats = field(default_factory=lambda: np.zeros(0))

    @property
    def customers(self) -> float:
        """How many they are."""
        return float(self.ended.sum() + self.staying + self.seen.sum())

    def fit(self) -> Fit:
        """The likeliest distribution of the chance to end in a period."""
        return maximum(self.likelihood, (1.0, 1.0))

    def likelihood(self, values: Floats) -> Likelihood:
        """The log-likelihood, with analytic gradient and Hessian."""
        a, b = values
        t = np.arange(1, len(self.ended) + 1)
        known = np.arange(1, len(self.seen) + 1)
        counts = np.concatenate([self.ended, [self.staying], self.seen])
        first = np.append(np.ones(len(t)), np.zeros(1 + len(known)))
        second = np.concatenate([t - 1, [len(t)], known]).astype(np.float64)
        value = counts @ (betaln(a + first, b + second) - betaln(a, b))
        joint = digamma(a + b) - digamma(a + b + first + second)
        gradient = np.array(
            [
                counts @ (digamma(a + first) - digamma(a) + joint),
                counts @ (digamma(b + second) - digamma(b) + joint),
            ]
        )
        cross = counts @ (polygamma(1, a + b) - polygamma(1, a + b + first + second))
        hessian = np.full((2, 2), cross)
        hessian[0, 0] += counts @ (polygamma(1, a + first) - polygamma(1, a))
        hessian[1, 1] += counts @ (polygamma(1, b + second) - polygamma(1, b))
        return Likelihood(float(value), gradient, hessian)


def survival(values: Floats, periods: int) -> Floats:
    """The share of customers still there after 1, 2, … periods."""
    a, b = values
    t = np.arange(1, periods + 1)
    return np.cumprod((b + t - 1) / (a + b + t - 1))


def residual_lifetime(values: Floats, renewed: int, rate: float) -> float:
    """Discounted renewals still to come of a customer who has renewed so many times.

    `rate` is the discount of one period; the next renewal is due now, just before it is made.
    """
    shares = survival(values, renewed + FOREVER + 1)
    before = shares[renewed - 1] if renewed else 1.0
    later = shares[renewed:]
    return float((later / before) @ (1 + rate) ** -np.arange(len(later)))
