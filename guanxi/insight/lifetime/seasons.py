"""BG/BB: customers who may buy at set times only, such as once a year, and may stop after each.

Fader, Hardie and Shang 2010, "Customer-Base Analysis in a Discrete-Time Noncontractual Setting".
At each opportunity an active customer stops with chance θ ~ Beta(gamma, delta), else buys with
chance p ~ Beta(alpha, beta).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, digamma, logsumexp, polygamma

from guanxi.insight.lifetime.histories import Floats
from guanxi.insight.lifetime.maximum import Fit, Likelihood, maximum

NAMES = ("alpha", "beta", "gamma", "delta")


@dataclass(frozen=True)
class Seasons:
    """Customers with the same history counted together.

    `bought` are the opportunities taken, `last` the number of the last one taken (0 for none),
    `seen` how many there have been, `customers` how many share the history.
    """

    bought: Floats
    last: Floats
    seen: Floats
    customers: Floats

    def fit(self) -> Fit:
        """The likeliest distribution of the chances to buy and to stop."""
        return maximum(self.likelihood, (1.0, 1.0, 1.0, 1.0))

    def logs(self, values: Floats) -> Floats:
        """The logarithm of the chance of one order of each history."""
        return np.asarray(logsumexp(self._ways(values), axis=1))

    def likelihood(self, values: Floats) -> Likelihood:
        """The log-likelihood, with analytic gradient and Hessian."""
        ways = self._ways(values)
        each = logsumexp(ways, axis=1)
        weight = np.exp(ways - each[:, None])
        slopes, curves = self._slopes(values)
        mean = np.einsum("cw,cwi->ci", weight, slopes)
        spread = np.einsum("cw,cwi,cwj->cij", weight, slopes, slopes)
        spread += np.einsum("cw,cwij->cij", weight, curves)
        spread -= mean[:, :, None] * mean[:, None, :]
        return Likelihood(
            float(self.customers @ each),
            self.customers @ mean,
            np.einsum("c,cij->ij", self.customers, spread),
        )

    def _stops(self) -> tuple[Floats, Floats]:
        """Until when each may have been active, and one where it stopped then; −1 cannot be."""
        most = int((self.seen - self.last).max(initial=0))
        until = self.last[:, None] + np.arange(most + 1)
        until = np.where(until <= self.seen[:, None], until, -1.0)
        return until, (until < self.seen[:, None]).astype(np.float64)

    def _ways(self, values: Floats) -> Floats:
        a, b, c, d = values
        until, stopped = self._stops()
        active = np.maximum(until, self.bought[:, None])
        x = self.bought[:, None]
        found = betaln(a + x, b + active - x) - betaln(a, b)
        found += betaln(c + stopped, d + active) - betaln(c, d)
        return np.where(until >= 0, found, -np.inf)

    def _slopes(self, values: Floats) -> tuple[Floats, Floats]:
        """First and second derivatives of the logarithm of each way."""
        a, b, c, d = values
        until, stopped = self._stops()
        active = np.maximum(until, self.bought[:, None])
        x = self.bought[:, None]
        slopes = np.zeros((*until.shape, 4))
        curves = np.zeros((*until.shape, 4, 4))
        pairs = ((0, a, b, x + 0 * active, active - x), (2, c, d, stopped, active))
        for place, one, other, first, second in pairs:
            whole = digamma(one + other) - digamma(one + other + first + second)
            slopes[..., place] = digamma(one + first) - digamma(one) + whole
            slopes[..., place + 1] = digamma(other + second) - digamma(other) + whole
            joint = polygamma(1, one + other + first + second) - polygamma(1, one + other)
            curves[..., place : place + 2, place : place + 2] = -joint[..., None, None]
            curves[..., place, place] += polygamma(1, one + first) - polygamma(1, one)
            curves[..., place + 1, place + 1] += polygamma(1, other + second) - polygamma(1, other)
        return slopes, curves


def alive(values: Floats, histories: Seasons) -> Floats:
    """The chance that each is still active at the next opportunity."""
    a, b, c, d = values
    x, n = histories.bought, histories.seen
    still = betaln(a + x, b + n - x) - betaln(a, b) + betaln(c, d + n + 1) - betaln(c, d)
    return np.asarray(np.exp(still - histories.logs(values)))


def ahead(values: Floats, histories: Seasons, opportunities: int) -> Floats:
    """Purchases to expect of each at so many further opportunities."""
    a, b, c, d = values
    x, n = histories.bought, histories.seen
    bought = betaln(a + x + 1, b + n - x) - betaln(a, b)
    later = np.arange(1, opportunities + 1)
    stays = np.exp(betaln(c, d + n[:, None] + later) - betaln(c, d)).sum(axis=1)
    return np.asarray(np.exp(bought - histories.logs(values)) * stays)


def newcomer(values: Floats, opportunities: int) -> float:
    """Purchases to expect of a new customer at its first opportunities."""
    nobody = np.zeros(1)
    return float(ahead(values, Seasons(nobody, nobody, nobody, nobody + 1), opportunities)[0])
