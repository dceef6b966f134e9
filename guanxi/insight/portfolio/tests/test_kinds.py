"""Product profit, growth by prospects, attention, ladder and engagement, each by the handbook."""

import pytest

from guanxi.insight.measures import UNKNOWN, Measure
from guanxi.insight.portfolio.attention.measure import ATTENTION
from guanxi.insight.portfolio.engagement.measure import ENGAGEMENT
from guanxi.insight.portfolio.ladder.measure import LADDER
from guanxi.insight.portfolio.measures import PORTFOLIO
from guanxi.insight.portfolio.monthly.measure import MONTHLY
from guanxi.insight.portfolio.product_profit.measure import PRODUCT_PROFIT
from guanxi.insight.portfolio.prospects.measure import PROSPECTS
from guanxi.insight.portfolio.serve.measure import SERVE
from guanxi.insight.portfolio.tests.firm import Firm, ago

HIGH, GAIN, EVEN, LOSS, UNCOSTED = 1, 2, 3, 4, 5
COSTS = {HIGH: 40, GAIN: 80, EVEN: 100, LOSS: 120, UNCOSTED: None}


@pytest.mark.parametrize(
    ("bought", "expected"),
    [
        ({HIGH: 8, GAIN: 2}, "platinum"),
        ({HIGH: 8, EVEN: 2}, "platinum"),
        ({HIGH: 3, GAIN: 7}, "silver"),
        ({HIGH: 5, GAIN: 14, EVEN: 1}, "silver"),
        ({HIGH: 3, GAIN: 5, EVEN: 2}, "ordinary"),
        ({GAIN: 9, EVEN: 1}, "ordinary"),
        ({GAIN: 18, EVEN: 1, LOSS: 1}, "ordinary"),
        ({GAIN: 4, EVEN: 6}, "ordinary"),
        ({HIGH: 8, LOSS: 2}, "dangerous"),
        ({EVEN: 5, LOSS: 5}, "release"),
        ({EVEN: 10}, "release"),
        ({HIGH: 4, UNCOSTED: 6}, UNKNOWN),
        ({}, UNKNOWN),
    ],
)
def test_what_a_customer_buys_decides_its_class(bought: dict[int, int], expected: str) -> None:
    firm = Firm()
    firm.customers(1)
    for product, times in bought.items():
        for _ in range(times):
            firm.line(1, product, 100, COSTS[product])
    row = firm.table(PRODUCT_PROFIT)[1]
    assert row["class"] == expected
    if expected == UNKNOWN:
        assert row["missing"] == ("cost" if bought else "purchase")


def test_a_product_is_graded_by_all_its_sales() -> None:
    firm = Firm()
    firm.line(1, HIGH, 100, 99)
    firm.line(2, HIGH, 900, 1)
    assert firm.table(PRODUCT_PROFIT)[1]["high_share"] == 100


def market(*spans: tuple[str, int, int]) -> Firm:
    """Customers with an industry, what they bought the year before, and in the year."""
    firm = Firm()
    for account, (industry, before, now) in enumerate(spans, start=1):
        firm.customer(account, industry=industry)
        for days, revenue in ((500, before), (30, now)):
            if revenue:
                firm.bought(account, days, revenue)
    return firm


def test_growth_by_prospects_has_four_fields() -> None:
    good, bad = "optics", "paper"
    firm = market(
        *[(good, 100, 150)] * 4,
        (good, 100, 50),
        *[(bad, 100, 150)] * 2,
        (bad, 100, 50),
        *[(bad, 100, 0)] * 2,
    )
    rows = firm.table(PROSPECTS)
    found = {key: row["class"] for key, row in rows.items()}
    assert (found[1], found[5], found[6], found[8]) == ("star", "mature", "dangerous", "dog")
    assert (rows[1]["own_growth"], rows[1]["industry_growth"], rows[1]["firm_growth"]) == (
        50,
        30,
        0,
    )
    assert (rows[1]["buying_share"], rows[1]["trend"]) == (100, 125)


