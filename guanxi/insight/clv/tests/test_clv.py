"""Lifetime value: classes that add up, a checked model, and "unknown" where it cannot tell."""

from typing import Any

import pytest

from guanxi.insight.clv.fitting import MODELS, Learned, kept
from guanxi.insight.clv.measure import CLV
from guanxi.insight.clv.newcomers import discounted_purchases, newcomers
from guanxi.insight.lifetime.outlook import WEEKS_A_MONTH, Horizon
from guanxi.insight.tests.star import AS_OF, Star

pytestmark = pytest.mark.alike

CUSTOMERS = 400


@pytest.fixture(scope="module")
def firm() -> Star:
    """Four hundred customers, and some of whom nothing can be told."""
    star = Star()
    star.drawn(CUSTOMERS, seed=1)
    star.customers(901)
    star.bought(902, -30, 100_000)
    star.bought(903, 50, 100_000, foreign=1)
    star.bought(904, 50, 10_000)
    star.bought(904, 40, 0, lines=0, returned_margin=60_000)
    return star


@pytest.fixture(scope="module")
def computed(firm: Star) -> tuple[dict[int, dict[str, Any]], dict[str, Any]]:
    """The values and what is told of the fit, taken together before another test computes anew."""
    return firm.table(CLV), firm.told("clv")


@pytest.fixture
def rows(computed):
    return computed[0]


@pytest.fixture
def told(computed):
    return computed[1]


def test_every_customer_who_bought_has_a_chance_and_a_value(rows):
    for account in range(1, CUSTOMERS + 1):
        row = rows[account]
        assert row["class"] in {"high", "medium", "low", "fading"}
        # Nothing that is still to come is certain.
        assert 1 <= row["alive"] <= 99
        assert row["low"] <= row["value"] <= max(row["high"], row["value"])
        assert row["value"] <= row["if_alive"]
        assert row["model"].endswith(" 2025-12-31")


def test_high_carry_the_first_share_of_the_value(rows):
    known = [row for row in rows.values() if row["value"] is not None]
    total = sum(row["value"] for row in known)
    top = sum(row["value"] for row in known if row["class"] in {"high", "fading"})
    assert top >= 0.75 * total
    lows = [row["value"] for row in known if row["class"] == "low"]
    highs = [row["value"] for row in known if row["class"] == "high"]
    assert max(lows) <= min(highs)


def test_fading_are_those_worth_much_if_they_still_buy(rows):
    fading = [row for row in rows.values() if row["class"] == "fading"]
    assert fading
    assert all(row["alive"] < 50 for row in fading)
    lows = [row["value"] for row in rows.values() if row["class"] == "low"]
    assert all(row["if_alive"] >= max(lows) for row in fading)


@pytest.mark.parametrize(
    ("account", "missing"), [(901, "purchase"), (902, "purchase"), (903, "rate"), (904, "value")]
)
def test_what_cannot_be_told_is_unknown_with_its_reason(rows, account, missing):
    row = rows[account]
    assert (row["class"], row["missing"], row["value"]) == ("unknown", missing, None)
    assert missing in CLV.missing


def test_the_record_tells_parameters_errors_likelihood_and_unit(told):
    buying, spend = told["buying"], told["spend"]
    assert (buying["status"], buying["unit"]) == ("converged", "weeks")
    assert buying["n"] == CUSTOMERS + 2
    assert list(buying["parameters"])[:2] == ["r", "alpha"]
    assert all(one["standard_error"] > 0 for one in buying["parameters"].values())
    assert buying["log_likelihood"] < 0
    assert list(spend["parameters"]) == ["p", "q", "v"]


def test_the_model_is_checked_on_weeks_it_has_not_seen(firm):
    firm.table(CLV)
    check = firm.told("clv")["holdout"]
    assert (check["status"], check["weeks"]) == ("checked", 26)
    assert abs(check["predicted"] - check["actual"]) < 0.25 * check["actual"]
    assert abs(check["predicted"] - check["actual"]) < abs(check["naive"] - check["actual"])
    kept = firm.connection.execute(
        "SELECT COUNT(*), SUM(actual) FROM clv_holdout WHERE first_on <= DATE '2025-07-02'"
    ).fetchone()
    assert kept == (check["customers"], check["actual"])


