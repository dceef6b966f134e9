"""Frequent sets and rules are those that counting by hand, and by brute force, gives."""

from itertools import combinations
from random import Random

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import fisher_exact

from guanxi.insight.needs.mining.chance import by_chance
from guanxi.insight.needs.mining.rules import rules_of
from guanxi.insight.needs.mining.sets import Frequent, frequent_sets

TEA = [{"tea", "cup"}, {"tea", "cup", "pot"}, {"tea", "pot"}, {"cup"}, {"tea", "cup", "pot"}, set()]


def mined(baskets: list[set[str]], least: int, longest: int = 12) -> Frequent:
    rows = [(number, item) for number, held in enumerate(baskets) for item in sorted(held)]
    table = pa.table(
        {
            "basket": pa.array([row[0] for row in rows], pa.int64()),
            "item": pa.array([row[1] for row in rows], pa.string()),
        }
    )
    with duckdb.connect() as connection:
        connection.register("lines", table)
        return frequent_sets(
            connection, "SELECT * FROM lines", least, longest, baskets=len(baskets)
        )


def sets_of(found: Frequent) -> dict[frozenset[str], int]:
    """Every set with its count, by following prefixes."""
    named: list[list[frozenset[str]]] = []
    told: dict[frozenset[str], int] = {}
    for level in found.levels:
        sets = [
            (named[-1][prefix] if named else frozenset()) | {str(found.items[last])}
            for prefix, last in zip(level.prefix, level.last, strict=True)
        ]
        told |= dict(zip(sets, map(int, level.count), strict=True))
        named.append(sets)
    return told


def by_hand(baskets: list[set[str]], least: int, longest: int) -> dict[frozenset[str], int]:
    items = sorted(set().union(*baskets))
    counted = {
        frozenset(some): sum(set(some) <= held for held in baskets)
        for size in range(1, longest + 1)
        for some in combinations(items, size)
    }
    return {some: count for some, count in counted.items() if count >= least}


def told(found: Frequent, confidence: float) -> dict[tuple[frozenset[str], str], tuple[float, ...]]:
    rules = rules_of(found, confidence)
    return {
        (
            frozenset(str(found.items[place]) for place in rules.body[row] if place >= 0),
            str(found.items[rules.head[row]]),
        ): (
            float(rules.confidence[row]),
            float(rules.lift[row]),
            float(rules.chance[row]),
        )
        for row in range(len(rules))
    }


def test_sets_are_those_counted_by_hand():
    assert sets_of(mined(TEA, 2)) == {
        frozenset({"tea"}): 4,
        frozenset({"cup"}): 4,
        frozenset({"pot"}): 3,
        frozenset({"tea", "cup"}): 3,
        frozenset({"tea", "pot"}): 3,
        frozenset({"cup", "pot"}): 2,
        frozenset({"tea", "cup", "pot"}): 2,
    }


@pytest.mark.parametrize("seed", range(6))
def test_sets_of_any_length_are_those_of_brute_force(seed):
    chance = Random(seed)
    baskets = [
        {item for item in "abcdefgh" if chance.random() < 0.35 + 0.3 * (item in "abc")}
        for _ in range(60)
    ]
    assert sets_of(mined(baskets, 4)) == by_hand(baskets, 4, 8)
    assert sets_of(mined(baskets, 4, longest=3)) == by_hand(baskets, 4, 3)


def test_a_rule_has_the_confidence_and_lift_of_paper():
    confidence, lift, _chance = told(mined(TEA, 2), 0.1)[frozenset({"tea"}), "pot"]

    assert confidence == pytest.approx(3 / 4)
    assert lift == pytest.approx((3 / 6) / (4 / 6 * 3 / 6))


@pytest.mark.parametrize("seed", range(3))
def test_every_rule_is_found_once_with_its_confidence(seed):
    chance = Random(seed)
    baskets = [{item for item in "abcde" if chance.random() < 0.5} for _ in range(50)]
    counted = by_hand(baskets, 3, 5)
    wanted = {
        (some - {head}, head): counted[some] / counted[some - {head}]
        for some in counted
        if len(some) > 1
        for head in some
        if counted[some] / counted[some - {head}] >= 0.4
    }

    found = told(mined(baskets, 3), 0.4)

    assert {rule: one[0] for rule, one in found.items()} == pytest.approx(wanted)


def test_the_chance_of_a_pair_is_that_of_fisher_times_the_rules_tried():
    baskets = [{"a", "b"}] * 6 + [{"a"}] * 2 + [{"b"}] * 3 + [{"c"}] * 20
    found = mined(baskets, 3)
    exact = fisher_exact([[6, 2], [3, 20]], alternative="greater")[1]

    # Three items make six rules of two; there is one length.
    assert told(found, 0.1)[frozenset({"a"}), "b"][2] == pytest.approx(exact * 6)


def test_a_third_product_that_adds_nothing_makes_no_rule():
    chance = Random(3)
    baskets = [
        ({"a", "b"} if chance.random() < 0.3 else set())
        | ({"c"} if chance.random() < 0.5 else set())
        for _ in range(400)
    ]
    found = told(mined(baskets, 10), 0.1)

    assert found[frozenset({"a"}), "b"][2] < 1e-9
    assert found[frozenset({"a", "c"}), "b"][2] == 1.0


@pytest.mark.parametrize(
    ("both", "first", "second", "of"),
    [(5, 10, 20, 100), (20, 30, 50, 1000), (3, 3, 7, 50), (0, 4, 9, 40), (40, 40, 40, 40)],
)
def test_chance_is_fishers_upper_tail(both, first, second, of):
    table = [[both, first - both], [second - both, of - first - second + both]]
    counts = [np.array([one]) for one in (both, first, second, of)]

    found = by_chance(*counts)

    assert found[0] == pytest.approx(fisher_exact(table, alternative="greater")[1], rel=1e-9)


@pytest.mark.parametrize("baskets", [[], [set()], [{"a"}], [{"a", "b"}]])
def test_next_to_nothing_gives_next_to_no_sets_and_no_rules(baskets):
    found = mined(baskets, 2)
    assert len(found) == 0
    assert len(rules_of(found, 0.1)) == 0
