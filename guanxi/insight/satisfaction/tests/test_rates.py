"""Shares, scores and means carry intervals that can be checked on paper."""

import math

import pytest

from guanxi.insight.satisfaction import rates


def test_nobody_answered_is_no_score():
    assert rates.share(0, 0) is None
    assert rates.net_promoter(0, 0, 0) is None
    assert rates.mean(0, 0, 0) is None


def test_wilsons_interval_stays_within_none_and_all():
    none, every = rates.share(0, 20), rates.share(20, 20)

    assert none and every
    assert none.low == 0 and none.high == pytest.approx(0.1611, abs=5e-5)
    assert every.high == 1 and every.low == pytest.approx(0.8389, abs=5e-5)


def test_the_net_promoter_score_is_promoters_less_detractors():
    found = rates.net_promoter(50, 20, 100)

    assert found and found.n == 100
    assert found.value == pytest.approx(30)
    assert (found.high - found.low) / 2 == pytest.approx(196 * math.sqrt(0.61 / 100), abs=0.01)


def test_all_promoters_leave_no_doubt_that_the_formula_knows():
    found = rates.net_promoter(5, 0, 5)

    assert found and (found.value, found.low, found.high) == (100, 100, 100)


def test_a_mean_of_one_answer_has_no_interval():
    found = rates.mean(4, 16, 1)

    assert found and found.value == 4 and math.isnan(found.low)


def test_a_mean_on_paper():
    found = rates.mean(12, 56, 3)  # 2, 4, 6

    assert found and found.value == 4
    assert found.high - found.value == pytest.approx(1.96 * 2 / math.sqrt(3), abs=1e-3)


def test_two_scores_differ_only_beyond_their_doubt():
    low, high = rates.share(40, 100), rates.share(60, 100)
    near = rates.share(45, 100)
    assert low and high and near

    assert rates.differ(low, high)
    assert not rates.differ(low, near)
