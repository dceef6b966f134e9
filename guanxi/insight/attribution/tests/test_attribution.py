"""Every model gives away exactly what there was, and the shares that can be worked out on paper."""

import random
from datetime import timedelta

import pytest

from guanxi.insight.attribution.figures import MARKOV, MODELS, attributed, orders_of, paths_of
from guanxi.insight.attribution.markov import ordering, removal, shared
from guanxi.insight.attribution.measure import ATTRIBUTION
from guanxi.insight.tests.star import AS_OF, Star

USUAL = ATTRIBUTION.parameters()


def touch(star: Star, account: int, days_ago: int, channel: str) -> None:
    star.connection.execute(
        "INSERT INTO fact_interaction (interaction_id, account_id, channel, happened_on)"
        " SELECT COUNT(*) + 1, ?, ?, ? FROM fact_interaction",
        [account, channel, AS_OF - timedelta(days_ago)],
    )


def given(star: Star, model: str) -> dict[str, int]:
    return attributed(star.connection, USUAL, AS_OF).credits[model]


@pytest.fixture
def star() -> Star:
    """An order of 1,000 cents after e-mail, phone, phone, visit; 20, 10, 8 and 1 days before."""
    star = Star()
    star.sold(1, AS_OF - timedelta(1), 1_000)
    for days_ago, channel in ((21, "email"), (11, "phone"), (9, "phone"), (2, "visit")):
        touch(star, 1, days_ago, channel)
    return star


def test_each_model_shares_as_it_says(star):
    assert given(star, "first") == {"email": 1_000}
    assert given(star, "last") == {"visit": 1_000}
    assert given(star, "linear") == {"email": 250, "phone": 500, "visit": 250}
    # Two touches between: 40 %, 10 % and 10 %, 40 %.
    assert given(star, "ends") == {"email": 400, "phone": 200, "visit": 400}


def test_time_decay_halves_the_weight_in_so_many_days(star):
    weights = [2 ** (-days / 7) for days in (20, 10, 8, 1)]
    found = given(star, "decay")
    assert found["visit"] == pytest.approx(1_000 * weights[3] / sum(weights), abs=2)
    assert found["email"] == pytest.approx(1_000 * weights[0] / sum(weights), abs=2)


def test_only_touches_within_the_days_and_since_the_last_order_count(star):
    touch(star, 1, 60, "wechat")
    star.sold(1, AS_OF - timedelta(10), 70)
    assert given(star, "linear") == {"email": 35, "phone": 535, "visit": 500}


def test_notes_and_purchases_are_no_touches(star):
    touch(star, 1, 1, "note")
    touch(star, 1, 1, "purchase")
    assert given(star, "last") == {"visit": 1_000}


def test_orders_without_a_contact_are_given_to_nobody(star):
    star.sold(2, AS_OF - timedelta(3), 77)
    for model in (*MODELS, MARKOV):
        found = given(star, model)
        assert found[""] == 77
        assert sum(found.values()) == 1_077


def test_all_models_add_up_to_the_revenue_to_the_cent():
    star, chance = Star(), random.Random(3)
    revenue = 0
    for account in range(1, 120):
        for _ in range(chance.randrange(4)):
            amount = chance.choice([1, 3, 7, 100, 99_999, 10**12 + 1])
            star.sold(account, AS_OF - timedelta(chance.randrange(300)), amount)
            revenue += amount
        for _ in range(chance.randrange(30)):
            touch(star, account, chance.randrange(330), chance.choice(["phone", "email", "visit"]))
    found = attributed(star.connection, USUAL, AS_OF)
    assert found.revenue == revenue
    assert {sum(one.values()) for one in found.credits.values()} == {revenue}


def test_the_orders_behind_a_cell_add_up_to_it(star):
    rows = orders_of(star.connection, USUAL, AS_OF, "linear", "phone")
    assert rows == [(1, 500)]


def test_returns_drafts_the_future_and_unrated_orders_do_not_count(star):
    star.sold(1, AS_OF + timedelta(3), 500)
    star.sold(1, AS_OF, 500, is_return=True)
    star.sold(1, AS_OF, 500, rate=None)
    assert sum(given(star, "linear").values()) == 1_000


def test_nothing_at_all_is_no_trouble():
    found = attributed(Star().connection, USUAL, AS_OF)
    assert (found.revenue, found.channels) == (0, [])


def test_removal_knows_only_the_touches_that_the_other_models_know(star):
    star.sold(2, AS_OF - timedelta(50), 500)
    for account, days_ago in ((1, 60), (2, 90), (2, 80)):
        touch(star, account, days_ago, "wechat")
    assert given(star, MARKOV).keys() == given(star, "linear").keys() == {
        "email", "phone", "visit", "",
    }  # fmt: skip
    longer = ATTRIBUTION.parameters(days=60)
    found = attributed(star.connection, longer, AS_OF).credits
    assert found[MARKOV].keys() == found["linear"].keys() == {"email", "phone", "visit", "wechat"}
    assert {sum(one.values()) for one in found.values()} == {1_500}


def test_a_path_to_no_order_is_told_once_its_days_have_passed():
    star = Star()
    star.sold(1, AS_OF - timedelta(100), 500)
    for days_ago, channel in ((105, "email"), (95, "phone"), (90, "visit"), (40, "phone")):
        touch(star, 1, days_ago, channel)
    touch(star, 1, 29, "visit")
    assert paths_of(star.connection, USUAL, AS_OF) == {
        ("(start)", "email"): 1,
        ("email", "(order)"): 1,
        ("(start)", "phone"): 2,
        ("phone", "visit"): 1,
        ("visit", "(none)"): 1,
        ("phone", "(none)"): 1,
    }


def test_a_touch_too_early_for_its_order_is_on_a_path_of_its_own(star):
    touch(star, 1, 40, "visit")
    assert paths_of(star.connection, USUAL, AS_OF) == {
        ("(start)", "visit"): 1,
        ("visit", "(none)"): 1,
        ("(start)", "email"): 1,
        ("email", "phone"): 1,
        ("phone", "phone"): 1,
        ("phone", "visit"): 1,
        ("visit", "(order)"): 1,
    }


# start → A → B → order (2), start → A → none (1), start → B → order (1).
PATHS = {
    ("(start)", "A"): 3,
    ("(start)", "B"): 1,
    ("A", "B"): 2,
    ("A", "(none)"): 1,
    ("B", "(order)"): 3,
}


def test_the_chain_is_solved_exactly():
    # P(order) = 3/4 · 2/3 + 1/4 = 3/4; without A it is 1/4, without B nothing is left.
    assert ordering(PATHS) == pytest.approx(0.75)
    assert removal(PATHS) == pytest.approx({"A": 2 / 3, "B": 1.0})


def test_loops_are_solved_too():
    # A returns to itself half the time, so that it still always ends in an order.
    paths = {("(start)", "A"): 1, ("A", "A"): 1, ("A", "(order)"): 1}
    assert ordering(paths) == pytest.approx(1.0)


def test_the_removal_effects_share_the_revenue_to_the_cent():
    assert shared(1_000, {"A": 2 / 3, "B": 1.0}) == {"A": 400, "B": 600}
    assert sum(shared(101, {"A": 1, "B": 1, "C": 1}).values()) == 101
    assert shared(50, {"A": 0.0}) == {"A": 0}
