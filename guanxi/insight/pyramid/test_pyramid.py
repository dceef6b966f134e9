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
    assert firm(2).classes(PYRAMID) == {1: "small", 2: "vip"}
    assert Counter(firm(10).classes(PYRAMID).values()) == {"vip": 1, "ordinary": 1, "small": 8}


def test_customers_who_did_not_buy_are_not_in_the_pyramid() -> None:
    star = firm(2)
    star.customers(3)
    assert star.table(PYRAMID)[3]["missing"] == "purchase_in_window"


def test_the_only_buyer_has_no_tier() -> None:
    row = firm(1).table(PYRAMID)[1]
    assert (row["class"], row["missing"], row["contribution"]) == ("unknown", "one_buyer", 1)


def test_where_all_bring_the_same_the_oldest_is_no_vip() -> None:
    star = Star()
    for account in (1, 2, 3):
        star.bought(account, 30, 50)
    rows = star.table(PYRAMID)
    assert {row["class"] for row in rows.values()} == {"unknown"}
    assert {row["missing"] for row in rows.values()} == {"alike"}


def test_a_firm_that_earns_nothing_has_no_vip() -> None:
    star = Star()
    star.bought(1, 30, 100, margin=-5)
    star.bought(2, 30, 100, margin=-9)
    rows = star.table(PYRAMID)
    assert {row["class"] for row in rows.values()} == {"unknown"}
    assert {row["missing"] for row in rows.values()} == {"positive_total"}


def test_the_shares_can_be_changed() -> None:
    classes = firm(100).classes(PYRAMID, vip_share="10", major_share="10")
    assert Counter(classes.values()) == {"vip": 10, "major": 10, "ordinary": 15, "small": 65}
