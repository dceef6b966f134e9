"""The lifecycle gives the answers that the handbook's rule gives on paper."""

import math

import pytest

from guanxi.insight.lifecycle.measure import LIFECYCLE
from guanxi.insight.tests.star import Star

MONTHLY = range(5, 365, 30)


@pytest.fixture
def star() -> Star:
    """A firm whose usual customer buys every 30 days."""
    star = Star()
    for days_ago in MONTHLY:
        star.bought(99, days_ago, 100)
    return star


@pytest.fixture
def firm(star: Star) -> Star:
    """Three usual customers, so that the firm has a rhythm too."""
    for account, days_ago in ((account, days) for account in (97, 98) for days in MONTHLY):
        star.bought(account, days_ago, 100)
    return star


def cause(star: Star, account: int, **overrides: str) -> tuple[str, str]:
    """The class of the customer and what led to it."""
    row = star.table(LIFECYCLE, **overrides)[account]
    return row["class"], row["cause"]


def test_a_steady_customer_is_stable(star: Star) -> None:
    assert cause(star, 99) == ("stability", "steady")


def test_the_rhythm_is_the_own_gap_steadied_by_one_of_the_firm(star: Star) -> None:
    for days_ago in (10, 70, 130):
        star.bought(1, days_ago, 100)
    assert star.table(LIFECYCLE)[1]["gap_days"] == round((120 + (60 + 30) // 2) / 3)


def test_the_rhythm_of_one_customer_ends_no_other(star: Star) -> None:
    star.bought(1, 100, 100)
    star.bought(2, 400, 100)

    rows = star.table(LIFECYCLE)

    assert (rows[1]["class"], rows[1]["cause"]) == ("exploration", "few_purchases")
    assert (rows[2]["class"], rows[2]["missing"]) == ("unknown", "rhythm")
    for row in (rows[1], rows[2]):
        assert (row["gap_days"], row["next_on"], row["quiet_on"]) == (None, None, None)


def test_where_nobody_bought_twice_a_long_silence_ends_nobody() -> None:
    star = Star()
    star.bought(1, 700, 100)

    assert star.table(LIFECYCLE)[1]["missing"] == "rhythm"


def test_contacts_without_a_purchase_are_exploration(star: Star) -> None:
    star.met(1, 20)
    assert cause(star, 1) == ("exploration", "not_yet_bought")


def test_exploration_lasts_to_the_third_purchase(star: Star) -> None:
    star.bought(1, 10, 100)
    star.bought(1, 40, 100)
    assert cause(star, 1) == ("exploration", "few_purchases")
    star.bought(1, 70, 100)
    assert cause(star, 1) == ("stability", "steady")
    assert cause(star, 1, exploring_purchases="4") == ("exploration", "few_purchases")


def test_a_rising_rate_is_growth(star: Star) -> None:
    for days_ago in (5, 15, 25, 35, 45, 55, 65, 100, 160, 220, 280, 340):
        star.bought(1, days_ago, 100)
    assert cause(star, 1) == ("growth", "rate_rising")


def test_a_rising_value_is_growth(star: Star) -> None:
    for number, days_ago in enumerate(MONTHLY):
        star.bought(1, days_ago, 200 if number < 6 else 100)
    assert cause(star, 1) == ("growth", "value_rising")


def test_a_young_customer_is_compared_with_its_own_first_half(star: Star) -> None:
    for days_ago in (10, 40, 70, 100, 130, 160):
        star.bought(1, days_ago, 100)
    assert cause(star, 1) == ("stability", "steady")
    for days_ago in (20, 30, 50, 60):
        star.bought(1, days_ago, 100)
    assert cause(star, 1) == ("growth", "rate_rising")


def test_value_falling_for_two_periods_is_decline(star: Star) -> None:
    for number, days_ago in enumerate(range(5, 545, 30)):
        star.bought(1, days_ago, 100 + 100 * (number // 6))
    assert cause(star, 1) == ("decline", "value_falling")


def test_one_falling_period_is_not_yet_decline(star: Star) -> None:
    for number, days_ago in enumerate(range(5, 545, 30)):
        star.bought(1, days_ago, 100 if number < 6 else 150)
    assert cause(star, 1) == ("stability", "steady")


def test_silence_beyond_the_own_rhythm_is_decline(star: Star) -> None:
    for days_ago in range(100, 400, 30):
        star.bought(1, days_ago, 100)
    assert cause(star, 1) == ("decline", "overdue")
    quiet_after = 30 * math.log(10)
    last, quiet = (star.table(LIFECYCLE)[1][key] for key in ("last_on", "quiet_on"))
    assert (quiet - last).days == round(quiet_after)


def test_the_same_silence_is_nothing_for_a_slow_customer(star: Star) -> None:
    for days_ago in range(100, 1_200, 180):
        star.bought(1, days_ago, 100)
    assert cause(star, 1)[0] == "stability"


def test_a_silence_too_long_to_be_chance_is_the_end(star: Star) -> None:
    for days_ago in range(400, 700, 30):
        star.bought(1, days_ago, 100)
    assert cause(star, 1) == ("ended", "long_silent")


def test_one_that_still_talks_with_us_has_not_ended(star: Star) -> None:
    for days_ago in range(400, 700, 30):
        star.bought(1, days_ago, 100)
    star.met(1, 10)
    assert cause(star, 1) == ("decline", "overdue")


def test_a_single_purchase_ends_by_the_rhythm_of_the_firm(firm: Star) -> None:
    firm.bought(1, 80, 100)
    firm.bought(2, 100, 100)
    assert cause(firm, 1)[0] == "exploration"
    assert cause(firm, 2) == ("ended", "long_silent")


def test_a_prospect_without_contact_for_a_year_has_ended(star: Star) -> None:
    star.met(1, 366)
    assert cause(star, 1) == ("ended", "prospect_silent")


def test_nothing_known_is_unknown(star: Star) -> None:
    star.customers(1)
    row = star.table(LIFECYCLE)[1]
    assert (row["class"], row["missing"]) == ("unknown", "contact")


def test_purchases_in_the_future_are_left_out(star: Star) -> None:
    star.bought(1, -10, 100)
    assert star.classes(LIFECYCLE)[1] == "unknown"


def test_an_average_that_creeps_on_by_a_day_moves_nobody() -> None:
    star = Star()
    for account in range(1, 5):
        for days_ago in (10, 160, 311):
            star.bought(account, days_ago, 100)
    before = star.table(LIFECYCLE)
    star.bought(5, 20, 100)
    star.bought(5, 175, 100)
    after = star.table(LIFECYCLE)

    assert {key: after[key] for key in before} == before
    assert before[1]["gap_days"] == 150


def test_money_in_a_currency_without_a_rate_is_no_sign_of_falling_value(star: Star) -> None:
    for number, days_ago in enumerate(MONTHLY):
        star.bought(1, days_ago, 0 if number < 6 else 100, foreign=int(number < 6))
    row = star.table(LIFECYCLE)[1]
    assert (row["class"], row["missing"]) == ("unknown", "rate")
    assert row["revenue"] is row["value_now"] is row["value_best"] is None
    assert row["days"] == len(MONTHLY)


def test_without_a_rate_the_purchase_days_still_tell(star: Star) -> None:
    for days_ago in range(300, 360, 10):
        star.bought(1, days_ago, 0, foreign=1)
    assert cause(star, 1) == ("ended", "long_silent")
    for days_ago in (5, 15, 25, 35, 45, 55, 65, 100, 160, 220, 280, 340):
        star.bought(2, days_ago, 0, foreign=1)
    assert cause(star, 2) == ("growth", "rate_rising")


def test_the_firm_says_for_how_many_periods_value_must_fall(star: Star) -> None:
    for number, days_ago in enumerate(MONTHLY):
        star.bought(1, days_ago, 100 if number < 6 else 200)
    assert cause(star, 1) == ("stability", "steady")
    assert cause(star, 1, falling_periods="1") == ("decline", "value_falling")
    assert cause(star, 1, falling_periods="4") == ("stability", "steady")
