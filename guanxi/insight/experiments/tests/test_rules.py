"""Splitting by chance and for good; differences with the intervals of the textbooks."""

import pytest

from guanxi.insight.experiments.rules import (
    Group,
    customers_needed,
    customers_needed_for_shares,
    is_control,
    least_seen,
    least_share_seen,
    lift_of_means,
    lift_of_shares,
    wilson,
)


def shares(customers, bought):
    return Group(customers, bought, bought)


def test_the_same_customer_always_stands_in_the_same_arm():
    first = [is_control(7, account, 20) for account in range(5_000)]
    assert first == [is_control(7, account, 20) for account in range(5_000)]
    assert 0.18 < sum(first) / 5_000 < 0.22


def test_another_experiment_splits_otherwise():
    once, again = ([is_control(seed, one, 50) for one in range(2_000)] for seed in (1, 2))
    assert 0.45 < sum(a == b for a, b in zip(once, again, strict=True)) / 2_000 < 0.55


def test_a_larger_control_group_keeps_those_of_the_smaller():
    small = {one for one in range(2_000) if is_control(3, one, 10)}
    assert small <= {one for one in range(2_000) if is_control(3, one, 30)}


def test_the_difference_of_shares_has_newcombes_interval():
    found = lift_of_shares(shares(70, 56), shares(80, 48))
    assert found.difference == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=1e-4)
    assert found.is_told


def test_wilson_keeps_a_share_of_nothing_above_nothing():
    share, low, high = wilson(shares(29, 1))
    assert (share, low, high) == pytest.approx((0.0345, 0.0061, 0.1718), abs=1e-4)


def test_the_difference_of_means_has_welchs_interval():
    one, other = [3.0, 4, 5, 8], [1.0, 2, 3]
    found = lift_of_means(*(Group(len(x), sum(x), sum(v * v for v in x)) for x in (one, other)))
    assert found.difference == 3
    assert (found.low, found.high) == pytest.approx((-0.2236, 6.2236), abs=0.15)
    assert not found.is_told


def test_without_customers_in_both_arms_nothing_is_told():
    assert lift_of_shares(shares(10, 3), shares(0, 0)) is None
    assert lift_of_means(Group(10, 3, 3), Group(1, 1, 1)) is None
    assert least_seen(10, 0, 1.0) is None


def test_the_textbook_number_of_customers_shows_the_textbook_difference():
    needed = customers_needed(0.5, 1.0, 50)
    assert needed == 126
    assert least_seen(63, 63, 1.0) == pytest.approx(0.5, abs=0.01)
    assert customers_needed(0, 1.0, 50) is None


def test_equal_values_in_both_arms_differ_by_nothing_and_prove_nothing():
    found = lift_of_means(Group(5, 50, 500), Group(5, 50, 500))
    assert (found.low, found.difference, found.high) == (0, 0, 0)
    assert not found.is_told


@pytest.mark.parametrize(
    ("base", "other", "each"),
    # R's power.prop.test, at 80 %: 434.4, 685.6 and 57.7 customers in each arm, and 8,158.
    [(0.05, 0.10, 435), (0.10, 0.15, 686), (0.50, 0.75, 58), (0.05, 0.06, 8_158)],
)
def test_the_published_number_of_customers_shows_a_difference_of_shares(base, other, each):
    needed = customers_needed_for_shares(base, other - base, 50)

    assert needed == pytest.approx(2 * each, abs=2)
    assert least_share_seen(base, each, each) == pytest.approx(other - base, abs=0.001)


def test_a_smaller_control_group_takes_more_customers_for_a_share():
    even, uneven = (customers_needed_for_shares(0.1, 0.05, percent) for percent in (50, 20))

    assert uneven > even * 1.4


def test_a_share_of_nothing_can_only_grow_and_of_everybody_only_fall():
    assert customers_needed_for_shares(0.0, 0.05, 50) == customers_needed_for_shares(1.0, 0.05, 50)
    assert customers_needed_for_shares(0.5, 0.6, 50) is None
    assert customers_needed_for_shares(0.5, 0.0, 50) is None
    assert least_share_seen(0.5, 2, 2) is None
    assert least_share_seen(0.5, 10, 0) is None
