"""The pyramid gives the answers that the handbook's rule gives on paper."""

from collections import Counter

from guanxi.insight.pyramid.measure import PYRAMID
from guanxi.insight.tests.star import Star


def firm(customers: int) -> Star:
    """A firm whose customer n brings n."""
    star = Star()
    for account in range(1, customers + 1):
        star.bought(account, 30, account)
    return star


def test_a_hundred_customers_are_1_4_15_80() -> None:
    classes = firm(100).classes(PYRAMID)
    assert Counter(classes.values()) == {"vip": 1, "major": 4, "ordinary": 15, "small": 80}
    assert classes[100] == "vip"
    assert classes[96] == "major"
    assert classes[95] == "ordinary"
    assert classes[80] == "small"


def test_a_small_firm_still_has_a_top() -> None:
    assert firm(1).classes(PYRAMID) == {1: "vip"}
    assert Counter(firm(10).classes(PYRAMID).values()) == {"vip": 1, "ordinary": 1, "small": 8}


def test_customers_who_did_not_buy_are_not_in_the_pyramid() -> None:
    star = firm(2)
    star.customers(3)
    assert star.table(PYRAMID)[3]["missing"] == "purchase_in_window"


def test_the_shares_can_be_changed() -> None:
    classes = firm(100).classes(PYRAMID, vip_share="10", major_share="10")
    assert Counter(classes.values()) == {"vip": 10, "major": 10, "ordinary": 15, "small": 65}
