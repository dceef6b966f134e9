"""Groups that are there are found, named, told how stable they are, and serve newcomers."""

import datetime as dt
import math

import numpy as np
import pytest

from guanxi.insight.needs.clusters.grouping import Bar, best, groupings
from guanxi.insight.needs.clusters.kinds import KINDS
from guanxi.insight.needs.clusters.measure import CLUSTERS
from guanxi.insight.needs.clusters.naming import named
from guanxi.insight.tests.star import Star

pytestmark = pytest.mark.alike


@pytest.fixture
def star() -> Star:
    """Three plain kinds: often for much, seldom for little long ago, once for very much."""
    star, chance = Star(), np.random.default_rng(5)
    for account in range(1, 41):
        for visit in range(20):
            star.bought(account, 5 + 30 * visit + int(chance.integers(0, 9)), 90_000)
    for account in range(41, 81):
        star.bought(account, 500 + int(chance.integers(0, 90)), 900)
    for account in range(81, 121):
        star.bought(account, 250 + int(chance.integers(0, 60)), 9_000_000)
    star.customers(999)
    return star


def test_plain_kinds_are_found_and_named(star):
    classes = star.classes(CLUSTERS)
    assert {classes[account] for account in range(1, 41)} == {"pillar"}
    assert {classes[account] for account in range(41, 81)} == {"asleep"}
    assert {classes[account] for account in range(81, 121)} == {"project"}
    assert classes[999] == "unknown"


def test_the_record_says_how_well_apart_and_how_stable(star):
    star.table(CLUSTERS)
    told = star.told("clusters")
    assert len(told["groups"]) == 3
    assert "why" not in told
    assert told["silhouette"] > 0.6
    assert all(one["stability"] > 0.9 for one in told["groups"])
    assert told["unit"] == "standard deviations" and told["samples"] == 10
    assert all(one["standard_errors"].keys() == one["z"].keys() for one in told["groups"])


def test_the_error_of_a_centre_is_that_of_the_mean_of_its_customers():
    chance = np.random.default_rng(11)
    middles = np.array([[0.0, 0, 0], [20, 0, 0], [0, 20, 0]])
    points = np.concatenate([one + chance.normal(size=(400, 3)) for one in middles])

    three = groupings(points)[0]

    assert three.errors.shape == (3, 3)
    assert three.errors.mean() == pytest.approx(1 / np.sqrt(400), rel=0.25)


def test_a_newcomer_goes_to_the_nearest_group_of_an_earlier_run(star):
    star.table(CLUSTERS)
    star.last = star.told("clusters")
    star.bought(500, 520, 950)
    assert star.classes(CLUSTERS)[500] == "asleep"
    assert star.told("clusters") == star.last


def test_old_groups_are_found_anew(star):
    star.table(CLUSTERS)
    star.last = star.told("clusters") | {"as_of": "2025-01-01", "n": 1}
    star.table(CLUSTERS)
    assert star.told("clusters")["n"] == 120


def test_a_few_customers_are_no_groups(star):
    row = star.table(CLUSTERS, least_customers="500")[1]
    assert (row["class"], row["missing"]) == ("unknown", "few")


def test_equals_future_returns_and_foreign_money_break_nothing():
    star = Star()
    for account in range(1, 61):
        star.bought(account, 100, 1_000)
    star.bought(70, -5, 100)
    star.bought(71, 5, 0, foreign=1)
    star.bought(72, 5, 100, returned=900)
    rows = star.table(CLUSTERS, least_customers="20")
    assert rows[1]["missing"] == "few"
    assert [rows[account]["missing"] for account in (70, 71)] == ["purchase_in_window", "rate"]
    assert Star().table(CLUSTERS) == {}


def test_noise_has_no_grouping():
    points = np.random.default_rng(1).normal(size=(400, 5))
    tried = groupings(points)
    assert [len(one.stability) for one in tried] == [3, 4, 5, 6, 7]
    assert best(tried, Bar()) is None


def test_who_cannot_be_grouped_is_unknown_because_nothing_holds():
    star, chance = Star(), np.random.default_rng(2)
    for account in range(1, 201):
        for day in chance.integers(1, 700, int(chance.integers(1, 9))):
            star.bought(account, int(day), int(chance.integers(1_000, 90_000)))

    row = star.table(CLUSTERS, silhouette_percent="90")[1]

    assert (row["class"], row["missing"]) == ("unknown", "unstable")
    assert star.told("clusters")["why"] == "unstable"
    assert len(star.told("clusters")["tried"]) == 5


def test_the_distance_that_decided_is_told(star):
    rows = star.table(CLUSTERS)
    told = {one["class"]: one["centre"] for one in star.told("clusters")["groups"]}
    row = rows[41]

    here = {
        "quiet": math.log(1 + row["quiet_days"]),
        "often": 0.0,
        "much": math.log(1 + 900),
        "lately": 0.0,
        "back": 0.0,
    }

    for distance, key in ((row["distance"], "asleep"), (row["beside_distance"], row["beside"])):
        apart = [(here[name] - at) / scale for name, (at, scale) in told[key].items()]
        assert distance == pytest.approx(math.hypot(*apart), abs=0.051)
    assert row["distance"] < row["beside_distance"]


def test_what_makes_more_than_half_is_mostly_bought(star):
    day = dt.date(2025, 12, 1)
    star.sold(1, day, 600, product=1, category="Meters")
    star.sold(1, day, 500, product=2, category="Cables")
    star.sold(2, day, 500, product=1)
    star.sold(2, day, 500, product=2)
    star.by_category()

    rows = star.table(CLUSTERS)

    assert (rows[1]["mostly"], rows[2]["mostly"], rows[3]["mostly"]) == ("Meters", None, None)


def test_every_centre_has_a_name_of_its_own():
    centres = np.array([kind.pattern for kind in reversed(KINDS)])
    assert named(centres) == [str(kind.named.key) for kind in reversed(KINDS)]
    assert len(set(named(np.zeros((7, 5))))) == 7
