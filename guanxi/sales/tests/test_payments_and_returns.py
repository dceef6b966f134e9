"""Money for an order, and goods that come back."""

import datetime as dt

import pytest

from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.sales.models import Order, Payment


def test_a_payment_lowers_what_is_open(delivered, ana, call):
    payment = call("record_payment", delivered, ana, amount=5000, reference="CMB-1")

    delivered.refresh_from_db()
    assert (payment.amount, payment.account_id) == (500_000, delivered.account_id)
    assert delivered.open_amount == 143_200
    kinds = {"payment.created", "order.paid"}
    assert set(Fact.objects.filter(kind__in=kinds).values_list("kind", flat=True)) == kinds


def test_a_refund_raises_it_again(delivered, ana, call):
    call("record_payment", delivered, ana, amount=5000)

    call("record_payment", delivered, ana, amount=2000, kind="refund")

    delivered.refresh_from_db()
    assert delivered.paid_amount == 300_000


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": -3}, "amount"),
        ({"amount": 1, "paid_on": dt.date(2026, 11, 30)}, "paid_on"),
        ({"amount": 7000, "kind": "refund"}, "amount"),
    ],
)
def test_a_payment_that_cannot_be_is_refused(delivered, ana, call, given, field):
    call("record_payment", delivered, ana, amount=6432)

    with pytest.raises(RuleBroken) as refused:
        call("record_payment", delivered, ana, **given)

    assert set(refused.value.fields) == {field}
    assert Payment.objects.count() == 1


def test_a_draft_takes_no_money(ordered, ana, call):
    with pytest.raises(RuleBroken):
        call("record_payment", ordered, ana, amount=1)


def test_an_order_that_holds_money_is_not_cancelled(confirmed, ana, call):
    call("record_payment", confirmed, ana, amount=1)

    with pytest.raises(RuleBroken):
        call("cancel_order", confirmed, ana, reason="x")


def test_a_return_holds_every_line_turned_round(delivered, ana, call):
    back = call("return_order", delivered, ana, reason="标定漂移")

    line = back.lines.get()
    assert (back.kind, back.status, back.returned_order_id) == ("return", "draft", delivered.pk)
    assert (line.quantity, line.amount, line.cost) == (-2, -643_200, -402_100)
    assert back.total_amount == -643_200
    assert Fact.objects.get(kind="order.returned").data["by"] == back.pk


def test_an_order_comes_back_only_once(delivered, ana, call):
    call("return_order", delivered, ana, reason="标定漂移")

    with pytest.raises(RuleBroken):
        call("return_order", delivered, ana, reason="again")


def test_what_never_went_out_cannot_come_back(confirmed, ana, call):
    with pytest.raises(RuleBroken):
        call("return_order", confirmed, ana, reason="x")


@pytest.mark.parametrize(
    ("verb", "given"), [("record_payment", {"amount": 1}), ("return_order", {"reason": "x"})]
)
def test_readers_are_denied_and_strangers_find_nothing(delivered, visitor, cleo, call, verb, given):
    with pytest.raises(Denied):
        call(verb, delivered, visitor, **given)
    with pytest.raises(Order.DoesNotExist):
        call(verb, delivered, cleo, **given)
