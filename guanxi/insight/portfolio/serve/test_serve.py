"""Cost to serve says what is left, and never guesses what is not recorded."""

import pytest

from guanxi.insight.portfolio.serve.measure import SERVE
from guanxi.insight.portfolio.tests.firm import Firm


@pytest.fixture
def firm() -> Firm:
    """One who pays well, one who just pays, one who costs more than it brings."""
    firm = Firm()
    for account, revenue in ((1, 1_000_000), (2, 100_000), (3, 20_000)):
        firm.bought(account, 30, revenue)
        firm.met_by(account, "visit", duration_seconds=7_200)
    return firm


def test_profit_is_what_was_brought_less_the_cost_to_serve(firm: Firm) -> None:
    rows = firm.table(SERVE)
    cost = (2 * 120 + 200) * 100
    assert {key: row["profit"] for key, row in rows.items()} == {
        1: 1_000_000 - cost,
        2: 100_000 - cost,
        3: 20_000 - cost,
    }
    assert {key: row["class"] for key, row in rows.items()} == {1: "rich", 2: "rich", 3: "loss"}
    assert firm.classes(SERVE, rich_percent="60")[2] == "thin"


def test_costs_without_a_purchase_are_courting(firm: Firm) -> None:
    firm.met_by(4, "visit")
    row = firm.table(SERVE)[4]
    assert (row["class"], row["cause"], row["profit"]) == ("courted", "courted", -44_000)


def test_without_a_contact_the_cost_of_contacts_is_said_to_be_unknown(firm: Firm) -> None:
    firm.bought(5, 30, 100)
    row = firm.table(SERVE)[5]
    assert (row["cause"], row["contact_cost"], row["profit"]) == ("no_contact", None, 100)


def test_nothing_known_and_no_rate_are_unknown(firm: Firm) -> None:
    firm.customers(6)
    firm.bought(7, 30, 0, foreign=1, lines=1)
    rows = firm.table(SERVE)
    assert [(rows[key]["class"], rows[key]["missing"]) for key in (6, 7)] == [
        ("unknown", "nothing"),
        ("unknown", "rate"),
    ]
    assert rows[7]["cost"] is None


def test_refunds_larger_than_sales_are_a_loss() -> None:
    firm = Firm()
    firm.bought(1, 30, 100, returned=500, returned_margin=500)
    assert firm.table(SERVE)[1]["profit"] == -400
    assert firm.classes(SERVE) == {1: "loss"}


def test_cost_is_told_month_by_month_the_latest_last(firm: Firm) -> None:
    assert firm.table(SERVE)[1]["by_month"] == "[0,0,0,0,0,0,0,0,0,0,0,44000]"


def test_what_lies_before_the_window_does_not_count(firm: Firm) -> None:
    firm.bought(1, 500, 9_000_000)
    assert firm.table(SERVE)[1]["profit"] == 1_000_000 - 44_000


def test_a_firm_without_customers_has_no_rows() -> None:
    assert Firm().table(SERVE) == {}
