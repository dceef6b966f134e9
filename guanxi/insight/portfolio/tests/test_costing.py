"""Ratio, net present value and payback, as one works them out on paper."""

from typing import Any

import pytest

from guanxi.insight.portfolio.cost_ratio.measure import COST_RATIO
from guanxi.insight.portfolio.monthly.measure import MONTHLY
from guanxi.insight.portfolio.npv.measure import NPV
from guanxi.insight.portfolio.payback.measure import PAYBACK
from guanxi.insight.portfolio.tests.firm import Firm

NOW = 2025 * 12 + 12
COLUMNS = (
    "account_id BIGINT, month INTEGER, revenue BIGINT, brought BIGINT, discount_cost BIGINT,"
    " return_cost BIGINT, service_cost BIGINT, cost BIGINT, has_foreign INTEGER"
)


def firm_of(*flows: dict[int, tuple[int, int]]) -> Firm:
    """Customers with what they brought and cost, by months back from that of the day."""
    firm = Firm()
    firm.customers(*range(1, len(flows) + 1))
    rows: list[tuple[Any, ...]] = [
        (account, NOW - back, brought, brought, 0, 0, cost, cost, 0)
        for account, months in enumerate(flows, start=1)
        for back, (brought, cost) in months.items()
    ]
    firm.put(MONTHLY.table, COLUMNS, rows)
    firm.worth()
    return firm


def test_the_ratio_divides_contribution_by_the_cost_of_serving() -> None:
    firm = firm_of({0: (5_000, 1_000)}, {0: (1_990, 1_000)}, {0: (999, 1_000)}, {0: (5_000, 0)}, {})
    rows = firm.table(COST_RATIO)
    assert {key: row["class"] for key, row in rows.items()} == {
        1: "strong",
        2: "fair",
        3: "weak",
        4: "unknown",
        5: "unknown",
    }
    assert [rows[key]["ratio"] for key in (1, 2, 4)] == [5.0, 1.9, None]
    assert [rows[key]["missing"] for key in (4, 5)] == ["cost", "nothing"]


def test_a_negative_contribution_is_a_weak_ratio() -> None:
    assert firm_of({0: (-500, 1_000)}).table(COST_RATIO)[1]["ratio"] == -0.5


def test_net_present_value_discounts_each_month_to_the_first() -> None:
    firm = firm_of({24: (0, 100_000), 12: (60_500, 0), 0: (60_500, 0)})
    row = firm.table(NPV)[1]
    assert row["past"] == round(-100_000 + 60_500 / 1.1 + 60_500 / 1.21) == 5_000
    assert row["class"] == "earned"


def test_the_textbook_project_has_the_textbook_value() -> None:
    # Brealey, Myers and Allen, Principles of Corporate Finance: −350 000 now, 16 000 a year for
    # 14 years, 466 000 in the fifteenth, at 5 %, is worth about +32 500 (here by the year).
    flows = {180 - 12 * year: (1_600_000, 0) for year in range(1, 15)}
    firm = firm_of({180: (0, 35_000_000), 0: (46_600_000, 0), **flows})
    paper = -350_000 + sum(16_000 / 1.05**year for year in range(1, 15)) + 466_000 / 1.05**15
    assert firm.table(NPV, discount_percent="5")[1]["past"] == round(paper * 100)


def test_what_is_ahead_decides_where_the_past_has_not_paid_back() -> None:
    firm = firm_of(*[{12: (0, 1_000), 0: (110, 0)}] * 4, {12: (0, 1_000)})
    firm.worth(of_1=2_000, of_2=100)
    rows = firm.table(NPV)
    assert rows[1]["ahead"] == round(2_000 / 1.1)
    assert [rows[key]["class"] for key in (1, 2, 3)] == ["expected", "sunk", "unknown"]
    assert [rows[key]["missing"] for key in (3, 5)] == ["ahead", "purchase"]


def test_winning_costs_are_put_in_first() -> None:
    assert firm_of({0: (1_000, 0)}).table(NPV, winning_cost="5")[1]["past"] == 500


def test_value_ahead_that_is_revenue_stands_beside_and_is_not_added() -> None:
    firm = firm_of({0: (1_000, 0)}, {0: (0, 1_000)}, {0: (10, 0)})
    firm.worth(of_1=2_000, of_2=9_000)
    rows = firm.table(NPV, ahead_is="revenue")
    assert (rows[1]["npv"], rows[1]["ahead"], rows[1]["cause"]) == (1_000, 2_000, "apart")
    assert (rows[2]["class"], rows[2]["missing"], rows[2]["npv"]) == ("unknown", "revenue", None)
    assert rows[3]["cause"] == "past"


def test_payback_counts_months_until_the_balance_stays_above_zero() -> None:
    firm = firm_of(
        {10: (0, 100), 8: (150, 0), 6: (0, 100), 3: (60, 0)},
        {3: (10, 0)},
        {14: (0, 100), 1: (100, 0)},
        {5: (0, 100), 1: (40, 0)},
        {},
    )
    rows = firm.table(PAYBACK)
    assert {key: row["class"] for key, row in rows.items()} == {
        1: "fair",
        2: "quick",
        3: "slow",
        4: "open",
        5: "unknown",
    }
    assert [rows[key]["months"] for key in (1, 2, 3, 4)] == [8, 0, 14, None]
    assert (rows[4]["put_in"], rows[4]["balance"], rows[4]["open_months"]) == (100, -60, 6)
    assert rows[2]["cause"] == "at_once"


def test_a_single_purchase_after_courting_pays_back_in_its_month() -> None:
    firm = Firm()
    firm.met_by(1, "phone", 100)
    firm.bought(1, 30, 100_000)
    firm.worth()
    # From 22 September to 1 December: the fourth month.
    assert firm.table(PAYBACK)[1]["months"] == 4


@pytest.mark.parametrize("measure", [COST_RATIO, NPV, PAYBACK])
def test_a_currency_without_a_rate_is_unknown(measure: Any) -> None:
    firm = Firm()
    firm.bought(1, 30, 100, foreign=1)
    firm.worth()
    assert firm.table(measure)[1]["missing"] == "rate"
