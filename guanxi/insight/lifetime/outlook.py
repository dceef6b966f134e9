"""What each customer will bring within a horizon: chance, purchases, discounted value, range."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from scipy.special import ndtri

from guanxi.insight.lifetime.ahead import Ahead
from guanxi.insight.lifetime.histories import BLOCK, Floats
from guanxi.insight.lifetime.spend import Spend

MONTHS_A_YEAR = 12
WEEKS_A_MONTH = 365.25 / 12 / 7
DEGREE = 20
LIKELY = 0.8


class Buying(Protocol):
    """A model of how long and how often customers buy."""

    def alive(self, values: Floats, repeats: Floats, recency: Floats, age: Floats) -> Floats:
        """The probability that each is still a customer."""

    def ahead(self, values: Floats, repeats: Floats, age: Floats, span: Floats) -> Ahead:
        """Purchases in the next `span` weeks by customers who are alive."""


@dataclass(frozen=True)
class Horizon:
    """So many months ahead, value discounted at a yearly rate."""

    months: int
    yearly_rate: float


@dataclass(frozen=True)
class Coming:
    """Of customers who are alive: purchases within the horizon, and the same discounted."""

    purchases: Ahead
    discounted: Floats


@dataclass(frozen=True)
class Outlook:
    """One entry per customer; the value lies between `low` and `high` with a chance of 80 %."""

    alive: Floats
    purchases: Floats
    spend: Floats
    value: Floats
    if_alive: Floats
    low: Floats
    high: Floats
    variance: Floats


def net_of(found: Outlook, cost: Floats) -> Outlook:
    """The outlook when each purchase costs so much to serve; where that is not a number, as it is.

    What is ahead shrinks in the proportion in which a purchase does; it may fall below nought.
    """
    part = np.where(np.isnan(cost), 1.0, 1 - cost / found.spend)
    borders = np.stack([found.low * part, found.high * part])
    return replace(
        found,
        value=found.value * part,
        if_alive=found.if_alive * part,
        low=borders.min(axis=0),
        high=borders.max(axis=0),
        variance=found.variance * part**2,
    )


def outlook(coming: Coming, alive: Floats, spend: Spend) -> Outlook:
    """Chance, purchases and value put together."""
    ahead = coming.purchases
    if_alive = spend.mean * coming.discounted
    value = alive * if_alive
    some = np.maximum(alive * (1 - ahead.none), 1e-300)
    discount = coming.discounted / np.maximum(ahead.mean, 1e-300)
    mean = value / some
    square = discount**2 * alive * spend.square_of_sum(ahead.mean, ahead.square) / some
    low, high = _range(mean, square, some)
    variance = np.maximum(square * some - value**2, 0)
    return Outlook(alive, alive * ahead.mean, spend.mean, value, if_alive, low, high, variance)


def coming(
    buying: Buying, values: Floats, repeats: Floats, age: Floats, horizon: Horizon
) -> Coming:
    """Purchases by customers who are alive; each month's are discounted from its end."""

    months = np.arange(1, horizon.months + 1)
    factors = (1 + horizon.yearly_rate) ** (-months / MONTHS_A_YEAR)

    def computed(repeats: Floats, age: Floats) -> Floats:
        rows = len(repeats)
        spans = np.repeat(months * WEEKS_A_MONTH, rows)
        ahead = buying.ahead(
            values, np.tile(repeats, len(months)), np.tile(age, len(months)), spans
        )
        means = ahead.mean.reshape(len(months), rows)
        discounted = factors @ np.diff(means, axis=0, prepend=0)
        return np.stack([discounted, means[-1], ahead.square[-rows:], ahead.none[-rows:]])

    scale = float(values[1])
    found = _by_age(computed, repeats, np.log(scale + age), lambda logs: np.exp(logs) - scale)
    return Coming(Ahead(found[1], found[2], np.clip(found[3], 0, 1)), found[0])


def purchases_ahead(
    buying: Buying, values: Floats, repeats: Floats, age: Floats, weeks: float
) -> Floats:
    """Purchases expected within so many weeks of customers who are alive."""
    scale = float(values[1])

    def computed(repeats: Floats, age: Floats) -> Floats:
        return buying.ahead(values, repeats, age, np.full(len(age), weeks)).mean[None]

    found = _by_age(computed, repeats, np.log(scale + age), lambda logs: np.exp(logs) - scale)
    return np.asarray(found[0])


def _by_age(
    computed: Callable[[Floats, Floats], Floats],
    repeats: Floats,
    logs: Floats,
    age_of: Callable[[Floats], Floats],
) -> Floats:
    """The quantities for every customer, computed at few ages and drawn out by Chebyshev.

    They are smooth in the logarithm of the age, so the polynomial agrees to nine digits.
    """
    if not len(repeats):
        return np.zeros((4, 0))
    counts, place = np.unique(repeats, return_inverse=True)
    middle, half = (logs.max() + logs.min()) / 2, max((logs.max() - logs.min()) / 2, 1e-9)
    angles = np.pi * (np.arange(DEGREE) + 0.5) / DEGREE
    ages = np.maximum(age_of(middle + half * np.cos(angles)), 0)
    at_nodes = computed(np.repeat(counts, DEGREE), np.tile(ages, len(counts)))
    waves = np.cos(np.outer(angles, np.arange(DEGREE))) * (2 / DEGREE)
    waves[:, 0] /= 2
    weights = at_nodes.reshape(len(at_nodes), len(counts), DEGREE) @ waves
    found = np.empty((len(at_nodes), len(repeats)))
    order, ends = np.argsort(place, kind="stable"), np.cumsum(np.bincount(place))
    for count, rows in enumerate(np.split(order, ends[:-1])):
        for start in range(0, len(rows), BLOCK):
            part = rows[start : start + BLOCK]
            powers = np.polynomial.chebyshev.chebvander((logs[part] - middle) / half, DEGREE - 1)
            found[:, part] = weights[:, count] @ powers.T
    return found


def _range(mean: Floats, square: Floats, some: Floats) -> tuple[Floats, Floats]:
    """The borders of what is likely: nought with chance 1 − some, else log-normal."""
    spread = np.sqrt(np.log(np.maximum(square / np.maximum(mean, 1e-300) ** 2, 1 + 1e-12)))
    centre = np.log(np.maximum(mean, 1e-300)) - spread**2 / 2

    def border(chance: float) -> Floats:
        share = (chance - (1 - some)) / some
        inside = np.exp(centre + spread * ndtri(np.clip(share, 1e-12, 1 - 1e-12)))
        return np.where(share > 0, inside, 0.0)

    return border((1 - LIKELY) / 2), border((1 + LIKELY) / 2)
