"""Scores are places among those of whom a fact is known, counted on paper."""

import pytest

from guanxi.insight.portfolio.factor.measure import FACTOR
from guanxi.insight.portfolio.tests.firm import Firm, ago


@pytest.fixture
def firm() -> Firm:
    """Five customers who brought 10 to 50 in the year, the first as much as the second."""
    firm = Firm()
    for account, revenue in enumerate((10, 10, 30, 40, 50), start=1):
        firm.bought(account, 30, revenue * 100)
    firm.worth(of_1=5, of_2=7)
    return firm


def scores(firm: Firm, name: str) -> dict[int, int | None]:
    """The score of each customer in one factor."""
    return {key: row[f"{name}_score"] for key, row in firm.table(FACTOR).items()}


def test_a_score_is_the_place_and_equals_stand_in_the_middle_of_theirs(firm: Firm) -> None:
    assert scores(firm, "volume") == {1: 20, 2: 20, 3: 50, 4: 70, 5: 90}


def test_what_is_known_of_two_is_scored_among_the_two(firm: Firm) -> None:
    assert scores(firm, "ahead") == {1: 25, 2: 75, 3: None, 4: None, 5: None}


def test_what_is_the_same_for_all_tells_nothing(firm: Firm) -> None:
    assert set(scores(firm, "loyalty").values()) == {None}


def test_growth_compares_with_the_span_before(firm: Firm) -> None:
    firm.bought(1, 400, 500)
    firm.bought(5, 400, 10_000)
    rows = firm.table(FACTOR)
    assert (rows[1]["growth"], rows[5]["growth"], rows[3]["growth"]) == (1_000, -500, None)
    assert scores(firm, "growth") == {1: 75, 5: 25, 2: None, 3: None, 4: None}


def test_payment_in_time_scores_by_the_part_of_the_money(firm: Firm) -> None:
    for account, days_late in ((1, 0), (2, 20)):
        order = firm.ordered(account, 60, 1_000, due=40, paid_amount=1_000)
        firm.row(
            "fact_payment", order_id=order, account_id=account, kind="in", amount=1_000,
            paid_on=ago(40 - days_late),
        )  # fmt: skip
    assert [firm.table(FACTOR)[key]["trust"] for key in (1, 2, 3)] == [1_000, 0, None]


def test_the_latest_judgement_holds_and_stands_before_the_fact(firm: Firm) -> None:
    firm.bought(1, 20, 100, returned=50, returned_margin=50)
    assert scores(firm, "fit") == {1: 10, 2: 60, 3: 60, 4: 60, 5: 60}
    firm.judged(1, fit=1, price=2)
    firm.judged(1, fit=5)
    assert (scores(firm, "fit")[1], scores(firm, "price")[1]) == (100, 25)
    assert scores(firm, "price")[2] is None


def test_one_who_stopped_buying_brings_nothing_and_that_is_known(firm: Firm) -> None:
    firm.bought(6, 800, 9_000)
    assert firm.table(FACTOR)[6]["volume_score"] == 10


def test_prospects_and_unrated_money_score_in_nothing_that_is_bought(firm: Firm) -> None:
    firm.met_by(6, "visit")
    firm.bought(7, 30, 900, foreign=1)
    rows = firm.table(FACTOR)
    assert [rows[key]["margin_score"] for key in (6, 7)] == [None, None]


def test_one_customer_alone_is_compared_with_nobody() -> None:
    firm = Firm()
    firm.bought(1, 30, 100)
    assert firm.table(FACTOR)[1]["margin_score"] is None
