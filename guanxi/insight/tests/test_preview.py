"""A change is looked at first: who would move, in the measure and in all that is made of it."""

import pytest
from django.test import Client

from guanxi.insight.following import followers, tables_read
from guanxi.insight.models import MeasureSetting, Profile
from guanxi.insight.registry import MEASURES, measure_named
from guanxi.platform.actors.models import User

OF_COSTS = ("monthly", "serve", "cost_ratio", "payback")


def client_of(actor) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


@pytest.fixture
def firm(customer, sale, ana):
    """Five customers of ana's that buy ever less often."""
    for number in range(1, 6):
        account = customer(f"firm {number}", ana)
        for days_ago in range(5, 400, 25 * number):
            sale(account, days_ago, 10_000 * number)


def looked_at(actor, key, **values):
    return client_of(actor).post(f"/insight/parameters/{key}/preview/", values)


def test_what_is_made_of_a_measure_is_known_by_the_sql(db):
    for measure in MEASURES:
        named = {one for one in measure.stages().reads() if one.startswith("measure_")}
        assert tables_read()[measure.key] == named, measure.key
    assert {"ladder", "movement"} <= {one.key for one in followers(measure_named("lifecycle"))}
    assert {"attention", "key_account"} <= {one.key for one in followers(measure_named("monthly"))}


@pytest.mark.measures("lifecycle", "ladder")
def test_a_change_is_followed_into_what_is_made_of_it(firm, compute, admin):
    compute()
    before = dict(Profile.objects.values_list("account__name", "ladder_class"))

    page = looked_at(admin, "lifecycle", ended_percent="50", alive_percent="90").content.decode()
    compute(overrides={"lifecycle": {"ended_percent": "50", "alive_percent": "90"}})

    after = dict(Profile.objects.values_list("account__name", "ladder_class"))
    moved = sum(before[name] != after[name] for name in before)
    assert "Lifecycle" in page
    assert (f"{moved} of 5 customers would move" in page.partition("Ladder")[2]) == bool(moved)
    assert not MeasureSetting.objects.exists()


@pytest.mark.measures(*OF_COSTS)
def test_a_setting_that_others_borrow_is_followed_into_them(firm, compute, admin):
    compute()
    assert {"payback", "cohorts", "scorecard"} <= {
        one.key for one in followers(measure_named("monthly"))
    }

    page = looked_at(admin, "monthly", winning_cost="1000000").content.decode()

    assert "5 of 5 customers would move" in page.partition("Payback period")[2]
    assert "Scorecard" not in page and "Cohorts" not in page


@pytest.mark.measures(*OF_COSTS)
def test_what_is_borrowed_is_shown_where_it_is_read_and_set_where_it_is(firm, compute, admin):
    compute()
    page = client_of(admin).get("/insight/parameters/").content.decode()
    shown = page.partition('id="payback"')[2].partition("</form>")[0]

    assert "set at “Cost to serve by month”" in shown
    assert 'name="winning_cost"' not in shown
    assert page.count('name="winning_cost"') == 1

    posted = {"quick_months": "4", "winning_cost": "7"}
    client_of(admin).post("/insight/parameters/payback/", posted)
    assert dict(MeasureSetting.objects.values_list("name", "value")) == {"quick_months": "4"}


@pytest.mark.measures(*OF_COSTS)
def test_cost_rates_show_whose_class_they_would_move(firm, compute, admin):
    compute()
    before = dict(Profile.objects.values_list("account__name", "cost_ratio_class"))

    page = looked_at(admin, "monthly", order_cost="100000").content.decode()
    compute(overrides={"monthly": {"order_cost": "100000"}})

    after = dict(Profile.objects.values_list("account__name", "cost_ratio_class"))
    moved = sum(before[name] != after[name] for name in before)
    assert moved
    assert f"{moved} of 5 customers would move" in page


@pytest.mark.measures("forecast")
def test_what_no_class_follows_from_moves_nobody(firm, compute, admin):
    compute()
    page = client_of(admin).get("/insight/parameters/").content.decode()
    assert looked_at(admin, "forecast").status_code == 422
    assert "/insight/parameters/forecast/preview/" not in page
    assert "/insight/parameters/monthly/preview/" in page
