"""Purchases at set times, as Fader, Hardie and Shang 2010 found them in donations."""

from math import comb

import numpy as np
import pytest

from guanxi.insight.lifetime.seasons import Seasons, ahead, alive, newcomer
from guanxi.insight.selfcheck.donations import donors

PUBLISHED = np.array((1.20352083, 0.74971433, 0.65669042, 2.78340673))


def test_the_donors_give_the_published_parameters_and_likelihood():
    fit = donors().fit()

    assert fit.converged
    assert fit.values == pytest.approx((1.2035, 0.7497, 0.6568, 2.7838), abs=5e-4)
    assert fit.log_likelihood == pytest.approx(-33225.58, abs=5e-3)
    assert (fit.standard_errors < fit.values).all()


def test_slopes_and_curvature_are_those_of_the_likelihood():
    data, values = donors(), np.array([0.9, 1.4, 0.8, 2.1])
    found = data.likelihood(values)
    for place in range(4):
        step = np.zeros(4)
        step[place] = 1e-5
        above, below = (data.likelihood(values + side * step) for side in (1, -1))
        assert found.gradient[place] == pytest.approx((above.value - below.value) / 2e-5, rel=1e-5)
        curve = (above.gradient - below.gradient) / 2e-5
        assert found.hessian[place] == pytest.approx(curve, rel=1e-5)


def test_what_is_to_come_of_two_donors_is_as_published():
    fit = donors().fit()
    bought, last, seen = np.array([0.0, 4.0]), np.array([0.0, 5.0]), np.array([6.0, 6.0])

    to_come = ahead(fit.values, Seasons(bought, last, seen, np.ones(2)), 10)

    assert to_come == pytest.approx((0.1302169, 3.627858), abs=2e-4)


def test_all_that_can_happen_adds_up_to_one():
    orders = [(0, 0, 1)]
    orders += [(x, t, comb(t - 1, x - 1)) for t in range(1, 6) for x in range(1, t + 1)]
    bought, last, ways = np.array(orders, dtype=np.float64).T

    chances = Seasons(bought, last, np.full(len(orders), 5.0), ways).logs(PUBLISHED)

    assert float(ways @ np.exp(chances)) == pytest.approx(1.0)


def test_who_bought_the_last_time_is_alive_and_a_newcomer_buys_less_and_less():
    seen = Seasons(np.array([2.0, 2.0]), np.array([6.0, 3.0]), np.full(2, 6.0), np.ones(2))

    chance = alive(PUBLISHED, seen)

    # Whoever bought at the last opportunity is alive at the next one but for what that one takes.
    assert chance[1] < chance[0] <= 1
    years = [newcomer(PUBLISHED, count) for count in (1, 2, 3)]
    assert years[0] > years[1] - years[0] > years[2] - years[1] > 0
