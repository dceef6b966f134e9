"""Cost by month gives the answers that multiplying on paper gives."""

from typing import Any

import pytest

from guanxi.insight.portfolio.monthly.measure import MONTHLY
from guanxi.insight.portfolio.tests.firm import Firm, ago


@pytest.fixture
def firm() -> Firm:
    return Firm()


def row(firm: Firm, **overrides: str) -> dict[str, Any]:
    """The only month there is."""
    return next(iter(firm.table(MONTHLY, **overrides).values()))


def test_an_hour_of_a_visit_costs_the_hour_and_the_way(firm: Firm) -> None:
    firm.met_by(1, "visit", duration_seconds=3_600)
    assert row(firm)["contact_cost"] == (120 + 200) * 100


def test_a_call_of_unknown_length_counts_as_the_usual_one(firm: Firm) -> None:
    firm.met_by(1, "phone")
    assert row(firm)["contact_cost"] == 120 * 100 * 6 // 60
    assert row(firm, phone_minutes="30")["contact_cost"] == 60 * 100


def test_messages_cost_by_the_piece_and_notes_nothing(firm: Firm) -> None:
    for channel in ("email", "wechat", "note", "web"):
        firm.met_by(1, channel)
    assert (row(firm)["contact_cost"], row(firm)["contacts"]) == (2 * 500, 2)


def test_finished_tasks_count_and_open_ones_do_not(firm: Firm) -> None:
    firm.customers(1)
    firm.row("fact_activity", account_id=1, kind="task", state="done", done_on=ago(3))
    firm.row("fact_activity", account_id=1, kind="task", state="open")
    firm.row("fact_activity", account_id=1, kind="meeting", state="done", done_on=ago(3))
    assert row(firm)["task_cost"] == 30 * 100


def test_discounts_of_lines_and_orders_are_costs_and_were_brought_before(firm: Firm) -> None:
    firm.bought(1, 10, 9_000, margin=4_000)
    firm.line(1, 7, 9_000, 5_000, discount=1_000)
    firm.ordered(1, 10, 8_500, discount=500)
    found = row(firm)
    assert (found["brought"], found["discount_cost"], found["order_cost"]) == (5_000, 1_500, 5_000)
    assert found["brought"] - found["discount_cost"] == 4_000 - 500


def test_a_return_costs_its_margin_and_its_handling(firm: Firm) -> None:
    firm.bought(1, 10, 10_000, margin=4_000, returned=2_000, returned_margin=800)
    firm.ordered(1, 9, -2_000, is_return=True)
    assert row(firm)["return_cost"] == 800 + 100 * 100


def test_money_that_is_late_costs_interest_until_it_came(firm: Firm) -> None:
    order = firm.ordered(1, 20, 3_650_000, due=20, paid_amount=3_650_000)
    firm.row(
        "fact_payment", order_id=order, account_id=1, kind="in", amount=3_650_000, paid_on=ago(10)
    )
    found = row(firm)
    assert found["waiting_cost"] == 3_650_000 * 10 * 6 // 36_500
    assert (found["due"], found["late"]) == (3_650_000, 3_650_000)


def test_money_that_never_came_costs_interest_until_today(firm: Firm) -> None:
    firm.ordered(1, 20, 3_650_000, due=20)
    assert row(firm)["waiting_cost"] == 3_650_000 * 20 * 6 // 36_500


def test_money_within_the_days_of_grace_is_not_late(firm: Firm) -> None:
    order = firm.ordered(1, 20, 1_000, due=20, paid_amount=1_000)
    firm.row("fact_payment", order_id=order, account_id=1, kind="in", amount=1_000, paid_on=ago(15))
    assert (row(firm)["due"], row(firm)["late"]) == (1_000, 0)
    assert row(firm, grace_days="4")["late"] == 1_000


def test_what_was_paid_without_a_record_of_the_day_counts_as_paid_in_time(firm: Firm) -> None:
    firm.ordered(1, 20, 1_000, due=20, paid_amount=1_000)
    assert (row(firm)["late"], row(firm)["waiting_cost"]) == (0, 0)


def test_each_month_has_a_row_of_its_own(firm: Firm) -> None:
    firm.bought(1, 0, 100)
    firm.bought(1, 40, 100)
    firm.compute(MONTHLY)
    months = firm.connection.execute("SELECT month FROM measure_monthly ORDER BY 1").fetchall()
    assert months == [
        (2025 * 12 + 11,),
        (2025 * 12 + 12,),
    ]


def test_the_future_and_customers_in_the_bin_are_left_out(firm: Firm) -> None:
    firm.bought(1, -5, 100)
    firm.met_by(1, "visit", -5)
    firm.row("fact_interaction", account_id=99, channel="visit", happened_on=ago(3))
    assert firm.table(MONTHLY) == {}
