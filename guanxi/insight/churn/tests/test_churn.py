"""Who may leave: on paper where the rule tells, on drawn books where it is learned."""

import datetime as dt
import math
import random

import pyarrow as pa
import pytest

from guanxi.insight.churn.figures import churn_of
from guanxi.insight.churn.measure import CHURN
from guanxi.insight.churn.past import FILES, Past, rules
from guanxi.insight.churn.step import predict
from guanxi.insight.tests.star import AS_OF, Star


@pytest.fixture
def star():
    """Books without customers."""
    return Star()


def every(star, account, gap, times, first_days_ago, revenue=10_000, **more):
    for number in range(times):
        star.bought(account, first_days_ago - gap * number, revenue, **more)


def chance(days, silent, gap, ahead):
    e = math.exp(-silent / gap)
    alive = days * e / (days * e + 1)
    return 5 * round(20 * (1 - alive * (1 - math.exp(-ahead / gap))))


def test_the_rule_follows_the_own_rhythm(star):
    every(star, 1, 30, 10, 280)
    row = star.table(CHURN)[1]
    gap = (270 + 30) / 10
    assert row["gap_days"] == 30
    assert row["ahead"] == 60
    assert row["chance"] == row["by_rule"] == chance(10, 10, gap, 60) == 25
    assert row["class"] == "safe"
    assert row["year_value"] == 100_000
    assert row["at_risk"] == 25_000


def test_the_same_silence_is_safe_for_one_and_a_warning_for_another(star):
    every(star, 1, 90, 8, 700)
    every(star, 2, 10, 8, 140)
    classes = star.classes(CHURN)
    assert classes[1] in {"safe", "watch"}
    assert classes[2] in {"at_risk", "leaving", "lost"}


def test_a_very_long_silence_is_lost(star):
    every(star, 1, 10, 10, 400)
    row = star.table(CHURN)[1]
    assert row["class"] == "lost"
    assert row["main_cause"] == row["cause"] == "long_silent"


def test_winning_back_is_worth_a_year_times_the_chance_less_its_cost(star):
    every(star, 1, 10, 10, 145)
    every(star, 2, 10, 10, 145, revenue=1_000_000)
    every(star, 3, 10, 10, 145, foreign=1)
    rows = star.table(CHURN)
    stays = rows[2]["stays"]
    assert {row["class"] for row in rows.values()} == {"lost"}
    assert 0 < stays < 0.05
    star.compute(CHURN)
    star.connection.execute("CREATE OR REPLACE TEMP VIEW seen AS FROM dim_customer")
    free, dear = (churn_of(star.connection, AS_OF.isoformat(), cost, 9) for cost in (0, 10_000))
    assert [one.account_id for one in free.returning] == [2, 1]
    assert (free.lost, free.worth_it) == (2, 2)
    (worth,) = dear.returning
    assert (worth.account_id, worth.chance) == (2, round(100 * stays, 1))
    assert worth.value == round(rows[2]["year_value"] * stays) - 10_000 > 0
    assert (dear.lost, dear.worth_it) == (2, 1)


def test_without_a_purchase_it_is_unknown_and_says_why(star):
    star.customers(1)
    star.bought(2, -5, 10_000)
    for row in star.table(CHURN).values():
        assert row["class"] == row["main_cause"] == "unknown"
        assert row["missing"] == "purchase"
        assert row["chance"] is None
        assert row["at_risk"] is None


def test_no_customers_at_all_are_no_obstacle(star):
    assert star.table(CHURN) == {}
    assert star.told("churn")["why"] == "short_past"


def test_one_customer_with_one_purchase_has_no_rhythm_to_tell_a_chance(star):
    star.bought(1, 0, 10_000)
    row = star.table(CHURN)[1]
    assert (row["class"], row["missing"]) == ("unknown", "rhythm")
    for name in ("chance", "at_risk", "gap_days", "next_on"):
        assert row[name] is None


