"""Uplift finds whom a treatment moves, and the Qini coefficient is that of its formula."""

import numpy as np
import pytest

from guanxi.insight.learning.table import Table
from guanxi.insight.uplift.learners import ONE, TWO, out_of_fold, qini, qini_curve


def moved(rows=6_000, seed=2):
    """Treatment lifts the outcome by .4 for shops and by nothing for firms."""
    chance = np.random.default_rng(seed)
    treated = chance.integers(0, 2, rows).astype(float)
    kind = chance.choice(np.array(["firm", "shop"], dtype=object), size=rows)
    outcome = (chance.random(rows) < 0.2 + 0.4 * treated * (kind == "shop")).astype(float)
    return Table({"kind": kind, "noise": chance.normal(size=rows)}), treated, outcome


@pytest.mark.parametrize("way", [ONE, TWO])
def test_those_who_are_moved_are_told_from_those_who_are_not(way):
    table, treated, outcome = moved()
    found = out_of_fold(table, treated, outcome, seed=1, way=way)
    is_shop = table.columns["kind"] == "shop"
    assert found.uplift[is_shop].mean() == pytest.approx(0.4, abs=0.05)
    assert found.uplift[~is_shop].mean() == pytest.approx(0.0, abs=0.05)
    assert qini(found.uplift, treated, outcome) > 0.1


def test_the_curve_counts_as_its_formula_says():
    uplift = np.array([4.0, 3, 2, 1])
    treated, outcome = np.array([1.0, 0, 1, 0]), np.array([1.0, 1, 0, 0])
    taken, gained = qini_curve(uplift, treated, outcome)
    assert taken.tolist() == [0, 1, 2, 3, 4]
    assert gained.tolist() == [0, 1, 0, -1, 0]


def test_the_perfect_order_scores_one_and_equal_uplift_scores_nothing():
    _table, treated, outcome = moved(600)
    perfect = outcome * treated - outcome * (1 - treated)
    assert qini(perfect, treated, outcome) == pytest.approx(1)
    assert qini(np.zeros(600), treated, outcome) == 0
