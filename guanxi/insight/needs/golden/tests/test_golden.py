"""Golden is who spends most and steadily; paper gives the same swing."""

import pytest

from guanxi.insight.needs.golden.measure import GOLDEN
from guanxi.insight.tests.star import Star


@pytest.fixture
def star() -> Star:
    """One steady and large, one large in a single quarter, one small and steady, seven small."""
    star = Star()
    for quarter in range(8):
        star.bought(1, 10 + 91 * quarter, 1_000)
        star.bought(3, 10 + 91 * quarter, 10)
    star.bought(2, 10, 9_000)
    for account in range(4, 11):
        star.bought(account, 100, 5)
    star.customers(11)
    return star


def test_golden_is_large_and_steady(star):
    classes = star.classes(GOLDEN)
    assert [classes[account] for account in (1, 2, 3, 4, 11)] == [
        *("golden", "large", "steady", "other"),
        "unknown",
    ]


def test_the_swing_is_deviation_over_mean(star):
    rows = star.table(GOLDEN)
    assert (rows[1]["swing"], rows[1]["quarters"], rows[1]["total"]) == (0, 8, 8_000)
    # One quarter of eight: deviation is the root of seven times the mean.
    assert rows[2]["swing"] == round(100 * 7**0.5)


def test_returns_make_it_swing_and_may_outweigh_everything():
    star = Star()
    star.bought(1, 10, 100, returned=500)
    row = star.table(GOLDEN)[1]
    assert (row["class"], row["missing"]) == ("unknown", "positive")


def test_another_currency_purchases_to_come_and_old_ones_say_nothing():
    star = Star()
    star.bought(1, 10, 0, foreign=1)
    star.bought(2, -10, 100)
    star.bought(3, 2_000, 100)
    rows = star.table(GOLDEN)
    assert [rows[account]["missing"] for account in (1, 2, 3)] == [
        *("rate", "purchase_in_window"),
        "purchase_in_window",
    ]


def test_one_customer_is_never_among_a_fifth_and_nobody_gives_no_row():
    star = Star()
    star.bought(1, 10, 100)
    assert star.classes(GOLDEN) == {1: "other"}
    assert Star().table(GOLDEN) == {}