def test_who_bought_once_has_a_chance_by_the_rhythm_of_at_least_three(star):
    for account in (2, 3, 4):
        every(star, account, 30, 4, 95)
    star.bought(1, 0, 10_000)
    row = star.table(CHURN)[1]
    assert row["chance"] == chance(1, 0, 30, 60)
    assert row["missing"] is None


def test_refunds_larger_than_sales_leave_nothing_at_risk(star):
    every(star, 1, 30, 4, 100, returned=20_000, returned_margin=20_000)
    row = star.table(CHURN)[1]
    assert row["chance"] is not None
    assert row["year_value"] is None
    assert row["at_risk"] is None


def test_a_currency_without_a_rate_leaves_the_value_unknown(star):
    every(star, 1, 30, 4, 100, foreign=1)
    row = star.table(CHURN)[1]
    assert row["class"] != "unknown"
    assert row["at_risk"] is None


def test_falling_frequency_is_named_beside_the_rhythm(star):
    for days_ago in [*range(60, 240, 8), 40]:
        star.bought(1, days_ago, 10_000)
    assert "rate" in star.table(CHURN)[1]["cause"].split()


def leavers(star, customers=700, seed=4):
    """Customers who buy every 20 days; half slow down for half a year before they stop."""
    draw, found = random.Random(seed), []
    for account in range(1, customers + 1):
        days_ago, fades = 900.0 - draw.uniform(0, 200), draw.random() < 0.6
        stops = draw.uniform(20, 700)
        while days_ago > 0 and not (fades and days_ago < stops):
            found.append(
                (account, AS_OF - dt.timedelta(int(days_ago)), draw.randrange(5_000, 20_000))
            )
            slow = fades and days_ago < stops + 150
            days_ago -= max(1.0, draw.expovariate(1 / (45 if slow else 20)))
    star.connection.execute(
        f"INSERT INTO dim_customer (account_id) SELECT * FROM range(1, {customers + 1})"
    )
    names = ("account_id", "ordered_on", "revenue")
    star.connection.register(
        "drawn", pa.table(dict(zip(names, zip(*found, strict=True), strict=True)))
    )
    star.connection.execute(
        "INSERT INTO purchase_day SELECT account_id, ordered_on, 1, SUM(revenue), SUM(revenue),"
        " 0, 0, 0, 0 FROM drawn GROUP BY 1, 2"
    )
    star.connection.unregister("drawn")


@pytest.fixture(scope="module")
def learned():
    """Books from which there is something to learn."""
    star = Star()
    leavers(star)
    rows = star.table(CHURN)
    return star, rows, star.told("churn")


def test_what_is_learned_beats_the_rule_on_a_later_past_and_is_used(learned):
    _star, rows, told = learned
    assert told["status"] == "learned"
    ours, rule = told["holdout"]["learned"], told["holdout"]["rule"]
    assert ours["brier"] < rule["brier"]
    assert ours["auc"] > 0.7
    assert ours["auc_low"] < ours["auc"] < ours["auc_high"]
    assert told["leak_test"]["refused"] == []
    weights = [one for one in told["parameters"].values() if one["standard_error"]]
    assert len(weights) > 20 and told["parameters_unit"] == "log-odds"
    assert all(one["low"] < one["value"] < one["high"] for one in weights)
    assert {row["model"] for row in rows.values()} == {"Logistic 2025-12-31"}


def test_the_learned_chance_comes_true_within_its_bins(learned):
    told = learned[2]["holdout"]["learned"]
    assert sum(one["customers"] for one in told["bins"]) == told["rows"]
    assert told["reliability"] < 0.02


def test_every_chance_has_a_main_sign_that_can_be_said(learned):
    for row in learned[1].values():
        assert str(CHURN.reasons[row["cause"]])
        assert row["main_cause"] == row["cause"].split()[0]


