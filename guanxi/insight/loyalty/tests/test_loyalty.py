"""Loyalty gives the answers that the handbook's rule gives on paper."""

import pytest

from guanxi.insight.loyalty.contentment.measure import CONTENTMENT
from guanxi.insight.loyalty.kinds.measure import LOYALTY_KIND
from guanxi.insight.loyalty.measure import LOYALTY
from guanxi.insight.loyalty.profit.measure import PROFIT_TENURE
from guanxi.insight.loyalty.tests.conftest import OFTEN, SELDOM, buys
from guanxi.insight.tests.star import Star


@pytest.mark.parametrize(
    ("attitude", "days", "expected"),
    [
        (80, OFTEN, "true"),
        (80, SELDOM, "latent"),
        (30, OFTEN, "spurious"),
        (30, SELDOM, "none"),
        (60, (20, 90), "true"),
        (59, (20, 90), "spurious"),
    ],
)
def test_attitude_and_patronage_make_four_classes(star, attitude, days, expected):
    buys(star, 1, days)
    star.said(1, "attitude", attitude)

    assert star.classes(LOYALTY)[1] == expected


def test_without_an_answer_it_is_unknown_and_says_what_is_missing(star):
    row = star.table(LOYALTY)[9]

    assert (row["class"], row["missing"]) == ("unknown", "attitude")
    assert row["days_now"] == 2


def test_without_a_purchase_it_is_unknown_whatever_was_said(star):
    star.said(1, "attitude", 95)

    row = star.table(LOYALTY)[1]

    assert (row["class"], row["missing"], row["referrals"]) == ("unknown", "purchase", None)


def test_a_better_rival_makes_a_good_attitude_low(star):
    buys(star, 1, OFTEN)
    star.said(1, "attitude", 80)
    star.said(1, "attitude", 85, firm="rival")
    star.said(1, "attitude", 20, firm="another")

    row = star.table(LOYALTY)[1]

    assert (row["class"], row["cause"], row["rival"]) == ("spurious", "days_rival", 85)


def test_recommending_stands_in_where_attitude_was_not_asked(star):
    buys(star, 1, OFTEN)
    star.said(1, "nps", 90)

    assert star.classes(LOYALTY)[1] == "true"


def test_answers_grow_old(star):
    buys(star, 1, OFTEN)
    star.said(1, "attitude", 80, days_ago=740)

    assert star.table(LOYALTY)[1]["missing"] == "attitude"
    assert star.classes(LOYALTY, answers_months="30")[1] == "true"


def test_answers_of_tomorrow_do_not_count_yet(star):
    buys(star, 1, OFTEN)
    star.said(1, "attitude", 80, days_ago=-3)

    assert star.classes(LOYALTY)[1] == "unknown"


def test_where_the_whole_need_is_known_the_share_decides(star):
    buys(star, 1, OFTEN)
    star.said(1, "attitude", 80)
    star.noted(1, yearly_need=1_000)

    row = star.table(LOYALTY)[1]

    assert (row["wallet_share"], row["class"], row["cause"]) == (40, "latent", "share_alone")
    assert star.classes(LOYALTY, wallet_percent="40")[1] == "true"


def test_what_comes_back_covers_none_of_the_need(star):
    buys(star, 1, OFTEN)
    star.bought(1, 5, 0, lines=0, returned=100)
    star.noted(1, yearly_need=1_000)

    assert star.table(LOYALTY)[1]["wallet_share"] == 30


def test_the_latest_note_counts(star):
    buys(star, 1, OFTEN)
    star.noted(1, days_ago=90, yearly_need=400)
    star.noted(1, days_ago=10, yearly_need=800)

    assert star.table(LOYALTY)[1]["wallet_share"] == 50


def test_a_currency_without_a_rate_leaves_the_share_unknown(star):
    buys(star, 1, OFTEN)
    star.bought(1, 5, 0, foreign=1)
    star.noted(1, yearly_need=1_000)

    row = star.table(LOYALTY)[1]

    assert (row["wallet_share"], row["contribution"]) == (None, None)
    assert row["days_now"] == 5


def test_switching_cost_is_the_mean_height_of_what_was_noted(star):
    star.noted(1, money="high", time="low")
    star.noted(2)

    found = star.table(LOYALTY)

    assert found[1]["switching_cost"] == 67  # (3 + 1) of 6
    assert found[2]["switching_cost"] is None


def test_equal_gaps_are_regular_and_unequal_ones_less_so(star):
    buys(star, 1, (10, 40, 70, 100))
    buys(star, 2, (10, 20, 110))

    found = star.table(LOYALTY)

    assert found[1]["regularity"] == 100
    assert found[2]["regularity"] == 61  # 100² ÷ (2 · (90² + 10²))
    assert found[9]["regularity"] is None


def test_discounts_are_a_share_of_what_was_bought(star):
    star.lined(1, 1, 300, discount=20)
    star.lined(1, 1, 700)
    star.lined(1, 1, 500, discount=20, returned=True)

    assert star.table(LOYALTY)[1]["discount_share"] == 30


def test_the_reaction_to_price_is_the_slope_within_each_product(star):
    for product, base in ((1, 1_000), (2, 8_000)):
        for price, quantity in ((base, 40), (base * 2, 10), (base, 40), (base * 2, 10)):
            star.lined(1, quantity, price * quantity, product=product)

    assert star.table(LOYALTY)[1]["price_reaction"] == -2.0


def test_one_price_tells_no_reaction_nor_do_few_lines(star):
    for _line in range(9):
        star.lined(1, 5, 5_000)
    for price in (100, 200, 300):
        star.lined(2, 5, price * 5)

    found = star.table(LOYALTY)

    assert found[1]["price_reaction"] is None and found[2]["price_reaction"] is None


def test_choosing_lasts_from_the_first_contact_to_the_first_purchase(star):
    star.met(1, 100)
    star.met(1, 20)
    star.bought(1, 60, 100)
    star.bought(2, 60, 100)
    star.met(2, 5)

    found = star.table(LOYALTY)

    assert found[1]["choosing_days"] == 40
    assert found[2]["choosing_days"] is None


def test_who_buys_after_a_return_has_forgiven_it(star):
    star.bought(1, 90, 100, returned=50)
    star.bought(1, 60, 100)
    star.bought(1, 30, 100, returned=50)

    row = star.table(LOYALTY)[1]

    assert (row["faults"], row["forgiven"]) == (2, 1)


def test_who_brought_others_is_counted(star):
    star.customers(1, 2, 3)
    star.connection.execute(
        "UPDATE dim_customer SET referrer_id = 9, created_on = DATE '2025-01-01'"
        " WHERE account_id IN (1, 2)"
    )

    found = star.table(LOYALTY)

    assert (found[9]["referrals"], found[8]["referrals"], found[3]["referrals"]) == (2, 0, None)


def test_who_brought_others_is_counted_by_relations_too_and_once(star):
    star.customers(1, 2, 3)
    star.connection.execute("UPDATE dim_customer SET referrer_id = 3 WHERE account_id = 1")
    star.connection.execute(
        "INSERT INTO fact_relation VALUES (1, 1, 3, 'referrer'), (2, 2, 3, 'referrer')"
    )

    assert star.table(LOYALTY)[3]["referrals"] == 2


def test_purchases_to_come_are_left_out(star):
    star.bought(1, -10, 100)

    assert star.table(LOYALTY)[1]["missing"] == "purchase"


def test_a_firm_without_customers_has_no_rows():
    for measure in (LOYALTY, LOYALTY_KIND, CONTENTMENT, PROFIT_TENURE):
        assert Star().table(measure) == {}
