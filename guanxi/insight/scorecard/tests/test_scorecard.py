"""The scorecard's figures come out as on paper, and are unknown where data is lacking."""

from datetime import timedelta

import pytest
from django.utils import translation

from guanxi.insight.scorecard.figures import score
from guanxi.insight.scorecard.measure import SCORECARD
from guanxi.insight.scorecard.sentences import cells, keeping, main_finding, using, working
from guanxi.insight.scorecard.views import TABLES
from guanxi.insight.tests.star import AS_OF, Star


def contact(star: Star, account: int, days_ago: int, channel: str, direction: str = "out") -> None:
    star.connection.execute(
        "INSERT INTO fact_interaction (interaction_id, account_id, channel, direction, happened_on)"
        " SELECT COUNT(*) + 1, ?, ?, ?, ? FROM fact_interaction",
        [account, channel, direction, AS_OF - timedelta(days_ago)],
    )


@pytest.fixture
def star() -> Star:
    """One customer of old, who also buys a new product; one new one, who buys both."""
    star = Star()
    for account, days_ago, amount, product in (
        (1, 700, 500, 1),
        (1, 200, 600, 1),
        (1, 100, 70, 2),
        (2, 50, 30, 1),
        (2, 40, 9, 2),
    ):
        star.sold(account, AS_OF - timedelta(days_ago), amount, product=product)
        star.bought(account, days_ago, amount)
    return star


def of(star: Star, **overrides: str):
    return score(star.connection, SCORECARD.parameters.changed(overrides), AS_OF)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_every_table_of_customers_that_it_reads_is_narrowed_to_those_that_the_reader_may_see(star):
    columns = star.connection.execute(
        "SELECT table_name FROM duckdb_columns() WHERE column_name = 'account_id'"
    ).fetchall()
    assert SCORECARD.stages().reads() & {name for (name,) in columns} <= set(TABLES)


def test_growth_falls_into_four_ways_that_add_up(star):
    found = of(star)
    assert [one.revenue for one in cells(found)] == [600, 70, 30, 9]
    assert [one.change for one in cells(found)] == [100, 70, 30, 9]
    assert sum(one.change for one in cells(found)) == found.revenue - found["revenue_before"]


def test_effort_before_the_first_purchase_is_winning(star):
    contact(star, 2, 60, "phone")
    contact(star, 2, 55, "visit")
    contact(star, 2, 30, "phone")
    contact(star, 1, 20, "phone")
    found = of(star)
    assert (found["won"], found["kept"], found["to_keep"]) == (1, 1, 1)
    # Six minutes of a call and two hours with the way there, at 120 an hour and 200 for the way.
    assert found.cost_of("winning") == 100 * (12 + 240 + 200)
    assert found.cost_of("keeping") == 100 * 2 * 12
    assert found.ratio == pytest.approx(452 / 24)
    assert "¥452" in keeping(found)[1].text


def test_who_came_back_after_a_year_without_a_purchase_was_not_kept(star):
    for account, days_ago in ((3, 1_000), (3, 30), (4, 1_000), (5, 900), (5, 400), (6, 365)):
        star.bought(account, days_ago, 100)
    found = of(star)
    # Of the year before are 1, 5 and 6; only the first bought again. The third came back.
    assert (found["to_keep"], found["kept"], found["returned"], found["won"]) == (3, 1, 1, 1)
    assert keeping(found)[0].text.endswith("1 were won, 1 came back after a longer pause")
    assert "of the 3 who bought within a year" in working(found)[-1].text


def test_what_the_firm_says_that_winning_costs_goes_before_what_contacts_tell(star):
    contact(star, 2, 60, "visit")
    contact(star, 1, 20, "phone")

    found = of(star, winning_cost="600")

    assert found.ratio == 50
    assert "¥600 as set" in keeping(found)[1].text


def test_costs_of_which_no_contact_tells_are_unknown(star):
    found = of(star)
    assert found.ratio is None
    assert keeping(found)[1].lacks


def test_answers_are_counted_within_a_day_and_a_week(star):
    contact(star, 1, 100, "email", "in")
    contact(star, 1, 99, "email")
    contact(star, 1, 50, "email", "in")
    contact(star, 1, 45, "phone")
    contact(star, 1, 20, "email", "in")
    found = of(star)
    assert (found["asked"], found["answered_soon"], found["answered_in_a_week"]) == (3, 1, 2)
    assert found["by_several"] == 1


def test_the_use_of_the_system_is_counted(star):
    star.connection.execute(
        "UPDATE dim_customer SET owner_id = 7, city = 'Suzhou' WHERE account_id = 1"
    )
    star.connection.execute(
        "INSERT INTO fact_activity (activity_id, account_id, kind, due_on)"
        " VALUES (1, 2, 'task', ?)",
        [AS_OF + timedelta(3)],
    )
    found = of(star)
    assert (found["owned"], found["with_next_step"], found.complete) == (1, 1, 0.125)


def test_what_the_handbook_asks_and_nobody_records_is_said_to_be_unknown(star):
    found = of(star)
    said = {one.name: one for one in (*working(found), *using(found))}
    for name in ("Campaigns", "Promotion cost", "Return on the programme"):
        assert "not recorded" in said[name].lacks
        assert not said[name].figure
    assert "2" in said["Spend of a customer"].text
    assert not said["Spend of a customer"].lacks


def test_an_empty_firm_has_sentences_without_figures():
    found = of(Star())
    with translation.override("en"):
        assert "cannot be told" in main_finding(found)
    assert all(
        one.figure in {"—", "0", ""} for one in (*working(found), *keeping(found), *using(found))
    )


def test_revenue_rises_or_falls_in_words(star):
    assert main_finding(of(star)).startswith("Revenue rose by 42% in a year, most of it in")
    star.sold(1, AS_OF - timedelta(690), 500, product=1)
    star.bought(1, 690, 500)

    assert main_finding(of(star)).startswith("Revenue fell by 29% in a year, most of it in")


def test_a_firm_without_rates_has_no_spend_and_no_growth():
    star = Star()
    for days_ago in (500, 100):
        star.sold(1, AS_OF - timedelta(days_ago), 700, product=1, rate=None)
        star.bought(1, days_ago, 0, foreign=1)

    found = of(star)

    [spend] = [one for one in working(found) if one.name == "Spend of a customer"]
    assert (spend.figure, spend.lacks[:7]) == ("", "Unknown")
    assert main_finding(found) == "What was bought has no exchange rate, so growth cannot be told."
