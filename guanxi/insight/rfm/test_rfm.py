"""RFM gives the answers that the handbook's rule gives on paper."""

import pytest

from guanxi.insight.rfm.measure import RFM
from guanxi.insight.tests.star import Star


@pytest.fixture
def star() -> Star:
    """Ten customers: the higher the number, the newer, the oftener and the more."""
    star = Star()
    for account in range(1, 11):
        for purchase in range(account):
            star.bought(account, 400 - 30 * account + purchase, 100)
    return star


def test_scores_are_quintiles_over_those_who_bought(star: Star) -> None:
    rows = star.table(RFM)
    expected = {1: 1, 2: 1, 3: 2, 4: 2, 5: 3, 6: 3, 7: 4, 8: 4, 9: 5, 10: 5}
    for axis in ("r", "f", "m"):
        assert {account: row[axis] for account, row in rows.items()} == expected


def test_ties_share_the_lower_score() -> None:
    star = Star()
    for account in range(1, 7):
        star.bought(account, account, 100)
    for account in range(7, 11):
        star.bought(account, account, 100)
        star.bought(account, account + 50, 100)
    scores = {account: row["f"] for account, row in star.table(RFM).items()}
    assert set(scores.values()) == {1, 4}
    assert all(scores[account] == 1 for account in range(1, 7))


def test_high_means_above_the_mean_score(star: Star) -> None:
    classes = star.classes(RFM)
    assert [classes[account] for account in (6, 7)] == ["general_retain", "important_value"]


def test_one_customer_more_does_not_move_the_middle_fifth() -> None:
    even, odd = Star(), Star()
    for account in range(1, 501):
        for firm in (even, odd):
            firm.bought(account, 700 - account, account)
            if account > 400:
                firm.bought(account, 701 - account, 0)
    odd.bought(501, 700, 1)
    before, after = even.classes(RFM), odd.classes(RFM)
    assert before[300] == "general_retain"
    assert sum(before[account] != after[account] for account in before) <= 1


def test_each_of_the_eight_classes_has_its_place() -> None:
    star, found = Star(), {}
    for account in range(8):
        recent, often, much = bool(account & 4), bool(account & 2), bool(account & 1)
        days = 3 if often else 1
        for purchase in range(days):
            since = (10 if recent else 300) + purchase
            star.bought(account, since, (9_000 if much else 90) // days)
        found[(recent, often, much)] = account
    classes = star.classes(RFM)
    assert {key: classes[account] for key, account in found.items()} == {
        (True, True, True): "important_value",
        (True, False, True): "important_develop",
        (False, True, True): "important_keep",
        (False, False, True): "important_retain",
        (True, True, False): "general_value",
        (True, False, False): "general_develop",
        (False, True, False): "general_keep",
        (False, False, False): "general_retain",
    }


def test_segments_follow_recency_and_the_mean_of_frequency_and_money(star: Star) -> None:
    segments = {account: row["segment"] for account, row in star.table(RFM).items()}
    assert [segments[account] for account in (1, 3, 5, 7, 9)] == [
        "lost",
        "about_to_sleep",
        "needs_attention",
        "loyal",
        "champion",
    ]


def test_only_purchases_in_the_window_count() -> None:
    star = Star()
    star.bought(1, 10, 100)
    star.bought(1, 1_000, 5_000)
    star.bought(2, 1_000, 900)
    star.bought(3, -5, 900)
    rows = star.table(RFM)
    assert (rows[1]["days"], rows[1]["money"]) == (1, 100)
    assert rows[2]["class"] == rows[3]["class"] == "unknown"
    assert rows[2]["missing"] == "purchase_in_window"
    assert star.table(RFM, window="all")[1]["money"] == 5_100


def test_purchases_in_a_currency_without_a_rate_are_unknown() -> None:
    star = Star()
    star.bought(1, 10, 100)
    star.bought(2, 10, 0, foreign=1)
    assert star.table(RFM)[2]["missing"] == "rate"


def test_where_all_are_alike_nobody_has_a_class_or_a_segment() -> None:
    star = Star()
    for account in range(5):
        star.bought(account, 7, 100)
    for row in star.table(RFM).values():
        assert (row["class"], row["segment"], row["missing"]) == ("unknown", "unknown", "alike")
        assert (row["r"], row["f"], row["m"], row["fm"], row["money"]) == (None,) * 4 + (100,)
    assert Star().classes(RFM) == {}


def test_the_only_buyer_is_not_lost_on_the_day_it_bought() -> None:
    star = Star()
    star.bought(1, 0, 100)
    star.customers(2)
    rows = star.table(RFM)
    assert (rows[1]["class"], rows[1]["segment"]) == ("unknown", "unknown")
    assert (rows[1]["missing"], rows[2]["missing"]) == ("one_buyer", "purchase_in_window")


def test_a_score_that_all_share_leaves_the_class_open_and_the_segment_to_the_others() -> None:
    star = Star()
    for account in range(1, 6):
        star.bought(account, 100 - account, 100 * account)
    rows = star.table(RFM)
    assert {row["class"] for row in rows.values()} == {"unknown"}
    assert {row["missing"] for row in rows.values()} == {"alike"}
    assert [(rows[account]["f"], rows[account]["fm"]) for account in (1, 5)] == [
        (None, 1),
        (None, 5),
    ]
    assert [rows[account]["segment"] for account in (1, 5)] == ["lost", "champion"]


def test_without_recency_there_is_no_segment() -> None:
    star = Star()
    for account in range(1, 6):
        for purchase in range(account):
            star.bought(account, 7 + purchase, 100)
    assert {row["segment"] for row in star.table(RFM).values()} == {"unknown"}


def test_money_is_before_returns_unless_they_are_deducted() -> None:
    star = Star()
    for account in (1, 2, 3):
        star.bought(account, 30 * account, 100 * account)
    star.bought(3, 5, 0, returned=250)
    star.connection.execute("UPDATE purchase_day SET purchase_lines = 0 WHERE returned > 0")

    gross, net = star.table(RFM), star.table(RFM, returns="deducted")

    assert [gross[one]["money"] for one in (1, 2, 3)] == [100, 200, 300]
    assert [net[one]["money"] for one in (1, 2, 3)] == [100, 200, 50]
    assert (net[3]["last_on"], net[3]["days"]) == (gross[3]["last_on"], 1)
