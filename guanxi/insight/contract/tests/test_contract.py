"""Value under contract: renewals counted on paper, and a model that knows when it cannot tell."""

import pytest

from guanxi.insight.contract.holdout import check
from guanxi.insight.contract.measure import CONTRACT
from guanxi.insight.tests.star import Star

YEAR = 365
ENDED_AFTER = {0: 20, 1: 8, 2: 4}


def contract(star: Star, account: int, *days_ago: int, relation: str = "preferred", **more: int):
    for day in days_ago:
        star.bought(account, day, more.get("revenue", 10_000), foreign=more.get("foreign", 0))
    star.connection.execute(
        "UPDATE dim_customer SET relation_type = ? WHERE account_id = ?", [relation, account]
    )


@pytest.fixture(scope="module")
def star() -> Star:
    """Sixty contracts begun five years ago: 32 ended, 28 renewed four times; and some apart."""
    star, account = Star(), 100
    for renewed, many in (*ENDED_AFTER.items(), (4, 28)):
        for _one in range(many):
            account += 1
            days = [5 * YEAR - 100 - YEAR * period for period in range(renewed + 1)]
            contract(star, account, *days)
    contract(star, 1, 2 * YEAR + 10, YEAR + 25, 20)
    contract(star, 2, 2 * YEAR + 100, YEAR + 100, relation="transaction")
    contract(star, 3, 100)
    contract(star, 4, 400, 10, foreign=1)
    contract(star, 5, 400, 10, revenue=0)
    contract(star, 6, 4 * YEAR, 3 * YEAR, 100)
    contract(star, 7, YEAR + 20)
    star.customers(8)
    return star


@pytest.fixture(scope="module")
def computed(star):
    """The rows with what was told of them, before another test computes something else."""
    return star.table(CONTRACT), star.told("contract")


@pytest.fixture(scope="module")
def rows(computed):
    return computed[0]


@pytest.fixture(scope="module")
def told(computed):
    return computed[1]


def test_a_purchase_shortly_before_the_period_renews_it(rows):
    assert (rows[1]["class"], rows[1]["renewals"], rows[1]["a_period"]) == ("rooted", 2, 15_000)


def test_a_period_without_a_purchase_ends_it_though_one_follows(rows):
    assert (rows[6]["class"], rows[6]["renewals"], rows[6]["cause"]) == ("ended", 1, "ended")
    assert rows[6]["value"] is None


def test_a_period_that_is_over_without_a_purchase_makes_the_renewal_due(rows):
    assert (rows[7]["class"], rows[7]["renewals"]) == ("due", 0)


@pytest.mark.parametrize(
    ("account", "missing"),
    [(2, "relation"), (3, "period"), (4, "rate"), (5, "value"), (8, "purchase")],
)
def test_what_is_missing_is_said(rows, account, missing):
    assert (rows[account]["class"], rows[account]["missing"]) == ("unknown", missing)
    assert rows[account]["value"] is None


def test_everybody_may_buy_under_contract(star):
    assert star.classes(CONTRACT, contracts="all")[2] == "due"


def test_who_has_stayed_longer_renews_with_a_greater_chance(rows, told):
    a, b = (told["parameters"][name]["value"] for name in ("alpha", "beta"))
    lasting = next(row for key, row in rows.items() if key > 100 and row["renewals"] == 4)
    assert lasting["chance"] == round(100 * (b + 4) / (a + b + 4))
    assert lasting["chance"] > rows[7]["chance"] == round(100 * b / (a + b))
    assert (told["status"], told["ended"]) == ("converged", 33)


def test_the_value_is_what_a_period_brings_times_the_renewals_within_the_horizon(rows, told):
    a, b = (told["parameters"][name]["value"] for name in ("alpha", "beta"))
    first = b / (a + b)
    second = first * (b + 1) / (a + b + 1)
    third = second * (b + 2) / (a + b + 2)

    # Overdue: the renewals of today, in a year, in two and in three fall within three years.
    fourth = third * (b + 3) / (a + b + 3)
    residual = first + second / 1.1 + third / 1.1**2 + fourth / 1.1**3

    assert rows[7]["residual"] == pytest.approx(residual, abs=0.001)
    assert rows[7]["value"] == pytest.approx(10_000 * residual, rel=0.05)


def test_a_renewal_beyond_the_horizon_is_worth_nothing_within_it(star):
    row = star.table(CONTRACT, horizon_months="1")[1]

    assert (row["class"], row["value"]) == ("rooted", 0)


def test_a_longer_horizon_holds_more(star, rows):
    assert star.table(CONTRACT, horizon_months="120")[7]["value"] > 1.5 * rows[7]["value"]


def test_the_last_whole_period_is_foretold_from_those_before_it():
    # All are in their fifth period. At the first renewal 400 of 600 stayed, at the second 320 of
    # 400: two equations, b/(a+b) = 2/3 and (b+1)/(a+b+1) = 4/5, so a = 1/2 and b = 1. Those 320
    # were then asked once more, and 280 stayed. Of 1,000 renewals due before, 720 were made.
    spans = [(0, 4, 200), (1, 4, 80), (2, 4, 40), (4, 4, 280), (0, 1, 50)]

    found = check(spans, 10)

    assert (found["status"], found["n"], found["actual"]) == ("checked", 320, 280)
    assert found["predicted"] == pytest.approx(320 * 3 / 3.5, abs=0.01)
    assert found["naive"] == pytest.approx(320 * 0.72)
    assert [row["renewals"] for row in found["renewals"]] == [2]


def test_where_the_periods_before_do_not_determine_a_model_nothing_is_checked(told):
    assert told["holdout"] == {"status": "none", "why": "undetermined"}
    assert check([], 3) == {"status": "none", "why": "few_ended"}


def test_few_that_ended_teach_nothing():
    star = Star()
    contract(star, 1, 2 * YEAR, YEAR, 10)

    row = star.table(CONTRACT)[1]

    assert (row["class"], row["cause"], row["renewals"]) == ("rooted", "untold", 2)
    assert (row["value"], row["chance"]) == (None, None)
    assert star.told("contract")["why"] == "few_ended"


def test_a_model_as_unsure_as_it_is_large_foretells_nothing():
    star, account = Star(), 0
    for renewed, many in ((0, 30), (1, 1), (4, 30)):
        for _one in range(many):
            account += 1
            contract(
                star, account, *(5 * YEAR - 100 - YEAR * period for period in range(renewed + 1))
            )

    rows, told = star.table(CONTRACT), star.told("contract")

    # Half leave at once and hardly anybody later: the error is as large as the figure.
    assert (told["status"], told["why"]) == ("none", "undetermined")
    assert told["vague"]["alpha"]["standard_error"] >= told["vague"]["alpha"]["value"]
    assert (rows[61]["cause"], rows[61]["value"]) == ("untold", None)


def test_a_model_that_cannot_be_fitted_leaves_the_last_one_in_service(told):
    star = Star()
    contract(star, 1, 2 * YEAR, YEAR, 10)
    star.last = told

    row = star.table(CONTRACT)[1]

    assert row["class"] == "rooted"
    assert star.told("contract")["status"] == "kept"


def test_no_customers_at_all_is_no_error():
    assert Star().table(CONTRACT) == {}
