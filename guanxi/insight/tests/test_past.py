"""What a customer was like on a past day, for people and programs, within rights."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from guanxi.insight.following import with_what_they_stand_on
from guanxi.insight.panels import classes_of
from guanxi.insight.past.recalling import month_ends_before
from guanxi.insight.registry import MEASURES
from guanxi.insight.run import Order, run
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.compiling import actor_for_user, rights_changed
from guanxi.platform.actors.models import FieldGrant, User
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import update_record
from guanxi.warehouse.engine import reading
from guanxi.warehouse.refresh import warehouse_file

pytestmark = pytest.mark.measures("abc")
LATER = dt.timedelta(60)


@pytest.fixture
def moved(customer, sale, ana, at, compute):
    """A small customer of ana's that became the biggest meanwhile."""
    sale(customer("big", ana), 100, 900_000)
    small = customer("small", ana)
    sale(small, 20, 5_000)
    compute()
    sale(small, -30, 90_000_000)
    compute(as_of=at.date() + LATER)
    return small


def client_of(actor):
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def asked(actor, account, **given):
    return client_of(actor).get(f"/api/v1/account/{account.pk}/classes/", given)


def test_programs_learn_the_class_of_any_day(moved, ana, at):
    first, later = at.date(), at.date() + LATER

    then = asked(ana, moved, on=first.isoformat()).json()
    now = asked(ana, moved, on=later.isoformat()).json()
    before = asked(ana, moved, on=(first - dt.timedelta(1)).isoformat()).json()

    assert then["on"] == first.isoformat()
    assert then["values"]["profile_abc_class"] == "C"
    assert now["values"]["profile_abc_class"] == "A"
    assert before["values"]["profile_abc_class"] is None
    assert then["values"]["owner"] == ana.user_id
    change = {"on": later.isoformat(), "field": "profile_abc_class", "before": "C", "after": "A"}
    assert now["changes"] == [change]


def test_the_owner_of_a_past_day_is_remembered(moved, ana, ben, at):
    later = at + LATER
    update_record(noun_named("account"), moved.pk, {"owner": ben.user_id}, actor=ana, at=later)
    order = Order(later.date(), {}, off=frozenset(one.key for one in MEASURES))
    run(order, actor=SYSTEM, at=later)

    told = asked(ana, moved, on=at.date().isoformat()).json()

    assert told["values"]["owner"] == ana.user_id
    assert [one["after"] for one in told["changes"] if one["field"] == "owner"] == [ben.user_id]


def test_the_question_is_described_and_a_wrong_day_refused(moved, ana):
    described = client_of(ana).get("/api/v1/openapi.json").json()["paths"]
    wrong = asked(ana, moved, on="last June")

    assert described["/api/v1/account/{id}/classes/"]["get"]["parameters"][0]["name"] == "on"
    assert wrong.status_code == 422
    assert client_of(ana).get(f"/api/v1/account/{moved.pk}/no-such/").status_code == 405


def test_a_stranger_learns_nothing_of_the_past(moved, cleo):
    assert asked(cleo, moved).status_code == 404
    assert client_of(cleo).get(f"/insight/past/{moved.pk}/").status_code == 404


def test_a_hidden_class_has_no_past_either(moved, ana, seller):
    FieldGrant.objects.create(role=seller, noun="account", field="profile_abc_class", mode="hidden")
    rights_changed()

    told = asked(ana, moved).json()
    page = client_of(ana).get(f"/insight/past/{moved.pk}/").content.decode()

    assert "profile_abc_class" not in told["values"]
    assert not [one for one in told["changes"] if one["field"] == "profile_abc_class"]
    assert "ABC" not in page


def test_the_page_shows_the_day_beside_today_and_every_change(
    moved, ana, at, django_assert_max_num_queries
):
    client = client_of(ana)
    client.get("/insight/")
    with django_assert_max_num_queries(12):
        page = client.get(f"/insight/past/{moved.pk}/", {"on": at.date().isoformat()})
    text = page.content.decode()

    assert "As it was on" in text and "On that day" in text
    assert f"?on={(at.date() + LATER).isoformat()}" in text
    assert " style=" not in text