def test_what_a_purchase_brings_is_checked_on_weeks_the_model_has_not_seen(firm):
    firm.table(CLV)
    check = firm.told("clv")["spend_holdout"]
    assert (check["status"], check["unit"]) == ("checked", "minor")
    assert abs(check["predicted"] - check["actual"]) < 0.2 * check["actual"]
    assert check["error"] > 0 and check["naive_error"] > 0
    ((drawn_in,),) = firm.connection.execute(
        "SELECT STDDEV(predicted) < STDDEV(naive) FROM clv_spend_holdout"
    ).fetchall()
    assert drawn_in
    ((days, means),) = firm.connection.execute(
        "SELECT COUNT(*), AVG(d.brought) FROM (SELECT account_id, AVG(margin) AS brought"
        " FROM purchase_day WHERE ordered_on > DATE '2025-07-02'"
        " AND ordered_on <= DATE '2025-12-31'"
        " GROUP BY 1) AS d JOIN (SELECT account_id FROM purchase_day"
        " WHERE ordered_on <= DATE '2025-07-02' AND account_id <= 400 GROUP BY 1)"
        " USING (account_id)"
    ).fetchall()
    assert (check["customers"], check["actual"]) == (days, pytest.approx(means, abs=0.01))


def test_customer_equity_is_the_sum_of_the_values_with_its_range(told, rows):
    equity = told["equity"]
    total = sum(row["value"] or 0 for row in rows.values())
    assert total == pytest.approx(equity["value"], rel=0.02)
    assert 0 < equity["low"] < equity["value"] < equity["high"]
    assert equity["customers"] == CUSTOMERS


def test_what_serving_costs_for_a_purchase_is_taken_off_each_purchase_to_come(firm, rows):
    account = max((key for key, row in rows.items() if row["value"]), key=lambda key: (
        rows[key]["alive"], key
    ))  # fmt: skip
    visit = "VALUES (?, 'visit', 'out', 7200, DATE '2025-12-01')"
    columns = "account_id, channel, direction, duration_seconds, happened_on"
    firm.connection.execute(f"INSERT INTO fact_interaction ({columns}) {visit}", [account])
    try:
        net, gross = (firm.table(CLV, net_of_service=one)[account] for one in ("yes", "no"))
    finally:
        firm.connection.execute("DELETE FROM fact_interaction")
    ((days,),) = firm.connection.execute(
        "SELECT COUNT(*) FROM purchase_day WHERE account_id = ? AND YEAR(ordered_on) = 2025",
        [account],
    ).fetchall()

    # Two hours at 120 and 200 for the way, shared among the purchases of twelve months.
    service = gross["value"] * 44_000 / days / gross["spend"]
    assert (net["cause"], gross["cause"], gross["service"]) == ("net", "gross", None)
    assert net["service"] == pytest.approx(service, rel=0.12)
    assert net["value"] == pytest.approx(gross["value"] - net["service"], abs=0.1 * net["service"])


def test_where_what_serving_costs_is_not_known_it_is_said(rows):
    likely = [row for row in rows.values() if row["value"] is not None and row["high"]]
    bought = {row["last_on"].year: row for row in likely}
    assert (bought[2025]["cause"], bought[2025]["service"]) == ("orders", 0)
    assert (bought[2024]["cause"], bought[2024]["service"]) == ("unserved", None)
    assert {row["cause"] for row in rows.values()} <= {*CLV.reasons, None}


def test_who_most_likely_buys_nothing_is_not_told_to_bring_between_nought_and_nought(rows):
    bare = [row for row in rows.values() if row["value"] and row["low"] == row["high"] == 0]
    assert bare
    assert {row["cause"] for row in bare} == {"nought"}
    assert "%(low)s" not in str(CLV.reasons["nought"])


def test_of_three_models_the_likeliest_is_taken(told):
    assert set(told["tried"]) == {"bgnbd", "mbgnbd", "paretonbd"}
    settled = {key: one for key, one in told["tried"].items() if isinstance(one, float)}
    assert told["buying"]["model"] == max(settled, key=settled.get)


@pytest.mark.parametrize("model", ["bgnbd", "mbgnbd", "paretonbd"])
def test_other_models_give_values_alike(firm, rows, model):
    other = firm.table(CLV, model=model)
    assert firm.told("clv")["buying"]["model"] == model
    total, before = (sum(row["value"] or 0 for row in one.values()) for one in (other, rows))
    assert total == pytest.approx(before, rel=0.25)


def test_a_longer_horizon_is_worth_more_and_a_discount_less(firm, rows):
    total = sum(row["value"] or 0 for row in rows.values())
    longer = sum(row["value"] or 0 for row in firm.table(CLV, horizon_months="60").values())
    dearer = sum(row["value"] or 0 for row in firm.table(CLV, discount_percent="40").values())
    assert dearer < total < longer


