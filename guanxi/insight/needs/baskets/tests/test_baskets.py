"""The measure of baskets gives the rules that paper gives, and none from nothing."""

from typing import Any

import pytest

from guanxi.insight.needs.baskets.measure import BASKETS
from guanxi.insight.tests.star import AS_OF, Star

TEA, CUP, RICE, BOWL = 11, 12, 13, 14


def rules(star: Star, **overrides: str) -> dict[tuple[str, int], dict[str, Any]]:
    parameters = BASKETS.parameters.changed(overrides)
    star.prepare(BASKETS, parameters, AS_OF)
    cursor = star.connection.execute(BASKETS.query(parameters, AS_OF))
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {(row["body"], row["head_id"]): row for row in rows}


@pytest.fixture
def star() -> Star:
    """Sixty orders: twenty of tea with a cup, twenty of rice, ten of rice and a bowl, ten mixed."""
    star = Star()
    for number in range(20):
        star.lines(1 + number % 7, 30, TEA, CUP)
        star.lines(1 + number % 7, 31, RICE)
    for number in range(10):
        star.lines(20 + number, 40, RICE, BOWL)
        star.lines(20 + number, 41, (TEA, RICE, CUP)[number % 3])
    return star


def test_a_rule_has_support_confidence_and_lift(star):
    rule = rules(star)[str(TEA), CUP]

    assert (rule["together"], rule["body_count"], rule["head_count"], rule["baskets"]) == (
        *(20, 24, 23),
        60,
    )
    assert rule["support"] == pytest.approx(20 / 60)
    assert rule["confidence"] == pytest.approx(20 / 24)
    assert rule["lift"] == pytest.approx(20 * 60 / (24 * 23))
    assert rule["class"] == "strong"


def test_a_basket_can_be_all_that_a_customer_bought(star):
    found = rules(star, basket="customer", confidence="1")
    assert found[str(TEA), RICE]["together"] == 7 + 4
    assert found[str(TEA), RICE]["baskets"] == 17


def test_what_chance_explains_is_no_rule():
    star = Star()
    for number in range(40):
        star.lines(
            number, 10, *((TEA, CUP) if number % 4 == 0 else (TEA,) if number % 2 else (CUP,))
        )
    assert rules(star)[str(TEA), CUP]["class"] == "chance"


def test_a_very_large_basket_is_left_out_and_counted(star):
    star.lines(1, 5, *range(100, 160))
    found = rules(star, largest_basket="50", least_baskets="2")
    assert {rule["baskets"] for rule in found.values()} == {60}
    assert star.told("baskets")["left_out"] == 1


def test_returns_gifts_other_days_and_orders_of_nobody_do_not_count():
    star = Star()
    for number in range(6):
        star.lines(1, 10 + number, TEA, CUP, is_return=1)
        star.lines(1, 20 + number, TEA, CUP, price=0)
        star.lines(1, -5 - number, TEA, CUP)
        star.lines(1, 2_000 + number, TEA, CUP)
        star.lines(9, 30 + number, TEA, CUP)
    star.connection.execute("DELETE FROM dim_customer WHERE account_id = 9")
    assert rules(star) == {}
    assert star.told("baskets")["n"] == 0


def test_a_product_twice_in_an_order_counts_once(star):
    star.lines(3, 9, BOWL, BOWL, RICE)
    assert rules(star)[str(BOWL), RICE]["together"] == 11


def test_the_record_tells_what_was_counted(star):
    rules(star)
    told = star.told("baskets")
    assert told["unit"] == "order"
    assert told["sets"] == {"1": 4, "2": 2}


def test_no_orders_no_customers_no_rules():
    assert rules(Star()) == {}
