"""A listener on loopback, which the operator of the test allows, hears what happens."""

import datetime as dt

import orjson
import pytest
from django.utils import timezone

from guanxi.platform.actors.models import Role
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.deliveries import run_due
from guanxi.platform.facts.models import Delivery
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.facts.webhooks import sending
from guanxi.platform.facts.webhooks.administering import (
    Wish,
    create_webhook,
    replay_webhook,
    switch_webhook,
)
from guanxi.platform.facts.webhooks.sending import NotHeard, send, signature
from guanxi.platform.facts.webhooks.tests.listening import Listener, listening


@pytest.fixture
def listener(settings):
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with listening() as address:
        yield address


@pytest.fixture
def hook(listener, admin, at):
    wish = Wish("ERP", f"{listener}/hook?x=1", ["order.*"], Role.objects.get(code="test-admin"))
    return create_webhook(wish, actor=admin, at=at)


def happen(actor, kind="order.paid"):
    return publish(Happening(kind, "order", 7, {"amount": [1, 2]}), actor=actor, at=timezone.now())


def test_a_fact_is_told_and_signed(hook, ana):
    fact = happen(ana)
    run_due()
    [(path, headers, body)] = Listener.heard
    sent_at, proof = (part.partition("=")[2] for part in headers["Guanxi-Signature"].split(","))
    assert path == "/hook?x=1"
    assert proof == signature(hook.secret, int(sent_at), body)
    assert orjson.loads(body)["changes"] == {"amount": [1, 2]}
    assert headers["Guanxi-Fact"] == str(fact.pk)
    assert Delivery.objects.get().state == "done"


def test_other_facts_are_not_told(hook, ana):
    happen(ana, "account.created")
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("status", [400, 500, 301, 302, 307])
def test_what_is_not_heard_is_told_again_later(hook, ana, listener, status):
    Listener.answers = [(status, {"Location": f"{listener}/elsewhere"}, b"")]
    happen(ana)
    run_due()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == ("waiting", 1)
    assert delivery.due_at > timezone.now()
    assert str(status) in delivery.error

    Delivery.objects.update(due_at=timezone.now())
    run_due()
    assert Delivery.objects.get().state == "done"
    assert [path for path, *_ in Listener.heard] == ["/hook?x=1"] * 2


def test_an_endless_answer_is_cut(listener, monkeypatch):
    Listener.answers = [(200, {}, b"x" * 200_000)]
    with pytest.raises(NotHeard, match="too long"):
        send(f"{listener}/", b"{}", {})


def test_nobody_there_is_not_heard(settings, monkeypatch):
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    monkeypatch.setattr(sending, "CONNECT_SECONDS", 1)
    with pytest.raises(NotHeard):
        send("http://127.0.0.1:9/", b"{}", {})


def test_a_name_that_leads_inside_later_is_refused_then(hook, ana, settings):
    settings.WEBHOOK_NETWORKS = []
    happen(ana)
    run_due()
    assert Listener.heard == []
    assert "RuleBroken" in Delivery.objects.get().error


def test_switched_off_it_hears_no_more(hook, ana, admin, at):
    happen(ana)
    switch_webhook(hook, on=False, actor=admin, at=at)
    happen(ana)
    run_due()
    assert Listener.heard == []


def test_what_it_heard_can_be_told_again(hook, ana, admin, at):
    happen(ana)
    run_due()
    since = timezone.now() - dt.timedelta(minutes=1)
    assert replay_webhook(hook, since, actor=admin, at=at) == 1
    run_due()
    assert len(Listener.heard) == 2


def test_only_an_administrator_sets_one_up(ana, seller, at):
    with pytest.raises(Denied):
        create_webhook(Wish("x", "https://example.com/", ["*"], seller), actor=ana, at=at)


@pytest.mark.parametrize("patterns", [[], [" "]])
def test_it_must_say_what_to_hear(admin, seller, at, patterns):
    with pytest.raises(RuleBroken):
        create_webhook(Wish("x", "https://example.com/", patterns, seller), actor=admin, at=at)


def test_it_must_say_under_which_role_it_hears(admin, at):
    with pytest.raises(RuleBroken):
        create_webhook(Wish("x", "https://example.com/", ["*"], None), actor=admin, at=at)