def test_kinds_of_customers_can_have_models_of_their_own():
    star = Star()
    star.drawn(200, seed=2)
    star.drawn(200, seed=3, first=201)
    star.connection.execute(
        "UPDATE dim_customer SET kind = CASE WHEN account_id <= 200 THEN 'consumer'"
        " ELSE 'business' END"
    )
    star.table(CLV, segment_by="kind")
    told = star.told("clv")
    assert set(told["segments"]) == {"consumer", "business"}
    assert 0 <= told["segments_differ"]["p"] <= 1
    assert told["segments_differ"]["degrees"] == 4
    assert told["segments_differ"]["statistic"] >= 0


def test_too_few_repeat_buyers_are_said_to_be_too_few():
    star = Star()
    star.drawn(12, seed=4)
    row = star.table(CLV)[1]
    assert (row["class"], row["missing"]) == ("unknown", "model")
    assert star.told("clv")["buying"]["why"] == "few_repeaters"


def alike(star: Star) -> None:
    for account in range(1, 61):
        for days_ago in (300, 200, 100):
            star.bought(account, days_ago, 100)


def test_customers_all_alike_give_no_model_and_no_made_up_figure():
    star = Star()
    alike(star)
    assert {row["class"] for row in star.table(CLV).values()} == {"unknown"}
    told = star.told("clv")
    assert (told["buying"]["status"], told["buying"]["why"]) == ("none", "not_converged")


def test_a_model_that_does_not_settle_leaves_the_last_good_one(told):
    star = Star()
    alike(star)
    star.last = told
    found = star.table(CLV)
    assert {row["class"] for row in found.values()} <= {"high", "medium", "low", "fading"}
    told = star.told("clv")["buying"]
    assert (told["status"], told["why"]) == ("kept", "not_converged")
    assert told["version"] == star.last["buying"]["version"]
    assert told["parameters"] == star.last["buying"]["parameters"]


@pytest.fixture
def learned(told) -> Learned:
    """The models of the firm, as its record tells them."""
    buying, spend = kept(told["buying"]), kept(told["spend"])
    assert buying and spend
    return Learned(MODELS[told["buying"]["model"]], buying, spend)


def test_customers_to_come_buy_once_and_then_as_newcomers_do(learned):
    rate, (one, two) = 1.1, (
        learned.model.newcomer(learned.buying.values, months * WEEKS_A_MONTH) for months in (1, 2)
    )  # fmt: skip
    month = [rate ** (-number / 12) for number in (1, 2, 3)]
    paper = month[0] + month[1] * (1 + one) + month[2] * (1 + one + two - one)
    assert discounted_purchases(learned, Horizon(3, 0.1)) == pytest.approx(paper)


@pytest.mark.parametrize(("oldest", "is_told"), [("2023-12-31", True), ("2024-06-01", False)])
def test_as_many_come_as_in_the_last_year_where_the_books_go_back_two(
    firm, learned, oldest, is_told
):
    days = [oldest, *["2025-03-01"] * 24, "2024-12-31"]
    history = "SELECT UNNEST([" + ", ".join(f"DATE '{day}'" for day in days) + "]) AS first_on"
    horizon = Horizon(12, 0.1)
    found = newcomers(firm.connection, history, learned, horizon, AS_OF)
    if not is_told:
        assert found is None
        return
    p, q, v = learned.spend.values
    worth = 2 * p * v / (q - 1) * discounted_purchases(learned, horizon)
    assert found == {"customers": 24, "value": round(worth)}


def test_the_likeliest_model_and_its_check_serve_for_a_week(firm, told):
    star, last = firm, dict(told)
    star.last = last | {"checked_on": "2025-12-25", "holdout": {"customers": 77}}
    try:
        star.table(CLV)
        told = star.told("clv")
        assert (told["checked_on"], told["holdout"]) == ("2025-12-25", {"customers": 77})
        assert told["buying"]["version"].endswith(" 2025-12-31")
        star.last["checked_on"] = "2025-12-24"
        star.table(CLV)
        assert star.told("clv")["holdout"] == last["holdout"]
    finally:
        star.last = {}


def test_a_short_past_is_said_to_be_too_short_for_a_check():
    star = Star()
    star.drawn(CUSTOMERS, seed=5)
    star.table(CLV, holdout_weeks="104")
    assert star.told("clv")["holdout"]["why"] == "short_past"
