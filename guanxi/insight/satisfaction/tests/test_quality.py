"""SERVQUAL, drivers of satisfaction, and drivers of customer equity, on answers made for them."""

import numpy as np
import pytest

from guanxi.insight.satisfaction.drivers import drivers_of
from guanxi.insight.satisfaction.equity import equity_drivers, fit_logit
from guanxi.insight.satisfaction.servqual import QUESTIONS, quality_of

WEIGHTS = {"tangibles": 0, "reliability": 100, "responsiveness": 0, "assurance": 0, "empathy": 0}


def test_a_gap_below_zero_falls_short():
    expected = np.full((10, QUESTIONS), 6.0)
    perceived = np.full((10, QUESTIONS), 5.0)
    perceived[:, 4:9] = 6.5

    found = quality_of(expected, perceived)

    gaps = {one.key: one.gap for one in found.dimensions}
    assert gaps["reliability"] == 0.5 and gaps["empathy"] == -1
    assert found.gap == pytest.approx((0.5 - 4) / 5)
    assert found.performance == pytest.approx((6.5 + 20) / 5)


def test_importance_weighs_the_gaps():
    expected = np.full((4, QUESTIONS), 6.0)
    perceived = expected.copy()
    perceived[:, 4:9] = 4

    assert quality_of(expected, perceived, WEIGHTS).weighted_gap == -2


def test_performance_alone_needs_no_expectations():
    found = quality_of(None, np.full((4, QUESTIONS), 5.0))

    assert found.gap is None and found.weighted_gap is None
    assert found.performance == 5 and found.dimensions[0].gap is None


def test_questions_left_out_do_not_count_as_zero():
    perceived = np.full((4, QUESTIONS), 5.0)
    perceived[0, 0] = np.nan
    perceived[:, 17:] = np.nan

    found = quality_of(None, perceived)

    assert [one.key for one in found.dimensions][-1] == "assurance"
    assert found.dimensions[0].perceived == 5


def test_nobody_answered_has_no_dimensions():
    found = quality_of(None, np.zeros((0, QUESTIONS)))

    assert found.dimensions == () and found.performance is None and found.gap is None


def test_relative_weights_add_up_and_find_the_driver():
    chance = np.random.default_rng(4)
    answers = chance.normal(size=(300, 3))
    answers[:, 1] += answers[:, 0]
    overall = 2 * answers[:, 0] + 0.1 * chance.normal(size=300)

    found = drivers_of(("first", "along", "none"), answers, overall)

    assert found and found.drivers[0].key == "first"
    assert sum(one.importance for one in found.drivers) == pytest.approx(1)
    assert found.r_squared == pytest.approx(1, abs=0.01)
    assert found.drivers[-1].key == "none" and found.drivers[-1].importance < 0.02


def test_uncorrelated_drivers_weigh_their_squared_correlations():
    answers = np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1]] * 10)
    overall = 2 * answers[:, 0] + answers[:, 1]

    found = drivers_of(("two", "one"), answers, overall)

    assert found
    assert [one.importance for one in found.drivers] == pytest.approx([0.8, 0.2])


@pytest.mark.parametrize("sheets", [0, 1, 6])
def test_too_few_sheets_name_no_drivers(sheets):
    answers = np.random.default_rng(1).normal(size=(sheets, 2))

    assert drivers_of(("a", "b"), answers, answers[:, 0] if sheets else np.zeros(0)) is None


def test_all_answers_alike_name_no_drivers():
    assert drivers_of(("a",), np.ones((50, 1)), np.arange(50.0)) is None
    assert drivers_of(("a",), np.arange(50.0)[:, None], np.ones(50)) is None


def test_a_logit_on_paper():
    """Chances of 1/4 and 3/4 in two groups: constant and slope are log odds."""
    answers = np.repeat([0.0, 1.0], 40)[:, None]
    chosen = np.concatenate([np.repeat([1.0, 0], [10, 30]), np.repeat([1.0, 0], [30, 10])])

    fit = fit_logit(answers, chosen)

    assert fit
    assert fit.coefficients == pytest.approx([-np.log(3), 2 * np.log(3)])
    assert fit.errors == pytest.approx([np.sqrt(1 / 7.5), np.sqrt(2 / 7.5)])


def made(sheets: int = 600) -> tuple[np.ndarray, np.ndarray]:
    """Intents moved by brand twice as much as by value, and not by relationship."""
    chance = np.random.default_rng(8)
    answers = chance.normal(size=(sheets, 3))
    odds = 0.7 * answers[:, 0] + 1.4 * answers[:, 1]
    return answers, (chance.random(sheets) < 1 / (1 + np.exp(-odds))).astype(float)


def test_equity_is_ranked_by_effect_on_the_intent():
    found = equity_drivers(("V1", "B1", "R1"), *made())

    assert not isinstance(found, str)
    assert [one.equity for one in found.drivers] == ["brand", "value", "relationship"]
    assert found.drivers[0].p < 0.001 and found.drivers[2].p > 0.05
    assert sum(found.shares.values()) == pytest.approx(1)
    assert 0 < found.pseudo_r_squared < 1


def test_intents_that_all_agree_tell_nothing():
    answers, _intends = made(50)

    assert equity_drivers(("V1", "B1", "R1"), answers, np.ones(50)) == "all_alike"


def test_few_answers_are_said_to_be_few():
    answers, intends = made(25)

    assert equity_drivers(("V1", "B1", "R1"), answers, intends) == "few_answers"
    assert equity_drivers(("V1",), np.zeros((0, 1)), np.zeros(0)) == "few_answers"


def test_answers_that_part_the_intents_completely_do_not_settle():
    answers = np.linspace(-1, 1, 100)[:, None]

    assert equity_drivers(("V1",), answers, (answers[:, 0] > 0).astype(float)) == "not_converged"
