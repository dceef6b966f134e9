"""Cohorts say who still buys and what they brought; the funnel how far customers get."""

import datetime as dt
from datetime import timedelta

import pytest

from guanxi.insight.cohorts.behind import reached, took
from guanxi.insight.cohorts.figures import (
    cohorts_of,
    customers_of,
    funnel_of,
    start,
    to_first_order,
    to_payment,
)
from guanxi.insight.cohorts.measure import COHORTS
from guanxi.insight.cohorts.stages import STAGES
from guanxi.insight.tests.star import AS_OF, Star

USUAL = COHORTS.parameters()


def ago(day: dt.date) -> int:
    return (AS_OF - day).days


@pytest.fixture
def star() -> Star:
    """Three came in the first quarter of 2025; one bought again in the second, two in the third."""
    star = Star()
    for account, days in {
        1: [dt.date(2025, 1, 5), dt.date(2025, 4, 1), dt.date(2025, 7, 9)],
        2: [dt.date(2025, 2, 1), dt.date(2025, 9, 30)],
        3: [dt.date(2025, 3, 31)],
        4: [dt.date(2025, 10, 2)],
    }.items():
        for day in days:
            star.bought(account, ago(day), 1_000, margin=400)
    return star


def test_the_shares_are_of_those_who_came(star):
    first, last = cohorts_of(star.connection, USUAL, AS_OF)
    assert (first.since, first.until) == (dt.date(2025, 1, 1), dt.date(2025, 3, 31))
    assert first.customers == 3
    assert [first.kept(age) for age in range(3)] == pytest.approx([1.0, 1 / 3, 2 / 3])
    assert last.customers == 1


def test_a_period_under_way_says_nothing(star):
    first, last = cohorts_of(star.connection, USUAL, AS_OF)
    assert first.kept(3) is None
    assert last.kept(1) is None


def test_the_margin_adds_up_and_pays_back(star):
    first = cohorts_of(star.connection, USUAL, AS_OF)[0]
    assert [first.brought(age) for age in range(3)] == [400, 533, 800]
    assert first.paid_back(500) == 1
    assert first.paid_back(9_999) is None


def test_what_comes_back_is_taken_off_in_the_period_it_came_back(star):
    star.bought(1, ago(dt.date(2025, 4, 20)), 0, margin=0, lines=0, returned_margin=300)
    star.bought(3, ago(dt.date(2024, 12, 30)), 0, margin=0, lines=0, returned_margin=90)

    first = cohorts_of(star.connection, USUAL, AS_OF)[0]

    assert [first.brought(age) for age in range(3)] == [400, 433, 700]
    assert first.ages[1].customers == 1


def test_the_customers_of_a_cell_are_those_it_counts(star):
    number = cohorts_of(star.connection, USUAL, AS_OF)[0].number
    assert start(number, 3) == dt.date(2025, 1, 1)
    assert customers_of(star.connection, number, 2, 3, AS_OF) == [(1, 1_000), (2, 1_000)]


def test_a_later_stage_proves_the_earlier_ones(star):
    star.met(1, ago(dt.date(2024, 12, 26)))
    star.met(5, 10)
    passed = {one.key: one.customers for one in funnel_of(star.connection, AS_OF)}
    assert passed == {"contact": 5, "meeting": 4, "first": 4, "second": 2, "third": 1, "tenth": 0}
    assert [one.key for one in STAGES] == list(passed)


def test_those_behind_a_stage_are_as_many_as_it_counts(star):
    star.met(1, ago(dt.date(2024, 12, 26)))
    for one in funnel_of(star.connection, AS_OF):
        assert reached(star.connection, one.key, AS_OF, 1).count == one.customers
    assert reached(star.connection, "second", AS_OF, 1).rows == (
        (2, dt.date(2025, 9, 30)),
        (1, dt.date(2025, 4, 1)),
    )
    assert took(star.connection, "ordered", 1, AS_OF, 1).rows == ((1, 10),)
    assert took(star.connection, "ordered", 0, AS_OF, 9).rows == ()


def test_the_cycle_runs_from_the_first_contact_to_the_first_order(star):
    star.met(1, ago(dt.date(2024, 12, 26)))
    funnel_of(star.connection, AS_OF)
    found = to_first_order(star.connection)
    assert (found.number, found.median) == (1, 10)
    assert found.bands[1] == 1


def test_the_days_to_payment_are_of_orders_paid_in_full():
    star = Star()
    star.sold(1, AS_OF - timedelta(40), 500)
    star.sold(1, AS_OF - timedelta(40), 500)
    star.connection.execute("UPDATE dim_order SET paid_amount = 500 WHERE order_id = 1")
    star.connection.execute(
        "INSERT INTO fact_payment (order_id, kind, amount, paid_on) VALUES (1, 'in', 500, ?)",
        [AS_OF - timedelta(10)],
    )
    assert to_payment(star.connection, AS_OF).median == 30
    assert to_payment(star.connection, AS_OF).number == 1


def test_no_books_and_purchases_to_come_are_no_trouble():
    star = Star()
    assert cohorts_of(star.connection, USUAL, AS_OF) == ()
    star.bought(1, -5, 100)
    assert cohorts_of(star.connection, USUAL, AS_OF) == ()
    assert to_payment(star.connection, AS_OF).median is None


def test_what_is_sold_without_a_rate_is_unknown_and_not_nothing():
    star = Star()
    for account, day in ((1, dt.date(2025, 1, 5)), (2, dt.date(2025, 7, 9))):
        star.bought(account, ago(day), 0, foreign=1)
    star.bought(2, ago(dt.date(2025, 7, 10)), 1_000, margin=400)

    first, second = cohorts_of(star.connection, USUAL, AS_OF)

    assert (first.customers, first.brought(0), first.paid_back(0)) == (1, None, None)
    assert second.brought(0) == 400
    assert customers_of(star.connection, first.number, 0, 3, AS_OF) == [(1, None)]
