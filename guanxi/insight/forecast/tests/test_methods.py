"""Each method carries on as its paper says, on series whose answer can be worked out."""

import numpy as np
import pytest

from guanxi.insight.forecast.catalogue import METHODS
from guanxi.insight.forecast.choosing import foretell, origins
from guanxi.insight.forecast.methods import (
    croston,
    holt_winters,
    moving_average,
    naive,
    seasonal_naive,
    theta,
    tsb,
)

SEASON = 4


def test_the_plain_lines_repeat_what_was():
    past = np.array([[1.0, 2, 3, 4, 5, 6, 7, 8]])
    assert naive(past, 3, SEASON).tolist() == [[8, 8, 8]]
    assert seasonal_naive(past, 6, SEASON).tolist() == [[5, 6, 7, 8, 5, 6]]
    assert moving_average(4)(past, 2, SEASON).tolist() == [[6.5, 6.5]]


def test_a_constant_stays_constant_with_every_method():
    past = np.full((1, 24), 7.0)
    for method in METHODS:
        ahead = method.carry_on(past, 5, SEASON)
        # Croston's size over gap has the correction of Syntetos and Boylan, which lowers it.
        assert ahead == pytest.approx(np.full((1, 5), 7.0), rel=0.26), method.key


def test_croston_divides_the_size_by_the_gap():
    past = np.tile([0.0, 0, 6], (1, 30))
    # Size 6, gap 3, and 1 − α/2 of the chosen constant.
    rates = {2 * (1 - constant / 2) for constant in (0.05, 0.1, 0.2, 0.3, 0.5)}
    assert any(croston(past, 1, 1)[0, 0] == pytest.approx(rate, rel=0.02) for rate in rates)


def test_tsb_falls_while_nothing_is_sold_and_croston_does_not():
    past = np.array([[4.0] * 12 + [0.0] * 12])
    assert tsb(past, 1, 1)[0, 0] < 0.5
    assert croston(past, 1, 1)[0, 0] > 1


def test_theta_follows_half_the_slope():
    past = np.arange(40, dtype=float)[None]
    ahead = theta(past, 3, 1)[0]
    assert np.diff(ahead) == pytest.approx([0.5, 0.5])


def test_holt_winters_repeats_the_season():
    season = np.array([10.0, 20, 40, 10])
    past = np.tile(season, 8)[None]
    assert holt_winters(past, 4, 4)[0] == pytest.approx(season, abs=0.5)


def test_the_trials_never_look_ahead():
    past = np.random.default_rng(3).gamma(2.0, 50, (20, 40))
    changed = past.copy()
    changed[:, origins(40, 4)[-1] :] = 1e6
    before = [one.carry_on(past[:, : origins(40, 4)[-1]], 4, SEASON) for one in METHODS]
    after = [one.carry_on(changed[:, : origins(40, 4)[-1]], 4, SEASON) for one in METHODS]
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))
    assert origins(40, 4) == [24, 28, 32, 36]


def test_the_chosen_method_errs_no_more_than_the_plain_line_on_a_season():
    season = np.tile([5.0, 50, 100, 20], 12)
    noise = np.random.default_rng(5).normal(0, 1, (30, 48))
    found = foretell(season + noise, 4, 4, METHODS)
    assert (found.errors < found.naive).all()
    assert found.ahead.mean(axis=0) == pytest.approx([5, 50, 100, 20], abs=2)


def test_the_range_holds_about_four_times_in_five():
    chance = np.random.default_rng(8)
    whole = chance.normal(1_000, 100, (400, 60))
    found = foretell(whole[:, :54], 6, 12, METHODS)
    inside = (whole[:, 54:] >= found.low) & (whole[:, 54:] <= found.high)
    assert 0.72 < inside.mean() < 0.9


def test_what_is_never_below_nought_is_not_foretold_below_it():
    past = np.maximum(np.linspace(100, 1, 30), 0)[None]
    found = foretell(past, 12, 4, METHODS)
    assert (found.low >= 0).all()
    assert (found.ahead >= 0).all()


@pytest.mark.parametrize("past", [np.zeros((2, 10)), np.full((1, 9), 3.0), np.ones((1, 3))])
def test_empty_equal_and_short_pasts_are_no_trouble(past):
    found = foretell(past, 2, 4, METHODS)
    assert found.ahead == pytest.approx(np.repeat(past[:, -1:], 2, axis=1), rel=0.26)
    assert np.isfinite(found.high).all()
