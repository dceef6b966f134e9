"""What selling tells on a customer's timeline: orders, returns and payments."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.customers.models import Account, Person
from guanxi.platform.actors.actor import Actor
from guanxi.platform.facts.telling import call
from guanxi.platform.nouns.registry import noun_of
from guanxi.platform.nouns.timeline import Before, Event, timeline
from guanxi.platform.records.reading import may_ask_by
from guanxi.platform.records.ready import Recounted
from guanxi.platform.records.titles import title_within
from guanxi.platform.records.values import shown_to
from guanxi.sales.choices import STATUS_TONES, OrderKind, OrderStatus, PaymentKind
from guanxi.sales.models import Order, Payment

for _what, _icon, _words in (
    ("confirmed", "check", gettext_lazy("confirmed it")),
    ("delivered", "truck", gettext_lazy("marked it delivered")),
    ("cancelled", "x", gettext_lazy("called it off")),
    ("closed", "check", gettext_lazy("closed it")),
    ("paid", "money", gettext_lazy("recorded a payment")),
    ("returned", "undo", gettext_lazy("took goods back")),
    ("line_added", "plus", gettext_lazy("added a line")),
    ("line_changed", "edit", gettext_lazy("changed a line")),
    ("line_removed", "trash", gettext_lazy("removed a line")),
):
    call(_what, _icon, _words)

NOON = dt.time(12)
MONEY = {"order": "total_amount", "payment": "amount"}


@timeline("account", "order", "trade")
def orders_of_account(
    actor: Actor, account: Account, before: Before | None, limit: int
) -> Iterable[Event]:
    """The orders and returns of a customer."""
    return _ORDERS.around(actor, account, lambda pk: Q(account=pk), before, limit)


@timeline("person", "order", "trade")
def orders_of_person(
    actor: Actor, person: Person, before: Before | None, limit: int
) -> Iterable[Event]:
    """The orders that a person placed."""
    return _ORDERS.around(actor, person, lambda pk: Q(person=pk), before, limit)


@timeline("account", "payment", "trade")
def payments_of_account(
    actor: Actor, account: Account, before: Before | None, limit: int
) -> Iterable[Event]:
    """The payments of a customer."""
    return _PAYMENTS.around(actor, account, lambda pk: Q(account=pk), before, limit)


@timeline("order", "order", "trade")
def returns_of_order(
    actor: Actor, order: Order, before: Before | None, limit: int
) -> Iterable[Event]:
    """What came back of an order."""
    return _ORDERS.around(actor, order, lambda pk: Q(returned_order=pk), before, limit)


@timeline("order", "payment", "trade")
def payments_of_order(
    actor: Actor, order: Order, before: Before | None, limit: int
) -> Iterable[Event]:
    """The payments and refunds of an order."""
    return _PAYMENTS.around(actor, order, lambda pk: Q(order=pk), before, limit)


def _older(before: Before, source: str, column: str) -> Q:
    """Rows of a day before the place; a day without a time of day stands at its noon."""
    day = timezone.localdate(before.at)
    earlier, same = Q(**{f"{column}__lt": day}), Q(**{column: day})
    noon = _noon(day)
    if noon > before.at or (noon == before.at and source > before.source):
        return earlier
    if noon < before.at or source < before.source:
        return earlier | same
    return earlier | (same & Q(pk__lt=before.key))


def _order(actor: Actor, order: Order) -> Event:
    status = OrderStatus(order.status)
    return Event(
        at=_noon(order.ordered_on),
        source="order",
        key=order.pk,
        who=shown_to(actor, noun_of(Order), "owner", order.owner.name if order.owner else "") or "",
        title=_("took back goods") if order.kind == OrderKind.RETURN else _("took an order"),
        icon="order",
        tone="malachite",
        href=f"/order/{order.pk}/",
        slip=title_within(actor, noun_of(Order), order.pk, order.number),
        money=_shown(actor, "order", order.total_amount),
        currency=order.currency,
        badge=shown_to(actor, noun_of(Order), "status", status.label) or "",
        badge_tone=STATUS_TONES.get(status, "")
        if may_ask_by(actor, noun_of(Order), "status")
        else "",
    )


def _payment(actor: Actor, payment: Payment) -> Event:
    refund = payment.kind == PaymentKind.REFUND
    return Event(
        at=_noon(payment.paid_on),
        source="payment",
        key=payment.pk,
        title=_("Money was given back") if refund else _("A payment came in"),
        icon="money",
        href=f"/order/{payment.order_id}/",
        slip=title_within(actor, noun_of(Order), payment.order_id, payment.order.number),
        money=_shown(actor, "payment", payment.amount),
        currency=payment.currency,
        is_slight=True,
    )


def _shown(actor: Actor, noun: str, amount: Any) -> Any:
    """The amount, unless this field is closed to the actor."""
    return amount if actor.field_mode(noun, MONEY[noun]) in {"full", "read"} else None


def _noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, NOON))


_ORDERS = Recounted("order", Order, "ordered_on", ("owner",), _order, _older)
_PAYMENTS = Recounted("payment", Payment, "paid_on", ("order",), _payment, _older)