def test_a_trial_takes_the_last_model_and_records_nothing(learned):
    star, rows, told = learned
    before = star.told("churn")
    predict(
        star.connection,
        {
            "parameters": CHURN.parameters().values(),
            "as_of": AS_OF.isoformat(),
            "last": told,
            "trial": True,
        },
    )
    found = dict(
        star.connection.execute("SELECT account_id, chance FROM churn_prediction").fetchall()
    )
    assert found == {key: row["chance"] for key, row in rows.items()}
    assert star.told("churn") == before


def test_a_model_that_does_not_settle_says_so_and_the_last_good_one_serves(learned, monkeypatch):
    star, rows, good = learned
    monkeypatch.setattr("guanxi.insight.learning.additive.MOST_STEPS", 1)
    star.last = good | {"as_of": "2025-12-20"}
    try:
        again = star.table(CHURN)
        told = star.told("churn")
    finally:
        star.last = {}
    assert (told["status"], told["why"]) == ("kept", "not_converged")
    assert told["version"] == good["version"]
    assert {key: row["chance"] for key, row in again.items()} == {
        key: row["chance"] for key, row in rows.items()
    }


@pytest.mark.parametrize(
    ("made_of", "learned_on", "serves"),
    [
        ({}, "2025-12-25", True),
        ({}, "2025-12-24", False),
        ({"books": 10}, "2025-12-25", False),
        ({"asked": [{"watch_percent": 1}, {}]}, "2025-12-25", False),
    ],
)
def test_what_is_learned_serves_for_a_week_of_the_same_books_and_settings(
    learned, made_of, learned_on, serves
):
    star, _rows, good = learned
    earlier = {"as_of": learned_on, "made_of": good["made_of"] | made_of}
    star.last = good | earlier
    try:
        star.table(CHURN)
        told = star.told("churn")
    finally:
        star.last = {}
    assert told["as_of"] == (learned_on if serves else "2025-12-31")


def test_a_model_that_does_not_settle_and_has_no_forerunner_leaves_it_to_the_rule(monkeypatch):
    star = Star()
    leavers(star, 500)
    monkeypatch.setattr("guanxi.insight.learning.additive.MOST_STEPS", 1)
    rows = star.table(CHURN)
    assert star.told("churn")["why"] == "not_converged"
    assert all(row["chance"] == row["by_rule"] for row in rows.values())


def test_no_column_knows_the_future(learned):
    star = learned[0]
    past = Past(star.connection, rules(CHURN.parameters().values()))
    assert past.leaking(AS_OF - dt.timedelta(200)) == []


def test_an_answer_given_after_the_day_is_no_sign_of_it(learned, monkeypatch, tmp_path):
    star = learned[0]
    star.said(1, "satisfaction", 10, days_ago=30)
    past = Past(star.connection, rules(CHURN.parameters().values()))
    assert past.leaking(AS_OF - dt.timedelta(200)) == []
    leaking = tmp_path / "features.sql"
    leaking.write_text(
        FILES[1].read_text().replace("answered_on <= $as_of AND answered_on >", "answered_on >")
    )
    monkeypatch.setattr("guanxi.insight.churn.past.FILES", (FILES[0], leaking))
    assert past.leaking(AS_OF - dt.timedelta(200)) == ["opinion"]


def test_a_column_that_knows_the_future_is_found(learned, monkeypatch, tmp_path):
    star = learned[0]
    text = FILES[0].read_text()
    leaking = tmp_path / "rhythm.sql"
    leaking.write_text(
        text.replace(
            "WHERE purchase_lines > 0 AND ordered_on <= $as_of AND", "WHERE purchase_lines > 0 AND"
        )
    )
    monkeypatch.setattr("guanxi.insight.churn.past.FILES", (leaking, *FILES[1:]))
    past = Past(star.connection, rules(CHURN.parameters().values()))
    assert "days" in past.leaking(AS_OF - dt.timedelta(200))
