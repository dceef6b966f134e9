"""An order on its way: confirmed, delivered, closed, or called off."""

import datetime as dt

import pytest

from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record
from guanxi.sales.models import Order

VERBS = [
    ("confirm_order", "ordered", {}, "order.confirmed", "confirmed"),
    ("deliver_order", "confirmed", {}, "order.delivered", "delivered"),
    ("cancel_order", "ordered", {"reason": "客户改主意"}, "order.cancelled", "cancelled"),
]


@pytest.mark.parametrize(("verb", "stage", "given", "fact", "status"), VERBS)
def test_an_order_goes_on_and_the_fact_is_kept(
    request, ana, call, verb, stage, given, fact, status
):
    order = request.getfixturevalue(stage)
    was = order.status

    call(verb, order, ana, **given)

    order.refresh_from_db()
    assert order.status == status
    assert Fact.objects.get(kind=fact).changes["status"] == [was, status]


@pytest.mark.parametrize(("verb", "stage", "given", "fact", "status"), VERBS)
def test_who_may_only_read_is_denied_and_nothing_changes(
    request, visitor, call, verb, stage, given, fact, status
):
    order = request.getfixturevalue(stage)

    with pytest.raises(Denied):
        call(verb, order, visitor, **given)

    assert not Fact.objects.filter(kind=fact).exists()


@pytest.mark.parametrize(("verb", "stage", "given", "fact", "status"), VERBS)
def test_a_stranger_does_not_find_it(request, cleo, call, verb, stage, given, fact, status):
    order = request.getfixturevalue(stage)

    with pytest.raises(Order.DoesNotExist):
        call(verb, order, cleo, **given)


@pytest.mark.parametrize(
    ("verb", "stage", "given"),
    [
        ("confirm_order", "order", {}),
        ("confirm_order", "confirmed", {}),
        ("deliver_order", "ordered", {}),
        ("deliver_order", "confirmed", {"delivered_on": dt.date(2026, 11, 1)}),
        ("deliver_order", "confirmed", {"delivered_on": dt.date(2026, 12, 1)}),
        ("close_order", "delivered", {}),
        ("cancel_order", "delivered", {"reason": "x"}),
        ("cancel_order", "ordered", {}),
    ],
)
def test_a_step_out_of_turn_is_refused(request, ana, call, verb, stage, given):
    order = request.getfixturevalue(stage)
    before = order.status

    with pytest.raises(RuleBroken):
        call(verb, order, ana, **given)

    order.refresh_from_db()
    assert order.status == before


def test_an_order_without_a_customer_cannot_be_confirmed(ana, at, gauge, call):
    order = create_record(noun_named("order"), {"ordered_on": at.date()}, actor=ana, at=at)
    call("add_order_line", order, ana, product=gauge.pk, quantity=1)

    with pytest.raises(RuleBroken) as refused:
        call("confirm_order", order, ana)

    assert set(refused.value.fields) == {"account"}


def test_a_paid_order_closes(delivered, ana, call):
    call("record_payment", delivered, ana, amount=6432)

    assert call("close_order", delivered, ana).status == "closed"


def test_the_amounts_of_a_confirmed_order_are_fixed(confirmed, ana, at):
    with pytest.raises(RuleBroken) as refused:
        update_record(noun_named("order"), confirmed.pk, {"discount": 5}, actor=ana, at=at)

    assert set(refused.value.fields) == {"discount"}


def test_its_note_is_not(confirmed, ana, at):
    order = update_record(noun_named("order"), confirmed.pk, {"note": "加急"}, actor=ana, at=at)

    assert order.note == "加急"


def test_the_form_of_a_confirmed_order_posts_what_is_fixed_unchanged(confirmed, ana, at):
    given = {"account": confirmed.account_id, "ordered_on": confirmed.ordered_on, "discount": "0"}
    noun = noun_named("order")

    order = update_record(noun, confirmed.pk, given | {"note": "急"}, actor=ana, at=at)

    assert order.note == "急"
