"""Customers drawn from the models themselves, so that the truth is known."""

import numpy as np

from guanxi.insight.lifetime.histories import Floats, Histories

BG_TRUTH = np.array([0.5, 5.0, 0.8, 2.4])


def buying(customers: int, seed: int, weeks: float = 52.0) -> Histories:
    """Histories of customers who buy and stop as BG/NBD says under BG_TRUTH."""
    chance = np.random.default_rng(seed)
    r, alpha, a, b = BG_TRUTH
    rate, stop = chance.gamma(r, 1 / alpha, customers), chance.beta(a, b, customers)
    age = chance.integers(100, int(weeks * 7), customers) / 7
    repeats, recency, now = np.zeros(customers), np.zeros(customers), np.zeros(customers)
    active = np.arange(customers)
    while len(active):
        now[active] += chance.exponential(1 / rate[active])
        active = active[now[active] <= age[active]]
        repeats[active] += 1
        recency[active] = now[active]
        active = active[chance.random(len(active)) > stop[active]]
    return Histories.of(repeats, recency, age)


def one(repeats: float, recency: float, age: float) -> tuple[Floats, Floats, Floats]:
    """One customer's history."""
    return np.array([repeats]), np.array([recency]), np.array([age])
