"""The satisfaction index recovers what was put into made answers, and refuses what it must."""

import numpy as np
import pytest

from guanxi.insight.satisfaction.index import CODES, index_of, model_of, ordered
from guanxi.insight.satisfaction.pls import (
    NotSettled,
    PathModel,
    bootstrap,
    correlations_of,
    estimate,
)
from guanxi.insight.satisfaction.reliability import cronbach_alpha, standardised_alpha

CHAIN = PathModel((("before", 2), ("between", 2), ("after", 1)), (
    ("before", "between"), ("between", "after"), ("before", "after"),
))  # fmt: skip


def chain(sheets: int = 400, seed: int = 3) -> np.ndarray:
    """Answers in which one thing leads to a second and that to a third."""
    chance = np.random.default_rng(seed)
    before = chance.normal(size=sheets)
    between = 0.8 * before + 0.6 * chance.normal(size=sheets)
    after = 0.6 * between + 0.8 * chance.normal(size=sheets)
    columns = [before, before, between, between, after]
    return np.column_stack([c + 0.05 * chance.normal(size=sheets) for c in columns])


def test_paths_that_were_put_in_are_found():
    found = estimate(CHAIN, correlations_of(chain()))

    assert found.paths["before", "between"] == pytest.approx(0.8, abs=0.05)
    assert found.paths["between", "after"] == pytest.approx(0.6, abs=0.1)
    assert found.paths["before", "after"] == pytest.approx(0, abs=0.1)


def test_total_effects_go_by_every_way():
    found = estimate(CHAIN, correlations_of(chain()))
    paths = found.paths

    direct, round_about = paths["before", "after"], paths["before", "between"]
    expected = direct + round_about * paths["between", "after"]
    assert found.total_effects("after")["before"] == pytest.approx(expected)


def test_r_squared_of_one_way_is_the_squared_correlation():
    found = estimate(CHAIN, correlations_of(chain()))

    assert found.explained["between"] == pytest.approx(found.paths["before", "between"] ** 2)


def test_an_item_asked_the_other_way_round_does_not_turn_the_latent():
    answers = chain()
    answers = np.column_stack([answers[:, :2], answers[:, 2:3], answers[:, 3:4], answers[:, 4:]])
    answers[:, 4] *= -1

    found = estimate(CHAIN, correlations_of(answers))

    assert found.paths["before", "between"] > 0 and found.loadings[4] > 0


def test_reliability_is_high_where_items_agree():
    found = estimate(CHAIN, correlations_of(chain())).reliabilities()

    assert found["before"][0] > 0.99 and found["before"][1] > 0.99


def test_an_item_that_never_varies_is_refused():
    answers = chain()
    answers[:, 0] = 7

    with pytest.raises(NotSettled):
        estimate(CHAIN, correlations_of(answers))


def test_a_single_sheet_is_refused():
    with pytest.raises(NotSettled):
        correlations_of(chain(1))


def test_the_bootstrap_gives_the_same_errors_for_the_same_seed():
    answers = chain()

    once, again = (bootstrap(CHAIN, answers, 60, seed=5) for _ in range(2))

    assert once.errors == again.errors and len(once.paths) == 60
    assert once.errors["before", "between"] == pytest.approx(0.6 / 20, rel=0.5)


def test_an_index_lies_within_its_interval_and_the_interval_narrows_with_more_sheets():
    few, many = (index_of(CHAIN, chain(size), (-4, 4), samples=60) for size in (100, 1_600))

    low, high = many.index_intervals["before"]
    assert low < many.indices["before"] < high
    assert high - low < (few.index_intervals["before"][1] - few.index_intervals["before"][0]) / 2
    loadings = zip(many.estimate.loadings[:4], many.loading_intervals[:4], strict=True)
    assert all(low < one < high for one, (low, high) in loadings)
    assert many.alphas["after"] is None and (many.alphas["before"] or 0) > 0.99


def test_all_full_marks_but_one_point_give_an_index_near_a_hundred():
    answers = np.full((40, 5), 10.0)
    answers[np.arange(40), np.arange(40) % 5] = 9
    answers[:10] -= 1

    found = index_of(CHAIN, answers, (1, 10))

    assert all(90 < value < 100 for value in found.indices.values())


def test_what_was_not_asked_about_is_left_out_with_its_paths():
    asked = tuple(code for code in CODES if not code.startswith(("IMAG", "CUSCO")))

    model = model_of(asked)

    assert model is not None
    assert model.names == ("expectation", "quality", "value", "satisfaction", "loyalty")
    assert ("satisfaction", "loyalty") in model.paths
    assert len(ordered(model, asked)) == len(asked)


def test_without_satisfaction_there_is_no_model():
    assert model_of(("IMAG1", "CUSL1")) is None
    assert model_of(()) is None


def test_alpha_of_two_equal_columns_is_one():
    column = np.array([1.0, 2, 3, 4])

    assert cronbach_alpha(np.column_stack([column, column])) == pytest.approx(1)
    assert standardised_alpha(np.column_stack([column, 2 * column])) == pytest.approx(1)


def test_alpha_on_paper():
    answers = np.array([[1.0, 2], [2, 1], [3, 3]])

    # Variances 1 and 1; the sums 3, 3, 6 vary by 3: 2 · (1 − 2/3).
    assert cronbach_alpha(answers) == pytest.approx(2 / 3)


@pytest.mark.parametrize("answers", [np.zeros((0, 3)), np.ones((5, 3)), np.ones((5, 1))])
def test_alpha_without_meaning_is_unknown(answers):
    assert cronbach_alpha(answers) is None
    assert standardised_alpha(answers) is None