def test_prospects_say_what_is_missing() -> None:
    firm = market(
        *[("optics", 100, 100)] * 5, ("optics", 0, 100), ("", 100, 100), ("tea", 100, 100)
    )
    rows = firm.table(PROSPECTS)
    assert [rows[key]["missing"] for key in (6, 7, 8)] == ["before", "industry", "few"]
    assert {rows[key]["class"] for key in (6, 7, 8)} == {UNKNOWN}


def levels(customers: int, margin: int, **overrides: str) -> str:
    """The level for so many customers of one kind, beside ten others who bring 100 each."""
    firm = Firm()
    for account in range(1, customers + 1):
        firm.customer(account, kind="business")
    for account in range(1_001, 1_011):
        firm.customer(account, kind="person")
    columns = "account_id BIGINT, margin BIGINT"
    rows = [(account, margin) for account in range(1, customers + 1)]
    firm.put("measure_factor", columns, [*rows, *((n, 100) for n in range(1_001, 1_011))])
    firm.put("measure_pyramid", "account_id BIGINT, class VARCHAR", [])
    return firm.classes(ATTENTION, segment_by="kind", many_from="9", few_below="4", **overrides)[1]


@pytest.mark.parametrize(
    ("customers", "high", "medium", "low"),
    [
        (9, "accountable", "reactive", "basic"),
        (6, "proactive", "accountable", "reactive"),
        (2, "partnership", "proactive", "accountable"),
    ],
)
def test_the_level_of_attention_is_read_from_the_table(
    customers: int, high: str, medium: str, low: str
) -> None:
    wide = {"high_percent": "120", "low_percent": "80"}
    assert [levels(customers, margin, **wide) for margin in (400, 100, 10)] == [high, medium, low]


def test_the_level_given_is_compared_with_the_fitting_one() -> None:
    firm = Firm()
    for account, given in enumerate(("", "basic", "partnership", "proactive"), start=1):
        firm.customer(account, attention=given, kind="business")
        firm.bought(account, 30, 100 * account)
    firm.customer(5, kind="business")
    rows = firm.table(ATTENTION, segment_by="kind")
    assert {row["class"] for key, row in rows.items() if key < 5} == {"proactive"}
    assert [rows[key]["segment"] for key in (1, 2, 3, 4, 5)] == [
        *("not_given", "too_little", "too_much", "fitting", UNKNOWN)
    ]
    assert [rows[key]["difference"] for key in (2, 3, 4)] == [-3, 1, 0]
    assert rows[5]["missing"] == "margin"


def test_each_rung_of_the_ladder() -> None:
    firm = Firm()
    firm.customer(8, relation_type="preferred")
    firm.customer(10)
    firm.customer(11, referrer_id=10)
    firm.customer(7, relation_type="partnership")
    firm.customer(9, referrer_id=8)
    firm.met_by(2, "phone")
    firm.met_by(3, "phone", direction="in")
    for account, times in ((4, 1), (5, 2), (6, 12), (7, 2), (8, 2), (9, 1), (10, 2), (11, 1)):
        for number in range(times):
            firm.bought(account, 10 + 30 * number, 100)
    firm.customers(1)
    firm.worth()
    assert firm.classes(LADDER) == {
        1: "suspect",
        2: "suspect",
        3: "prospect",
        4: "first",
        5: "repeat",
        6: "client",
        7: "member",
        8: "advocate",
        9: "first",
        10: "repeat",
        11: "first",
    }


def test_a_client_that_fell_silent_is_a_repeat_buyer() -> None:
    firm = Firm()
    for number in range(12):
        firm.bought(1, 300 + 30 * number, 100)
    row = firm.table(LADDER)[1]
    assert (row["class"], row["cause"]) == ("repeat", "slowed")


