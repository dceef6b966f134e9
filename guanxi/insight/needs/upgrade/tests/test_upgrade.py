"""Who could move up is whoever holds what others moved on from."""

import pytest

from guanxi.insight.needs.upgrade.measure import UPGRADE
from guanxi.insight.tests.star import Star

PLAIN, FINE, FINEST, OTHER = 1, 2, 3, 4


@pytest.fixture
def star() -> Star:
    """Four moved from plain to fine, one holds plain still; 20 began with the finest."""
    star = Star()
    for product in (PLAIN, FINE, FINEST):
        star.product(product, ("", "Plain", "Fine", "Finest")[product], category="Meters")
    star.product(OTHER, "Other", category="Pumps")
    for account in range(1, 5):
        star.lines(account, 200, PLAIN, price=1_000, cost=700)
        star.lines(account, 50, FINE, price=2_000, cost=1_200)
    star.lines(10, 90, PLAIN, price=1_000, cost=700)
    star.lines(20, 90, FINEST, price=9_000)
    star.lines(20, 80, PLAIN, price=1_000, cost=700)
    star.lines(30, 90, OTHER, price=100)
    star.customers(40)
    return star


def test_who_holds_what_others_moved_on_from_could_move_up(star):
    row = star.table(UPGRADE)[10]

    assert (row["class"], row["present"], row["product"]) == ("ready", "Plain", "Fine")
    assert (row["moved"], row["customers"], row["more_margin"]) == (4, 6, 500)


def test_who_has_a_dearer_one_already_is_not_asked(star):
    classes = star.classes(UPGRADE)
    assert classes[20] == classes[1] == classes[30] == "none"


def test_few_moves_are_no_sign(star):
    assert star.classes(UPGRADE, least_moves="5")[10] == "none"


def test_a_little_dearer_is_no_grade(star):
    assert star.classes(UPGRADE, dearer="150")[10] == "none"


def test_what_is_dearer_and_earns_less_is_no_step_up(star):
    star.connection.execute("UPDATE fact_order_line SET cost = 1800 WHERE product_id = 2")
    assert star.classes(UPGRADE)[10] == "none"
    star.connection.execute("UPDATE fact_order_line SET cost = NULL WHERE product_id = 2")
    assert star.classes(UPGRADE)[10] == "ready"


def test_who_bought_nothing_with_a_category_is_unknown(star):
    row = star.table(UPGRADE)[40]
    assert (row["class"], row["missing"]) == ("unknown", "graded")


def test_moving_down_or_at_once_is_no_move():
    star = Star()
    star.product(PLAIN, category="Meters")
    star.product(FINE, category="Meters")
    for account in range(1, 6):
        star.lines(account, 50, PLAIN, price=1_000)
        star.lines(account, 50, FINE, price=2_000)
    star.lines(9, 40, PLAIN, price=1_000)
    assert star.classes(UPGRADE)[9] == "none"


def test_no_customer_no_row():
    assert Star().table(UPGRADE) == {}
