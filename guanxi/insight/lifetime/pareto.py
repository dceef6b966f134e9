"""Pareto/NBD: buying at a steady rate of one's own, and stopping at any moment, unseen.

Schmittlein, Morrison and Colombo 1987. The integral over the moment of stopping is taken by
Gauss–Legendre in a variable in which it is smooth, so no hypergeometric function is needed and
gradient and Hessian come from the same nodes.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma, gammaln, polygamma

from guanxi.insight.lifetime.ahead import Ahead
from guanxi.insight.lifetime.histories import Floats, Histories
from guanxi.insight.lifetime.maximum import Fit, Likelihood, likeliest

NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)
# Nodes are set closer where the integrand, in the variable taken, bends.
STRETCH = 3
START = (0.5, 1.0, 0.5, 10.0)


@dataclass(frozen=True)
class ParetoNbd:
    """Purchases at rate λ ~ Gamma(r, alpha); stopping at rate μ ~ Gamma(s, beta)."""

    key: str = "paretonbd"
    label: str = "Pareto/NBD"
    names: tuple[str, ...] = ("r", "alpha", "s", "beta")

    def fit(self, histories: Histories) -> Fit:
        """The likeliest parameters, times in weeks."""
        rate = histories.rate
        r, _, s, beta = START
        return likeliest(self.likelihood, histories, (r, r / rate, s, beta))

    def likelihood(self, histories: Histories, values: Floats) -> Likelihood:
        """The log-likelihood of the histories, with analytic gradient and Hessian."""
        r, alpha, s, beta = values
        by, size = histories.by_repeats, histories.customers.sum()
        value = by.sum(gammaln(r + by.values)) + size * float(
            r * np.log(alpha) - gammaln(r) + s * np.log(beta)
        )
        gradient = np.array(
            [
                by.sum(digamma(r + by.values)) + size * (np.log(alpha) - digamma(r)),
                size * r / alpha,
                size * np.log(beta),
                size * s / beta,
            ]
        )
        hessian = np.zeros((4, 4))
        for block in histories.blocks():
            n = block.customers
            total, mean, square = _endings(block, values)
            value += float(n @ total)
            gradient += [n @ one for one in mean]
            for (i, j), term in square.items():
                hessian[i, j] += n @ (term - mean[i] * mean[j])
        hessian[0, 0] += by.sum(polygamma(1, r + by.values) - polygamma(1, r))
        hessian[1, 0] += size / alpha
        hessian[1, 1] -= size * r / alpha**2
        hessian[3, 2] += size / beta
        hessian[3, 3] -= size * s / beta**2
        return Likelihood(value, gradient, np.tril(hessian) + np.tril(hessian, -1).T)

    def alive(self, values: Floats, repeats: Floats, recency: Floats, age: Floats) -> Floats:
        """The probability that each is still a customer."""
        blocks = Histories.of(repeats, recency, age).blocks()
        parts = [_stayed(values, b.repeats, b.age) - _ended(b, values) for b in blocks]
        return np.exp(np.concatenate(parts or [np.zeros(0)]))

    def ahead(self, values: Floats, repeats: Floats, age: Floats, span: Floats) -> Ahead:
        """Purchases in the next `span` weeks by customers who are alive."""
        r, alpha, s, beta = values
        power, since, held = r + repeats, alpha + age, beta + age
        longer = np.log1p(span / held)
        lives = held * _growth(1 - s, longer)
        squares = 2 * (held**2 * _growth(2 - s, longer) - held * lives)
        mean = power / since * lives
        pairs = power * (power + 1) / since**2 * squares
        u = (NODES + 1) / 2 * span[:, None]
        ended = s / (held[:, None] + u) * (1 + u / held[:, None]) ** -s
        silent = (1 + u / since[:, None]) ** -power[:, None]
        none = np.exp(-s * longer) * (1 + span / since) ** -power
        none = none + (ended * silent * WEIGHTS).sum(axis=1) * span / 2
        return Ahead(mean, pairs + mean, none)

    def newcomer(self, values: Floats, span: float) -> float:
        """Repeat purchases expected of a new customer within `span` weeks of the first."""
        zero = np.zeros(1)
        return float(self.ahead(values, zero, zero, zero + span).mean[0])


@dataclass(frozen=True)
class _Way:
    """One way in which histories may have ended: the log of its term, and when it was."""

    term: Floats
    moment: Floats
    exponent: float
    is_end: float


def _ways(block: Histories, values: Floats) -> list[_Way]:
    """Still alive, or stopped at one of the nodes between the last purchase and now."""
    r, alpha, s, beta = values
    last, age = block.recency, block.age
    fall = r + block.repeats + s
    reach = ((alpha + last) / (alpha + age)) ** fall
    scale = np.log(s) - fall * np.log(alpha + last) - np.log(fall)
    ways = [_Way(_stayed(values, block.repeats, age), age, s, 0.0)]
    for node, weight in zip(NODES, WEIGHTS, strict=True):
        u = (node + 1) / 2
        w = reach + (1 - reach) * u**STRETCH
        moment = np.clip((alpha + last) * w ** (-1 / fall) - alpha, last, age)
        smooth = (s + 1) * np.log((alpha + moment) / (beta + moment))
        with np.errstate(divide="ignore"):
            length = np.log((1 - reach) * (weight / 2 * STRETCH * u ** (STRETCH - 1)))
        ways.append(_Way(scale + smooth + length, moment, s + 1, 1.0))
    return ways


def _ended(block: Histories, values: Floats) -> Floats:
    """The log of the sum over all ways."""
    return _log_sum([way.term for way in _ways(block, values)])


def _log_sum(terms: list[Floats]) -> Floats:
    most = np.maximum.reduce(terms)
    return np.asarray(most + np.log(sum(np.exp(term - most) for term in terms)))


def _endings(
    block: Histories, values: Floats
) -> tuple[Floats, list[Floats], dict[tuple[int, int], Floats]]:
    """Over all ways e^f: the log of the sum, and the means of f_i and of f_ij + f_i f_j."""
    r, alpha, s, beta = values
    power = r + block.repeats
    ways = _ways(block, values)
    total = _log_sum([way.term for way in ways])
    mean = [np.zeros_like(power) for _ in range(4)]
    square = {(i, j): np.zeros_like(power) for i in range(4) for j in range(i + 1)}
    for way in ways:
        share = np.exp(way.term - total)
        a, b = 1 / (alpha + way.moment), 1 / (beta + way.moment)
        slopes = (np.log(a), -power * a, np.log(b) + way.is_end / s, -way.exponent * b)
        for i, slope in enumerate(slopes):
            part = share * slope
            mean[i] += part
            for j in range(i + 1):
                square[i, j] += part * slopes[j]
        square[1, 0] -= share * a
        square[1, 1] += share * power * a**2
        square[2, 2] -= share * way.is_end / s**2
        square[3, 2] -= share * b
        square[3, 3] += share * way.exponent * b**2
    return total, mean, square


def _stayed(values: Floats, repeats: Floats, age: Floats) -> Floats:
    r, alpha, s, beta = values
    return np.asarray(-(r + repeats) * np.log(alpha + age) - s * np.log(beta + age))


def _growth(rate: float, longer: Floats) -> Floats:
    """(e^(rate·longer) − 1) / rate, also where the rate is nought."""
    if abs(rate) < 1e-12:
        return longer
    return np.asarray(np.expm1(rate * longer) / rate)


PARETO_NBD = ParetoNbd()
