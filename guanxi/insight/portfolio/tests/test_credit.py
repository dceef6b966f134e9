"""Credit by the five C: score, limit and term as on paper, and what is open beside them."""

import pytest

from guanxi.insight.portfolio.credit.measure import CREDIT
from guanxi.insight.portfolio.tests.firm import Firm, ago

FACTOR = "account_id BIGINT, volume_score INTEGER"
PROSPECTS = "account_id BIGINT, industry_growth BIGINT, firm_growth BIGINT"
YEAR = 1_234_500


@pytest.fixture
def firm() -> Firm:
    """One customer that bought for a year, paid three quarters of it in time, and owes the rest."""
    firm = Firm()
    firm.bought(1, 100, YEAR)
    firm.put("measure_factor", FACTOR, [(1, 90)])
    firm.put("measure_prospects", PROSPECTS, [(1, 12, 2)])
    for days_ago, total, paid_ago in ((100, 750_000, 80), (90, 250_000, 20)):
        order = firm.ordered(1, days_ago, total, due=70, paid_amount=total)
        firm.row("fact_payment", order_id=order, account_id=1, kind="in", amount=total,
                 paid_on=ago(paid_ago))  # fmt: skip
    firm.ordered(1, 20, 234_500, due=-10)
    return firm


def test_what_the_books_tell_of_the_five_is_weighed(firm: Firm) -> None:
    row = firm.table(CREDIT)[1]
    assert [row[f"{name}_score"] for name in ("character", "capacity", "conditions")] == [
        75,
        90,
        60,
    ]
    assert (row["capital_score"], row["collateral_score"]) == (None, None)
    # (3 · 75 + 2 · 90 + 2 · 60) ÷ 7 = 75.
    assert (row["score"], row["class"]) == (75, "fair")


def test_limit_and_term_follow_from_the_grade_and_what_was_paid_in_time(
    firm: Firm,
) -> None:
    row = firm.table(CREDIT)[1]
    # Two months of 12,345.00 a year are 2,057.50; one of three orders is 4,115.00; of what fell
    # due in one month it paid 7,500.00 in time.
    assert (row["credit_limit"], row["term"]) == (750_000, 30)
    # Ten months are 10,287.50, cut to two digits.
    more = {"fair_months": "10", "sound_months": "10", "fair_days": "45"}
    row = firm.table(CREDIT, **more)[1]
    assert (row["credit_limit"], row["term"]) == (1_000_000, 45)
    # With weak credit it is one month, 1,028.75, and no more.
    row = firm.table(CREDIT, fair_from="76")[1]
    assert (row["class"], row["credit_limit"], row["term"]) == ("weak", 100_000, 15)


def test_what_is_open_beyond_the_limit_is_said(firm: Firm) -> None:
    row = firm.table(CREDIT)[1]
    assert (row["open_amount"], row["segment"], row["cause"]) == (234_500, "within", "within")
    firm.ordered(1, 10, 600_000, due=-20)
    row = firm.table(CREDIT)[1]
    assert (row["open_amount"], row["credit_limit"], row["segment"]) == (834_500, 750_000, "over")
    assert (row["cause"], row["overdue"]) == ("over", 0)
    firm.ordered(1, 10, 100_000, is_return=True)
    row = firm.table(CREDIT)[1]
    assert (row["open_amount"], row["segment"], row["cause"]) == (734_500, "within", "within")


def test_what_was_never_paid_in_time_is_no_ground_for_a_limit() -> None:
    firm = Firm()
    firm.bought(1, 100, YEAR)
    firm.judged(1, credit=4)
    firm.ordered(1, 100, 900_000, due=70)
    row = firm.table(CREDIT)[1]
    # Two months are 2,057.50, the only order as large as the year: 12,345.00.
    assert (row["credit_limit"], row["segment"]) == (1_200_000, "within")
    for _ in range(5):
        firm.ordered(1, 90, 60_000, due=60)
    row = firm.table(CREDIT)[1]
    assert (row["credit_limit"], row["segment"], row["overdue"]) == (200_000, "over", 1_200_000)


def test_what_of_the_open_is_overdue_is_said_apart(firm: Firm) -> None:
    firm.ordered(1, 31, 50_000, due=1)
    firm.ordered(1, 30, 40_000, due=0)
    row = firm.table(CREDIT)[1]
    assert (row["open_amount"], row["overdue"], row["cause"]) == (324_500, 50_000, "within_late")
    firm.ordered(1, 9, 300_000, is_return=True)
    row = firm.table(CREDIT)[1]
    assert (row["open_amount"], row["overdue"], row["cause"]) == (24_500, 24_500, "within_late")


def test_what_was_paid_without_a_day_is_not_open(firm: Firm) -> None:
    firm.ordered(1, 15, 50_000, paid_amount=50_000)
    assert firm.table(CREDIT)[1]["open_amount"] == 234_500


def test_a_judgement_stands_before_the_fact_and_the_whole_before_all(firm: Firm) -> None:
    firm.judged(1, character=1, capital=1, collateral=1)
    row = firm.table(CREDIT)[1]
    # (0 + 2 · 90 + 0 + 0 + 2 · 60) ÷ 10 = 30.
    assert (row["score"], row["class"], row["credit_limit"], row["cause"]) == (
        30,
        "poor",
        0,
        "prepay",
    )
    firm.judged(1, credit=5)
    assert (firm.table(CREDIT)[1]["score"], firm.classes(CREDIT)) == (100, {1: "sound"})


def test_who_never_owed_anything_is_unknown_until_judged(firm: Firm) -> None:
    firm.bought(2, 30, 1_000)
    firm.customers(3)
    rows = firm.table(CREDIT)
    assert [(rows[key]["class"], rows[key]["missing"]) for key in (2, 3)] == [
        ("unknown", "due")
    ] * 2
    assert (rows[2]["credit_limit"], rows[2]["open_amount"], rows[2]["segment"]) == (
        None,
        None,
        "unknown",
    )
    firm.judged(3, capital=4, character=4)
    row = firm.table(CREDIT)[3]
    assert (row["class"], row["credit_limit"], row["cause"]) == ("fair", None, "no_limit")


def test_money_without_a_rate_tells_of_no_credit(firm: Firm) -> None:
    firm.bought(4, 30, 900, foreign=1)
    firm.judged(4, credit=5)
    row = firm.table(CREDIT)[4]
    assert (row["class"], row["missing"], row["credit_limit"]) == ("unknown", "rate", None)


def test_no_day_knows_of_payments_after_it(firm: Firm) -> None:
    order = firm.ordered(1, 50, 10_000, due=40, paid_amount=10_000)
    firm.row(
        "fact_payment", order_id=order, account_id=1, kind="in", amount=10_000, paid_on=ago(-3)
    )
    assert firm.table(CREDIT)[1]["open_amount"] == 244_500
