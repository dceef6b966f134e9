"""BG/NBD and MBG/NBD: buying at a steady rate of one's own, and perhaps stopping after a purchase.

Fader, Hardie and Lee 2005, "Counting Your Customers" the Easy Way; Batislam, Denizel and Filiztekin
2007 for the variant in which a customer may stop right after the first purchase.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, digamma, gammaln, polygamma

from guanxi.insight.lifetime.ahead import Ahead
from guanxi.insight.lifetime.histories import Floats, Histories
from guanxi.insight.lifetime.jacobi import beta_nodes
from guanxi.insight.lifetime.maximum import Fit, Likelihood, likeliest

START = (0.5, 1.0, 1.0, 3.0)


@dataclass(frozen=True)
class BetaGeometric:
    """Purchases at rate λ ~ Gamma(r, alpha); stopping with chance p ~ Beta(a, b) after each one.

    `chances` is how often a customer with no repeat purchase has had the chance to stop.
    """

    key: str
    label: str
    chances: int
    names: tuple[str, ...] = ("r", "alpha", "a", "b")

    def fit(self, histories: Histories) -> Fit:
        """The likeliest parameters, times in weeks."""
        rate = histories.rate
        r, _, a, b = START
        return likeliest(self.likelihood, histories, (r, r / rate, a, b))

    def likelihood(self, histories: Histories, values: Floats) -> Likelihood:
        """The log-likelihood of the histories, with analytic gradient and Hessian."""
        value, gradient, hessian = self._by_repeats(histories, values)
        for block in histories.blocks():
            value += self._add(block, values, gradient, hessian)
        return Likelihood(value, gradient, np.tril(hessian) + np.tril(hessian, -1).T)

    def alive(self, values: Floats, repeats: Floats, recency: Floats, age: Floats) -> Floats:
        """The probability that each is still a customer."""
        r, alpha, a, b = values
        chances = repeats + self.chances
        before = np.where(chances > 0, b + chances - 1, 1.0)
        ratio = (r + repeats) * np.log((alpha + age) / (alpha + recency))
        gone = np.where(chances > 0, a / before * np.exp(ratio), 0.0)
        return np.asarray(1 / (1 + gone))

    def ahead(self, values: Floats, repeats: Floats, age: Floats, span: Floats) -> Ahead:
        """Purchases in the next `span` weeks by customers who are alive."""
        r, alpha, a, b = values
        counts, place = np.unique(repeats, return_inverse=True)
        p, weight = (found[place] for found in beta_nodes(a, b + counts + self.chances))
        power, tau = (r + repeats)[:, None], (span / (alpha + age))[:, None]
        kept = power * np.log1p(p * tau)
        mean = (weight * -np.expm1(-kept) / p).sum(axis=1)
        more = -np.expm1(-kept) - p * (1 - p) * power * tau * np.exp(-kept) / (1 + p * tau)
        pairs = 2 * (weight * more / p**2).sum(axis=1)
        none = np.exp(-power * np.log1p(tau))[:, 0]
        return Ahead(mean, pairs - mean, none)

    def newcomer(self, values: Floats, span: float) -> float:
        """Repeat purchases expected of a new customer within `span` weeks of the first."""
        zero = np.zeros(1)
        stays = values[3] / (values[2] + values[3]) if self.chances else 1.0
        return float(stays * self.ahead(values, zero, zero, zero + span).mean[0])

    def _add(self, block: Histories, values: Floats, gradient: Floats, hessian: Floats) -> float:
        """Adds what the times say to gradient and Hessian (its lower half); their likelihood."""
        x, n = block.repeats, block.customers
        r, alpha, a, b = values
        survived, ended = alpha + block.age, alpha + block.recency
        late, early = 1 / survived, 1 / ended
        longest = np.log(survived)
        difference = longest - np.log(ended)
        power, chances = r + x, x + self.chances
        before = np.where(chances > 0, b + chances - 1, 1.0)
        z = np.where(chances > 0, np.log(a / before) + power * difference, -np.inf)
        small = np.exp(-np.abs(z))
        gone = np.where(z > 0, 1.0, small) / (1 + small)
        dead = n * gone
        slopes = (difference, power * (late - early), np.full_like(x, 1 / a), -1 / before)
        gradient += [dead @ slope for slope in slopes]
        gradient[:2] -= (n @ longest, n @ (power * late))
        spread = dead * (1 - gone)
        for i, one in enumerate(slopes):
            weighted = spread * one
            for j in range(i + 1):
                hessian[i, j] += weighted @ slopes[j]
        hessian[1, 0] += dead @ (late - early) - n @ late
        hessian[1, 1] += dead @ (power * (early**2 - late**2)) + n @ (power * late**2)
        hessian[2, 2] -= dead.sum() / a**2
        hessian[3, 3] += dead @ slopes[3] ** 2
        return float(n @ (np.maximum(z, 0) + np.log1p(small) - power * longest))

    def _by_repeats(self, histories: Histories, values: Floats) -> tuple[float, Floats, Floats]:
        """The terms that depend on the number of purchases alone."""
        r, alpha, a, b = values
        by, customers = histories.by_repeats, histories.customers.sum()
        x, k = by.values, by.values + self.chances
        value = by.sum(gammaln(r + x) + betaln(a, b + k)) + customers * float(
            r * np.log(alpha) - gammaln(r) - betaln(a, b)
        )
        together = by.sum(digamma(a + b) - digamma(a + b + k))
        gradient = np.array(
            [
                by.sum(digamma(r + x)) + customers * float(np.log(alpha) - digamma(r)),
                customers * r / alpha,
                together,
                together + by.sum(digamma(b + k) - digamma(b)),
            ]
        )
        hessian = np.zeros((4, 4))
        joint = by.sum(polygamma(1, a + b) - polygamma(1, a + b + k))
        hessian[0, 0] = by.sum(polygamma(1, r + x) - polygamma(1, r))
        hessian[1, :2] = customers / alpha, -customers * r / alpha**2
        hessian[2, 2] = hessian[3, 2] = joint
        hessian[3, 3] = joint + by.sum(polygamma(1, b + k) - polygamma(1, b))
        return value, gradient, hessian


BG_NBD = BetaGeometric("bgnbd", "BG/NBD", 0)
MBG_NBD = BetaGeometric("mbgnbd", "MBG/NBD", 1)
