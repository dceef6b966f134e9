"""Kano's table, coefficients and tests of dominance."""

import pytest

from guanxi.insight.satisfaction import kano


@pytest.mark.parametrize(
    ("pair", "category"),
    [
        ((1, 1), "Q"), ((1, 2), "A"), ((1, 5), "O"), ((2, 1), "R"), ((3, 3), "I"), ((4, 5), "M"),
        ((5, 1), "R"), ((5, 4), "R"), ((5, 5), "Q"),
    ],
)  # fmt: skip
def test_a_pair_of_answers_has_its_category(pair, category):
    assert kano.category(*pair) == category


def test_better_and_worse_leave_out_what_is_reverse_or_questionable():
    found = kano.feature([(1, 3)] * 4 + [(1, 5)] * 2 + [(3, 5)] * 3 + [(3, 3)] + [(5, 1)] * 9)

    assert found.better == pytest.approx(0.6)
    assert found.worse == pytest.approx(-0.5)
    assert found.n == 19


def test_of_equals_what_spoils_most_comes_first():
    assert kano.feature([(1, 3), (3, 5)]).category == "M"
    assert kano.feature([(1, 3), (3, 3)]).category == "A"


def test_a_clear_lead_is_settled_and_a_narrow_one_is_not():
    clear = kano.feature([(3, 5)] * 60 + [(1, 3)] * 20)
    narrow = kano.feature([(3, 5)] * 42 + [(1, 3)] * 38)

    assert clear.is_settled and clear.strength == pytest.approx(0.5)
    assert not narrow.is_settled


def test_fongs_border_on_paper():
    # a + b = 100 of n = 100: 1.65 · √(100 · 100 / 200) = 11.67.
    assert kano.feature([(3, 5)] * 56 + [(1, 3)] * 44).is_settled
    assert not kano.feature([(3, 5)] * 55 + [(1, 3)] * 45).is_settled


def test_nothing_answered_is_unknown_and_not_zero():
    found = kano.feature([])

    assert (found.n, found.better, found.worse, found.is_settled) == (0, None, None, False)


def test_only_useless_answers_have_no_coefficients():
    found = kano.feature([(1, 1), (5, 1)])

    assert found.better is None and found.worse is None
