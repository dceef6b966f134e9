"""Value ahead: discounted by months, drawn out over ages, and its range held by the draws."""

import numpy as np
import pytest

from guanxi.insight.lifetime.betageometric import BG_NBD
from guanxi.insight.lifetime.outlook import WEEKS_A_MONTH, Horizon, coming, outlook
from guanxi.insight.lifetime.pareto import PARETO_NBD
from guanxi.insight.lifetime.spend import Spending, expected_spend
from guanxi.insight.lifetime.tests.drawn import BG_TRUTH, buying

SPEND = np.array([6.25, 3.74, 15.44])
HORIZON = Horizon(12, 0.1)


@pytest.mark.parametrize("model", [BG_NBD, PARETO_NBD])
def test_every_age_has_the_value_computed_for_it_alone(model):
    histories = buying(300, seed=5)
    found = coming(model, BG_TRUTH, histories.repeats, histories.age, HORIZON)
    span = np.full(300, 12 * WEEKS_A_MONTH)
    alone = model.ahead(BG_TRUTH, histories.repeats, histories.age, span)
    assert found.purchases.mean == pytest.approx(alone.mean, rel=1e-8)
    assert found.purchases.square == pytest.approx(alone.square, rel=1e-7)
    assert found.purchases.none == pytest.approx(alone.none, abs=1e-8)


def test_each_month_is_discounted_from_its_end():
    x, age = np.array([4.0]), np.array([30.0])
    found = coming(BG_NBD, BG_TRUTH, x, age, Horizon(2, 0.1))
    months = [
        BG_NBD.ahead(BG_TRUTH, x, age, np.array([month * WEEKS_A_MONTH])).mean[0]
        for month in (1, 2)
    ]
    expected = months[0] / 1.1 ** (1 / 12) + (months[1] - months[0]) / 1.1 ** (2 / 12)
    assert found.discounted[0] == pytest.approx(expected, rel=1e-12)
    plain = coming(BG_NBD, BG_TRUTH, x, age, Horizon(2, 0.0))
    assert plain.discounted[0] == pytest.approx(months[1])


def test_four_of_five_values_fall_into_their_range():
    chance, histories = np.random.default_rng(6), buying(60_000, seed=6)
    r, alpha, a, b = BG_TRUTH
    p, q, v = SPEND
    x, age, size = histories.repeats, histories.age, histories.size
    seen = x + 1
    mean = chance.gamma(p * seen, 1 / chance.gamma(q, 1 / v, size)) / seen
    ahead = coming(BG_NBD, BG_TRUTH, x, age, HORIZON)
    alive = BG_NBD.alive(BG_TRUTH, x, histories.recency, age)
    found = outlook(ahead, alive, expected_spend(SPEND, seen, mean))
    rate, stop = chance.gamma(r + x, 1 / (alpha + age)), chance.beta(a, b + x)
    bought = np.minimum(chance.poisson(rate * 12 * WEEKS_A_MONTH), chance.geometric(stop))
    bought = bought * (chance.random(size) < alive)
    each = chance.gamma(q + p * seen, 1 / (v + seen * mean))
    worth = np.where(bought > 0, chance.gamma(p * np.maximum(bought, 1), 1 / each), 0)
    worth = worth * ahead.discounted / ahead.purchases.mean
    assert worth.mean() == pytest.approx(found.value.mean(), rel=0.03)
    assert (worth > found.high).mean() == pytest.approx(0.1, abs=0.015)
    assert (worth < found.low).mean() < 0.1


def test_spend_is_drawn_towards_what_others_spend():
    found = expected_spend(SPEND, np.array([0.0, 1.0, 50.0]), np.array([0.0, 100.0, 100.0]))
    p, q, v = SPEND
    assert found.mean[0] == pytest.approx(p * v / (q - 1))
    assert found.mean[0] < found.mean[1] < found.mean[2] < 100


def test_spend_is_found_again_in_any_unit():
    chance = np.random.default_rng(7)
    p, q, v = SPEND
    number = chance.integers(1, 9, 30_000).astype(float)
    mean = chance.gamma(p * number, 1 / chance.gamma(q, 1 / v, 30_000)) / number
    fit = Spending(number, mean).fit()
    assert fit.converged
    assert np.all(np.abs(fit.values - SPEND) < 3 * fit.standard_errors)
    cents = Spending(number, mean * 100).fit()
    assert cents.values == pytest.approx(fit.values * [1, 1, 100], rel=1e-4)
    assert cents.log_likelihood == pytest.approx(
        fit.log_likelihood - len(mean) * np.log(100), rel=1e-9
    )


def test_equal_spending_does_not_determine_a_model():
    assert not Spending(np.full(50, 2.0), np.full(50, 10.0)).fit().converged


def test_nobody_has_no_outlook():
    none = np.zeros(0)
    found = coming(BG_NBD, BG_TRUTH, none, none, HORIZON)
    assert len(found.discounted) == 0
