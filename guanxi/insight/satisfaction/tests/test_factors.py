"""Two factors: what only spoils, what only pleases, what does both, on answers made for them."""

import numpy as np
import pytest

from guanxi.insight.satisfaction.factors import factors_of

ONE = ("A",)


def answered(low, between, high):
    """One thing answered low, between and high, with the overall answers that went with each."""
    attribute = [0.0] * len(low) + [60.0] * len(between) + [100.0] * len(high)
    return np.array(attribute)[:, None], np.array([*low, *between, *high], dtype=np.float64)


def test_alone_the_effects_are_differences_of_means_with_their_errors():
    low, between, high = [20, 40] * 10, [60, 80] * 20, [70, 90] * 10
    answers, overall = answered(low, between, high)

    found = factors_of(ONE, answers, overall)

    assert not isinstance(found, str)
    one = found.factors[0]
    assert (one.penalty, one.reward) == (pytest.approx(-40), pytest.approx(10))
    spread = {len(part): np.var(part, ddof=1) / len(part) for part in (low, between)}
    assert one.penalty_error == pytest.approx(np.sqrt(spread[20] + spread[40]))
    assert (one.low, one.high, found.n) == (20, 20, 80)


@pytest.mark.parametrize(
    ("low", "high", "kind"),
    [(40, 0, "hygiene"), (0, 40, "motivator"), (40, 40, "hybrid"), (0, 0, "neither")],
)
def test_a_thing_is_named_by_what_its_lack_and_its_presence_do(low, high, kind):
    spread = [-10, 10]
    answers, overall = answered(
        [50 - low + one for one in spread * 10],
        [50 + one for one in spread * 10],
        [50 + high + one for one in spread * 10],
    )

    found = factors_of(ONE, answers, overall)

    assert not isinstance(found, str) and found.factors[0].kind == kind


def test_effects_of_several_things_are_told_apart():
    chance = np.random.default_rng(5)
    answers = chance.choice([0.0, 60.0, 100.0], size=(600, 4))
    low, high = answers < 50, answers > 75
    overall = 50 - 20 * low[:, 0] + 15 * high[:, 1] - 8 * low[:, 2] + 8 * high[:, 2]
    overall = overall + chance.normal(0, 6, 600)

    found = factors_of(("basic", "exciting", "both", "none"), answers, overall)

    assert not isinstance(found, str)
    kinds = {one.key: one.kind for one in found.factors}
    assert kinds == {
        "basic": "hygiene",
        "exciting": "motivator",
        "both": "hybrid",
        "none": "neither",
    }
    basic = next(one for one in found.factors if one.key == "basic")
    assert basic.penalty == pytest.approx(-20, abs=3 * basic.penalty_error)
    assert found.factors[0].key == "basic" and found.r_squared > 0.6


def test_what_is_never_low_has_an_unknown_side_and_no_name():
    answers, overall = answered([], [50, 60] * 20, [80, 90] * 20)

    found = factors_of(ONE, answers, overall)

    assert not isinstance(found, str)
    one = found.factors[0]
    assert one.penalty is None and one.reward == pytest.approx(30)
    assert one.kind == "unknown"


def test_too_few_answers_and_answers_all_alike_are_said():
    answers, overall = answered([10] * 5, [50] * 5, [90] * 5)
    assert factors_of(ONE, answers, overall) == "few_answers"
    answers, overall = answered([50] * 20, [50] * 20, [50] * 20)
    assert factors_of(ONE, answers, overall) == "all_alike"
    assert factors_of((), np.zeros((0, 0)), np.zeros(0)) == "not_asked"


def test_things_always_answered_together_cannot_be_told_apart():
    answers, overall = answered([10, 20] * 10, [50, 60] * 10, [90, 80] * 10)

    assert factors_of(("A", "B"), np.column_stack([answers, answers]), overall) == "not_converged"
