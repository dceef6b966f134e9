"""BG/NBD, MBG/NBD and Pareto/NBD: published answers, slopes, recovery, and honest failure."""

import numpy as np
import pytest

from guanxi.insight.lifetime.betageometric import BG_NBD, MBG_NBD
from guanxi.insight.lifetime.histories import FEW_TO_THIN, THINNED, Histories
from guanxi.insight.lifetime.pareto import PARETO_NBD
from guanxi.insight.lifetime.tests.drawn import BG_TRUTH, buying, one

BG_CDNOW = np.array([0.2425945, 4.4136019, 0.7929199, 2.4258950])
PARETO_CDNOW = np.array([0.5532700, 10.5775592, 0.6062404, 11.6687217])
MODELS = [BG_NBD, MBG_NBD, PARETO_NBD]
YEAR = np.array([52.0])


@pytest.mark.parametrize(
    ("model", "values", "alive", "purchases"),
    [
        (BG_NBD, BG_CDNOW, 0.9688523, 25.75659),
        (PARETO_NBD, PARETO_CDNOW, 0.997874, 25.45647),
    ],
)
def test_customer_1516_is_as_published(model, values, alive, purchases):
    repeats, recency, age = one(26, 30.857, 31)
    found = model.alive(values, repeats, recency, age)
    assert found[0] == pytest.approx(alive, abs=5e-5)
    ahead = model.ahead(values, repeats, age, YEAR)
    assert (found * ahead.mean)[0] == pytest.approx(purchases, rel=1e-4)


@pytest.mark.parametrize(
    ("model", "values", "published"),
    [
        (BG_NBD, BG_CDNOW, (0.3474606, 0.04283391, 0.004158973, 0.0003583685)),
        (PARETO_NBD, PARETO_CDNOW, (0.7062289, 0.1442396, 0.02250658, 0.00309267)),
    ],
)
def test_who_bought_more_often_and_fell_silent_is_likelier_gone(model, values, published):
    for repeats, expected in zip((10, 15, 20, 25), published, strict=True):
        x, last, age = one(repeats, 20, 39)
        found = model.alive(values, x, last, age) * model.ahead(values, x, age, YEAR).mean
        assert found[0] == pytest.approx(expected, rel=1e-3)


def test_a_newcomer_buys_as_often_as_published():
    assert BG_NBD.newcomer(BG_CDNOW, 52) == pytest.approx(1.444004, abs=2e-5)
    assert PARETO_NBD.newcomer(PARETO_CDNOW, 52) == pytest.approx(1.473434, abs=2e-5)


@pytest.mark.parametrize("model", MODELS)
def test_slopes_and_curvatures_are_those_of_the_likelihood(model):
    histories, values = buying(500, seed=1), np.array([0.6, 4.0, 0.9, 3.0])
    found = model.likelihood(histories, values)
    for place in range(4):
        step = np.zeros(4)
        step[place] = 1e-5 * values[place]
        above, below = (model.likelihood(histories, values + side * step) for side in (1, -1))
        slope = (above.value - below.value) / (2 * step[place])
        curve = (above.gradient - below.gradient) / (2 * step[place])
        assert found.gradient[place] == pytest.approx(slope, rel=1e-4, abs=1e-4)
        assert found.hessian[place] == pytest.approx(curve, rel=1e-3, abs=1e-3)


def test_the_truth_lies_within_the_standard_errors():
    fit = BG_NBD.fit(buying(40_000, seed=2))
    assert fit.converged
    assert np.all(np.abs(fit.values - BG_TRUTH) < 3 * fit.standard_errors)


@pytest.mark.parametrize("model", MODELS)
def test_equal_histories_joined_give_the_same_likelihood(model):
    chance = np.random.default_rng(3)
    repeats = chance.integers(0, 5, 2_000)
    age = chance.integers(50, 60, 2_000)
    recency = np.where(repeats > 0, chance.integers(1, 50, 2_000), 0)
    joined = Histories.of_days(repeats, recency, age)
    apart = Histories.of(repeats.astype(float), recency / 7, age / 7)
    assert len(joined.repeats) < 2_000 == joined.size
    values = np.array([0.7, 3.0, 0.6, 2.0])
    assert model.likelihood(joined, values).value == pytest.approx(
        model.likelihood(apart, values).value, abs=1e-6
    )


@pytest.mark.parametrize("model", MODELS)
def test_customers_who_are_all_alike_do_not_determine_a_model(model):
    alike = Histories(np.array([3.0]), np.array([30.0]), np.array([40.0]), np.array([500.0]))
    assert not model.fit(alike).converged


@pytest.mark.parametrize("model", MODELS)
def test_what_is_ahead_agrees_with_drawing_it(model):
    chance, draws = np.random.default_rng(4), 200_000
    r, alpha, third, fourth = values = np.array([0.55, 10.6, 0.7, 3.0])
    x, age, span = 3, 30.0, 52.0
    rate = chance.gamma(r + x, 1 / (alpha + age), draws)
    if model is PARETO_NBD:
        stop = chance.gamma(third, 1 / (fourth + age), draws)
        bought = chance.poisson(rate * np.minimum(chance.exponential(1 / stop), span))
    else:
        stop = chance.beta(third, fourth + x + model.chances, draws)
        bought = np.minimum(chance.poisson(rate * span), chance.geometric(stop))
    ahead = model.ahead(values, np.array([3.0]), np.array([age]), np.array([span]))
    assert ahead.mean[0] == pytest.approx(bought.mean(), rel=0.01)
    assert ahead.square[0] == pytest.approx((bought**2).mean(), rel=0.02)
    assert ahead.none[0] == pytest.approx((bought == 0).mean(), rel=0.02)


def misleading(histories: Histories) -> Histories:
    """The same in an order in which the few that are looked at first are none that stopped."""
    columns = (histories.repeats, histories.recency, histories.age, histories.customers)
    lately = (histories.repeats >= 2) & (histories.age - histories.recency < 3)
    order = np.argsort(~lately, kind="stable")
    looked_at = np.zeros(len(order), bool)
    looked_at[THINNED // 2 :: THINNED] = True
    placed = np.empty_like(order)
    placed[np.argsort(~looked_at, kind="stable")] = order
    return Histories(*(column[placed] for column in columns))


@pytest.mark.parametrize("model", MODELS)
def test_a_look_at_some_of_very_many_leads_to_the_maximum_of_all(model):
    histories = buying(FEW_TO_THIN, seed=3)
    misled = misleading(histories)
    assert not model.fit(misled.thinned()).converged
    plain, found = model.fit(histories), model.fit(misled)
    assert plain.converged and found.converged
    assert found.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-6)
    assert found.values == pytest.approx(plain.values, rel=1e-4)
    assert found.standard_errors == pytest.approx(plain.standard_errors, rel=1e-3)
