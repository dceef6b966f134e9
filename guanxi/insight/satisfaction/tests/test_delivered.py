"""Delivered value: what customers get less what it costs them, of us and beside a competitor."""

import numpy as np
import pytest

from guanxi.insight.satisfaction.delivered import COSTS, ELEMENTS, VALUES, compared, delivered_of


def sheets(values, costs):
    """A row for each sheet: the same answer in all four values and in all four costs."""
    return (
        np.column_stack([np.repeat([values], 4, axis=0).T, np.repeat([costs], 4, axis=0).T]) * 1.0
    )


def test_the_eight_elements_are_four_values_and_four_costs():
    assert VALUES == ("product", "service", "people", "image")
    assert COSTS == ("money", "time", "energy", "mind")


def test_delivered_value_is_the_mean_value_less_the_mean_cost():
    found = delivered_of(sheets([80, 60], [30, 30]))

    assert found is not None
    assert (found.value.value, found.cost.value) == (70, 30)
    assert found.total.value == pytest.approx(40)
    assert found.total.n == 2
    # Totals of 50 and 30: the variance is 200, so the standard error is 10.
    assert found.total.high - found.total.value == pytest.approx(19.59964)


def test_a_sheet_with_a_gap_counts_for_its_elements_alone():
    answers = sheets([80, 60, 40], [30, 30, 30])
    answers[2, ELEMENTS.index("mind")] = np.nan

    found = delivered_of(answers)

    assert found is not None
    assert found.total.n == 2 and found.total.value == pytest.approx(40)
    assert found.elements["product"].n == 3 and found.elements["product"].value == 60
    assert found.elements["mind"].n == 2


def test_nobody_asked_is_unknown():
    assert delivered_of(np.zeros((0, 8))) is None
    half = sheets([80], [30])
    half[0, 0] = np.nan
    assert delivered_of(half) is None


def test_a_difference_beyond_chance_is_sure_and_one_within_is_not():
    ours = delivered_of(sheets([80, 60, 80, 60], [30, 30, 30, 30]))
    far = delivered_of(sheets([30, 10, 30, 10], [30, 30, 30, 30]))
    near = delivered_of(sheets([79, 59, 79, 59], [30, 30, 30, 30]))
    assert ours and far and near

    assert compared(ours, far).value == pytest.approx(50) and compared(ours, far).is_sure
    assert compared(ours, near).value == pytest.approx(1) and not compared(ours, near).is_sure


def test_where_one_is_behind_is_named_by_what_it_does_to_the_customer():
    ours = sheets([70] * 20, [30] * 20) + np.tile([-1, 1], 10)[:, None]
    theirs = ours.copy()
    ours[:, ELEMENTS.index("time")] += 25
    ours[:, ELEMENTS.index("people")] -= 10
    one, other = delivered_of(ours), delivered_of(theirs)
    assert one and other

    behind = compared(one, other).behind

    # A dearer cost weighs like a lesser value: the furthest behind comes first.
    assert behind == ("time", "people")
