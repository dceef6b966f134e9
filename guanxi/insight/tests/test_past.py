"""What a customer was like on a past day, for people and programs, within rights."""

import datetime as dt

import pytest
from django.test import Client

from guanxi.insight.panels import classes_of
from guanxi.insight.registry import MEASURES
from guanxi.insight.run import Order, run
from guanxi.insight.tests.standing import *  # noqa: F403 - the books stand for the module
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.compiling import actor_for_user, rights_changed
from guanxi.platform.actors.models import FieldGrant, User
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import update_record

pytestmark = pytest.mark.measures("abc")
LATER = dt.timedelta(60)


@pytest.fixture(scope="module")
def books(customer, sale, ana, at, compute):
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


def test_programs_learn_the_class_of_any_day(books, ana, at):
    first, later = at.date(), at.date() + LATER

    then = asked(ana, books, on=first.isoformat()).json()
    now = asked(ana, books, on=later.isoformat()).json()
    before = asked(ana, books, on=(first - dt.timedelta(1)).isoformat()).json()

    assert then["on"] == first.isoformat()
    assert then["values"]["profile_abc_class"] == "C"
    assert now["values"]["profile_abc_class"] == "A"
    assert before["values"]["profile_abc_class"] is None
    assert then["values"]["owner"] == ana.user_id
    change = {"on": later.isoformat(), "field": "profile_abc_class", "before": "C", "after": "A"}
    assert now["changes"] == [change]


def test_the_owner_of_a_past_day_is_remembered(books, ana, ben, at):
    later = at + LATER
    update_record(noun_named("account"), books.pk, {"owner": ben.user_id}, actor=ana, at=later)
    order = Order(later.date(), {}, off=frozenset(one.key for one in MEASURES))
    run(order, actor=SYSTEM, at=later)

    told = asked(ana, books, on=at.date().isoformat()).json()

    assert told["values"]["owner"] == ana.user_id
    assert [one["after"] for one in told["changes"] if one["field"] == "owner"] == [ben.user_id]


def test_the_question_is_described_and_a_wrong_day_refused(books, ana):
    described = client_of(ana).get("/api/v1/openapi.json").json()["paths"]
    wrong = asked(ana, books, on="last June")

    assert described["/api/v1/account/{id}/classes/"]["get"]["parameters"][0]["name"] == "on"
    assert wrong.status_code == 422
    assert client_of(ana).get(f"/api/v1/account/{books.pk}/no-such/").status_code == 405


def test_a_stranger_learns_nothing_of_the_past(books, cleo):
    assert asked(cleo, books).status_code == 404
    assert client_of(cleo).get(f"/insight/past/{books.pk}/").status_code == 404


def test_a_hidden_class_has_no_past_either(books, ana, seller):
    FieldGrant.objects.create(role=seller, noun="account", field="profile_abc_class", mode="hidden")
    rights_changed()

    told = asked(ana, books).json()
    page = client_of(ana).get(f"/insight/past/{books.pk}/").content.decode()

    assert "profile_abc_class" not in told["values"]
    assert not [one for one in told["changes"] if one["field"] == "profile_abc_class"]
    assert "ABC" not in page


def test_the_page_shows_the_day_beside_today_and_every_change(
    books, ana, at, django_assert_max_num_queries
):
    client = client_of(ana)
    client.get("/insight/")
    with django_assert_max_num_queries(12):
        page = client.get(f"/insight/past/{books.pk}/", {"on": at.date().isoformat()})
    text = page.content.decode()

    assert "As it was on" in text and "On that day" in text
    assert f"?on={(at.date() + LATER).isoformat()}" in text
    assert " style=" not in text


def test_the_customers_page_leads_to_its_past(books, ana, at):
    actor = actor_for_user(User.objects.get(pk=ana.user_id))
    assert classes_of(actor, books, at)["past"] == f"/insight/past/{books.pk}/"
