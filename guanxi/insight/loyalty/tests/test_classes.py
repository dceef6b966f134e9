"""The kinds of loyalty, satisfaction beside loyalty, and profit beside tenure, on paper."""

import pytest

from guanxi.insight.loyalty.contentment.measure import CONTENTMENT
from guanxi.insight.loyalty.kinds.measure import LOYALTY_KIND
from guanxi.insight.loyalty.measure import LOYALTY
from guanxi.insight.loyalty.profit.measure import PROFIT_TENURE
from guanxi.insight.loyalty.tests.conftest import OFTEN, SELDOM, buys
from guanxi.insight.tests.star import AS_OF, Star


@pytest.mark.parametrize(
    ("noted", "attitude", "expected"),
    [
        ({"alternatives": "none"}, 80, "monopoly"),
        ({"main_reason": "no_choice"}, None, "monopoly"),
        ({"main_reason": "habit"}, 80, "inertia"),
        ({"main_reason": "near"}, None, "convenience"),
        ({"main_reason": "price", "alternatives": "many"}, 80, "price"),
        ({"main_reason": "rewards"}, None, "incentive"),
        ({"main_reason": "trust"}, None, "premium"),
        ({}, 80, "premium"),
        ({}, 20, "inertia"),
        ({}, None, "unknown"),
    ],
)
def test_who_buys_often_has_one_of_seven_kinds(star, noted, attitude, expected):
    buys(star, 1, OFTEN)
    if noted:
        star.noted(1, **noted)
    if attitude is not None:
        star.said(1, "attitude", attitude)

    assert star.classes(LOYALTY_KIND)[1] == expected


def test_discounts_tell_of_price_where_nothing_was_said(star):
    buys(star, 1, OFTEN)
    star.lined(1, 1, 600, discount=10)
    star.lined(1, 1, 400)

    assert star.classes(LOYALTY_KIND)[1] == "price"
    assert star.table(LOYALTY_KIND, discount_from="61")[1]["missing"] == "reason"


@pytest.mark.parametrize(("attitude", "expected"), [(80, "latent"), (20, "none")])
def test_who_buys_seldom_is_latent_or_not_loyal(star, attitude, expected):
    star.said(8, "attitude", attitude)

    assert star.classes(LOYALTY_KIND)[8] == expected


@pytest.mark.parametrize(
    ("satisfaction", "days", "recommends", "expected"),
    [
        (90, OFTEN, 90, "apostle"),
        (90, OFTEN, 80, "loyalist"),
        (70, OFTEN, 100, "loyalist"),
        (90, SELDOM, 90, "mercenary"),
        (50, OFTEN, None, "hostage"),
        (50, SELDOM, 10, "defector"),
        (20, SELDOM, 20, "terrorist"),
        (20, SELDOM, None, "defector"),
    ],
)
def test_satisfaction_beside_loyalty(star, satisfaction, days, recommends, expected):
    buys(star, 1, days)
    star.said(1, "satisfaction", satisfaction)
    if recommends is not None:
        star.said(1, "nps", recommends)

    assert star.classes(CONTENTMENT)[1] == expected


def test_questions_of_the_index_on_satisfaction_count_as_satisfaction(star):
    buys(star, 1, OFTEN)
    for item, points in (("CUSA1", 60), ("CUSA2", 80), ("PERQ1", 0)):
        star.said(1, "index", points, item=item)

    row = star.table(CONTENTMENT)[1]

    assert (row["satisfaction"], row["zone"]) == (70, "indifferent")


def test_nobody_asked_is_unknown(star):
    row = star.table(CONTENTMENT)[9]

    assert (row["class"], row["zone"], row["missing"]) == ("unknown", "unknown", "satisfaction")


def test_profit_beside_tenure():
    star = Star()
    star.bought(1, 400, 900)
    star.bought(1, 10, 900)
    star.bought(2, 12, 900)
    star.bought(2, 10, 900)
    star.bought(3, 400, 1)
    star.bought(3, 10, 1)
    star.bought(4, 12, 1)

    assert star.classes(PROFIT_TENURE) == {
        1: "true_friend",
        2: "butterfly",
        3: "barnacle",
        4: "stranger",
    }


def test_refunds_larger_than_sales_are_no_profit():
    star = Star()
    star.bought(1, 100, 50, returned=80, returned_margin=80)
    star.bought(1, 10, 10)

    row = star.table(PROFIT_TENURE)[1]

    assert (row["contribution"], row["class"]) == (-20, "barnacle")


def test_what_comes_back_on_a_day_without_a_purchase_is_deducted_too():
    star = Star()
    star.bought(1, 400, 500, margin=200)
    star.bought(1, 10, 500, margin=200)
    star.bought(1, 5, 0, lines=0, returned=500, returned_margin=150)

    assert star.table(PROFIT_TENURE)[1]["contribution"] == 250


def test_a_single_purchase_is_never_long():
    star = Star()
    star.bought(1, 100, 50)

    assert star.classes(PROFIT_TENURE)[1] == "butterfly"


def test_a_foreign_currency_leaves_the_profit_unknown():
    star = Star()
    star.bought(1, 100, 0, foreign=1)
    star.customers(2)

    found = star.table(PROFIT_TENURE)

    assert (found[1]["missing"], found[2]["missing"]) == ("rate", "purchase")


def test_what_is_built_on_loyalty_says_so_when_loyalty_is_off(star):
    star.compute(LOYALTY)
    star.connection.execute("DELETE FROM measure_loyalty")
    for measure in (LOYALTY_KIND, CONTENTMENT, PROFIT_TENURE):
        found = star.connection.sql(measure.query(measure.parameters(), AS_OF))
        assert found.project("class, missing").distinct().fetchall() == [("unknown", "loyalty")]