@pytest.fixture
def referrers() -> Firm:
    """One who brought two (one with another's help), and one who only buys."""
    firm = Firm()
    firm.customer(1)
    firm.customer(2, referrer_id=1)
    firm.customer(3, referrer_id=1)
    firm.customer(4)
    firm.row("fact_relation", account_id=3, other_id=4, kind="referrer")
    for account, revenue in ((1, 1_000), (2, 5_000), (3, 4_000), (5, 100)):
        firm.bought(account, 30, revenue)
    firm.worth(of_1=200, of_2=1_000)
    return firm


def test_referrals_are_worth_a_share_of_what_those_brought_in_bring(referrers: Firm) -> None:
    rows = referrers.table(ENGAGEMENT)
    assert rows[1]["purchase_value"] == 1_200
    assert rows[1]["referral_value"] == (6_000 + 4_000 // 2) * 20 // 100
    assert rows[1]["engagement_value"] == 1_200 + 1_600
    assert (rows[1]["class"], rows[4]["class"], rows[5]["class"]) == (
        "referrer",
        "referrer",
        "buyer",
    )
    assert (rows[4]["cause"], rows[5]["referral_value"]) == ("refers_only", 0)
    assert referrers.classes(ENGAGEMENT, referral_share="10")[1] == "both"


def test_where_no_referral_is_recorded_referral_value_is_unknown_not_zero() -> None:
    firm = Firm()
    firm.bought(1, 30, 100)
    firm.customers(2)
    firm.worth()
    rows = firm.table(ENGAGEMENT)
    assert (rows[1]["referral_value"], rows[1]["cause"]) == (None, "not_recorded")
    assert (rows[2]["class"], rows[2]["missing"]) == (UNKNOWN, "purchase")


def test_values_that_no_money_tells_are_judged_each_apart_or_unknown() -> None:
    firm = Firm()
    for account in (1, 2):
        firm.bought(account, 30, 100)
    firm.worth()
    firm.judged(1, information=2, weapon=5)
    firm.judged(1, information=4)

    rows = firm.table(ENGAGEMENT)

    assert (rows[1]["information"], rows[1]["weapon"]) == (4, 5)
    assert (rows[1]["knowledge"], rows[1]["trading"], rows[1]["gathering"]) == (None, None, None)
    assert rows[1]["judged_on"] == ago(5)
    assert {rows[2][name] for name in ("information", "weapon", "judged_on")} == {None}
    assert rows[1]["engagement_value"] == rows[2]["engagement_value"]


def test_answers_to_surveys_are_counted_where_anybody_was_asked() -> None:
    firm = Firm()
    for account in (1, 2):
        firm.bought(account, 30, 100)
    firm.worth()
    assert firm.table(ENGAGEMENT)[1]["sheets"] is None

    firm.said(1, "nps", 50, sheet="a")
    firm.said(1, "ces", 50, sheet="a")
    firm.said(1, "nps", 50, sheet="b")
    firm.said(1, "nps", 50, sheet="old", days_ago=1_000)

    rows = firm.table(ENGAGEMENT)
    assert (rows[1]["sheets"], rows[2]["sheets"]) == (2, 0)
    assert firm.table(ENGAGEMENT, information_months="60")[1]["sheets"] == 3


def test_value_ahead_that_is_revenue_is_no_part_of_purchase_value() -> None:
    firm = Firm()
    firm.bought(1, 30, 100)
    firm.worth(of_1=900)
    row = firm.table(ENGAGEMENT, ahead_is="revenue")[1]
    assert (row["purchase_value"], row["ahead_value"]) == (100, 900)


@pytest.mark.parametrize("measure", (MONTHLY, SERVE, *PORTFOLIO), ids=lambda one: one.key)
def test_a_firm_without_customers_and_one_with_odd_books_are_no_error(measure: Measure) -> None:
    assert Firm().table(measure) == {}
    firm = Firm()
    firm.bought(1, 10, 100, returned=500, returned_margin=500)
    firm.bought(2, -10, 100)
    firm.bought(3, 10, 100, foreign=1)
    firm.customers(4)
    assert set(firm.table(measure)) <= {1, 2, 3, 4}
