"""The trainer learns what is there, refuses what came afterwards, and says how good it is."""

import json

import numpy as np
import pytest

from guanxi.insight.learning.additive import Additive, fit_additive
from guanxi.insight.learning.judging import area, judge
from guanxi.insight.learning.leaks import DECLARED, SUSPECT, Leaking, leaks
from guanxi.insight.learning.reasons import reasons
from guanxi.insight.learning.table import Table
from guanxi.insight.learning.trainer import TooFew, fit_blend, odds_to_chance, stratified, train

pytestmark = pytest.mark.alike


def drawn(rows=3_000, seed=5, slope=1.2):
    """Outcomes that follow a number, a word and their joint effect; one column is noise."""
    chance = np.random.default_rng(seed)
    gap, noise = chance.normal(size=rows), chance.normal(size=rows)
    kind = chance.choice(np.array(["firm", "shop", ""], dtype=object), size=rows)
    score = slope * gap + (kind == "shop") * 1.0 - 0.8
    outcome = (chance.random(rows) < odds_to_chance(score)).astype(float)
    return Table({"gap": gap, "kind": kind, "noise": noise}), outcome, score


def test_the_area_under_the_curve_is_that_of_pairs_in_order():
    outcome, score = np.array([0, 0, 1, 1, 0.0]), np.array([0.1, 0.4, 0.4, 0.8, 0.3])
    found, spread = area(outcome, score)
    assert found == pytest.approx(5.5 / 6)
    assert spread == pytest.approx(np.sqrt((1 / 6) ** 2 / 2 / 2 + (0.25**2 / 3) / 3), abs=1e-9)


def test_nothing_can_be_ranked_where_all_came_out_alike():
    assert judge(np.ones(4), np.full(4, 0.9)).auc is None


def test_probabilities_that_come_true_have_no_want_of_calibration():
    outcome = np.array([1.0, 0, 0, 0, 1, 1, 1, 0] * 10)
    told = judge(outcome, np.full(80, 0.5))
    assert told.brier == 0.25
    assert sum(one.customers for one in told.bins) == 80


def test_five_folds_find_what_is_there_and_no_more():
    table, outcome, score = drawn()
    found = train(table, outcome, seed=3)
    best = area(outcome, score)[0]
    assert best - 0.02 < found.auc < best + 0.005
    assert found.judged.reliability < 0.01 * found.judged.brier
    assert found.judged.auc_low < found.judged.auc < found.judged.auc_high
    assert found.converged


def test_noise_alone_teaches_nothing():
    table, _outcome, _score = drawn(1_500)
    outcome = (np.random.default_rng(8).random(1_500) < 0.3).astype(float)
    assert abs(train(table, outcome, seed=3).auc - 0.5) < 0.06


def test_the_same_seed_gives_the_same_model():
    table, outcome, _score = drawn(800)
    once, again = (train(table, outcome, seed=3) for _ in range(2))
    assert once.told() == again.told()


def test_a_column_declared_to_come_after_the_outcome_is_refused():
    table, outcome, _score = drawn(500)
    with pytest.raises(Leaking) as refused:
        train(Table(table.columns, after=frozenset({"noise"})), outcome, seed=1)
    assert [(one.column, one.why) for one in refused.value.leaks] == [("noise", DECLARED)]


def test_columns_that_tell_as_much_alone_as_all_others_are_suspected_even_two_of_them():
    table, outcome, _score = drawn()
    chance = np.random.default_rng(1)
    refund = outcome * 3 + chance.normal(size=len(outcome))
    word = np.where(chance.random(len(outcome)) < 0.9, outcome, 1 - outcome).astype(str)
    leaking = Table({**table.columns, "refund": refund, "word": word.astype(object)})
    found = leaks(leaking, outcome, seed=1)
    assert {(one.column, one.why) for one in found} == {("refund", SUSPECT), ("word", SUSPECT)}
    assert leaks(table, outcome, seed=1) == ()


def test_a_column_that_outdoes_others_that_tell_is_suspected():
    table, outcome, _score = drawn()
    call = outcome * 1.5 + np.random.default_rng(1).normal(size=len(outcome))
    (found,) = leaks(Table({**table.columns, "call": call}), outcome, seed=1)
    assert (found.column, found.why) == ("call", SUSPECT)
    assert 0.75 < found.others < found.alone < 0.9


@pytest.mark.parametrize("slope", [1.2, 2.0])
def test_a_single_strong_sign_beside_weak_ones_is_not_suspected(slope):
    table, outcome, _score = drawn(slope=slope)
    assert leaks(table, outcome, seed=1) == ()


def test_what_is_vouched_for_is_not_suspected():
    table, outcome, _score = drawn()
    refund = outcome + np.random.default_rng(1).normal(size=len(outcome)) / 3
    vouched = Table({**table.columns, "refund": refund}, vouched=frozenset({"refund"}))
    assert leaks(vouched, outcome, seed=1) == ()


def test_too_few_of_one_outcome_are_said_to_be_too_few():
    table, _outcome, _score = drawn(200)
    with pytest.raises(TooFew):
        train(table, np.append(np.ones(20), np.zeros(180)), seed=1)


def test_every_fold_has_its_share_of_each_outcome():
    outcome = np.array([1.0] * 10 + [0.0] * 95)
    folds = stratified(outcome, 5, seed=2)
    assert [int(outcome[folds == one].sum()) for one in range(5)] == [2] * 5
    assert {int((folds == one).sum()) for one in range(5)} == {21}


def test_shares_of_a_sum_add_up_and_survive_being_kept():
    table, outcome, _score = drawn(900)
    model = fit_additive(table, outcome)
    kept = Additive.kept(json.loads(json.dumps(model.told())))
    shares = sum(kept.share(table, name) for name in table.columns)
    assert np.allclose(kept.intercept + shares, model.score(table))


def test_the_strongest_reason_is_the_one_that_moves_most():
    table, outcome, _score = drawn()
    model = fit_blend(table, outcome, seed=1)
    far = Table(
        {
            "gap": np.array([4.0, 0.0]),
            "kind": np.array(["firm", "shop"], dtype=object),
            "noise": np.zeros(2),
        }
    )
    first, second = reasons(model, far)
    assert (first[0].column, first[0].effect > 0) == ("gap", True)
    assert second[0].column == "kind"
    assert reasons(model, far.rows(np.array([1]))) == [second]


def test_blanks_and_words_never_seen_are_no_obstacle():
    table, outcome, _score = drawn(600)
    model = fit_blend(table, outcome, seed=1)
    odd = Table(
        {
            "gap": np.array([np.nan]),
            "kind": np.array(["moon"], dtype=object),
            "noise": np.array([np.nan]),
        }
    )
    assert 0 < model.probability(odd)[0] < 1


def test_a_column_without_a_value_and_one_of_equal_values_are_learned_around():
    table, outcome, _score = drawn(600)
    flat = {"none": np.full(600, np.nan), "same": np.ones(600)}
    assert fit_additive(Table({**table.columns, **flat}), outcome).converged


def test_text_is_read_as_numbers_only_where_all_of_it_is():
    rows = [{"a": "1.5", "b": "x", "c": ""}, {"a": "", "b": "2", "c": "3"}]
    table = Table.read(rows, ["a", "b", "c"])
    assert table.is_numeric("a") and not table.is_numeric("b") and table.is_numeric("c")
    assert np.isnan(table.columns["a"][1])