def test_before_the_first_run_the_past_says_what_to_do(customer, ana):
    page = client_of(ana).get(f"/insight/past/{customer('new', ana).pk}/").content.decode()
    assert "Nothing has been computed yet" in page


def test_the_customers_page_leads_to_its_past(moved, ana, at):
    actor = actor_for_user(User.objects.get(pk=ana.user_id))
    assert classes_of(actor, moved, at)["past"] == f"/insight/past/{moved.pk}/"


def test_classes_before_the_first_run_are_recalled_from_the_books(
    customer, sale, ana, at, compute, time_machine
):
    time_machine.move_to(at)
    big, small = customer("big", ana), customer("small", ana)
    sale(big, 200, 900_000)
    sale(small, 100, 5_000)
    sale(small, 20, 90_000_000)
    compute()
    first = asked(ana, small).json()

    call_command("insight", "recall", "--months", "6", stdout=StringIO())
    call_command("insight", "recall", "--months", "6", stdout=StringIO())

    ends = month_ends_before(at.date(), 6)
    then = asked(ana, small, on=ends[-2].isoformat()).json()
    assert ends[-1] < at.date() < ends[-1] + dt.timedelta(32)
    assert then["values"]["profile_abc_class"] == "C"
    assert asked(ana, small, on=ends[0].isoformat()).json()["values"]["profile_abc_class"] is None
    assert asked(ana, small).json()["values"] == first["values"]
    assert [one["after"] for one in then["changes"] if one["field"] == "profile_abc_class"] == ["A"]


@pytest.mark.measures("rfm", "abc", "pyramid", "lifecycle", "movement")
def test_a_past_day_keeps_no_snapshot_of_a_measure_left_out_since(customer, sale, ana, compute, at):
    big = customer("big", ana)
    for days_ago in range(10, 400, 30):
        sale(big, days_ago, 100_000)
    left_out = {one.key for one in MEASURES} - {"rfm", "pyramid", "lifecycle", "movement"}
    compute()
    assert "abc" in told_of_snapshots()

    compute(as_of=at.date() - dt.timedelta(20), off=frozenset(left_out))

    assert told_of_snapshots() == {"rfm", "segment", "pyramid", "lifecycle"}
    with reading(warehouse_file()) as warehouse:
        assert warehouse.execute("SELECT abc_was FROM measure_movement").fetchall() == [
            ("unknown",)
        ]


def told_of_snapshots() -> set[str]:
    """The measures of which some past day is kept."""
    with reading(warehouse_file()) as warehouse:
        return {
            name for (name,) in warehouse.execute("SELECT measure FROM made_of_snapshot").fetchall()
        }


@pytest.mark.measures("rfm", "abc", "pyramid", "lifecycle", "movement")
def test_one_measure_of_a_past_day_stands_on_others_of_that_day(customer, sale, ana, compute, at):
    late = customer("late", ana)
    for number, days_ago in enumerate((5, 100, 200)):
        sale(late, days_ago, 100_000)
        sale(customer(f"other {number}", ana), days_ago + 30, 50_000 * (number + 1))
    compute()
    past = at.date() - dt.timedelta(150)

    call_command(
        "insight", "run", "--only", "movement", "--as-of", str(past),
        stdout=StringIO(), stderr=StringIO(),
    )  # fmt: skip

    with reading(warehouse_file()) as warehouse:
        (last,) = warehouse.execute("SELECT MAX(last_on) FROM measure_rfm").fetchone()
    assert last <= past
    assert with_what_they_stand_on(["movement"], past) == ("movement",)
    assert with_what_they_stand_on(["engagement"], past) == (
        "monthly", "serve", "clv", "engagement",
    )  # fmt: skip
