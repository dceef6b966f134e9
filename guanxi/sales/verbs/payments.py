"""Money received for an order, or given back."""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.money.amounts import minor_units
from guanxi.platform.nouns.registry import noun_of
from guanxi.platform.records.changing import changing
from guanxi.platform.records.hooks import run_saved
from guanxi.platform.verbs.params import Param
from guanxi.platform.verbs.verb import verb
from guanxi.sales import rules
from guanxi.sales.choices import PaymentKind, PaymentMethod
from guanxi.sales.models import Order, Payment


@verb(_("Record payment"), "pay", offered=rules.is_payable, icon="money", is_bulk=False)
def record_payment(
    order: Order,
    *,
    amount: Annotated[Decimal, Param(_("Amount"))],
    kind: Annotated[PaymentKind, Param(_("Kind"))] = PaymentKind.IN,
    paid_on: Annotated[dt.date | None, Param(_("Paid on"))] = None,
    method: Annotated[PaymentMethod, Param(_("Method"))] = PaymentMethod.TRANSFER,
    reference: Annotated[str, Param(_("Reference"))] = "",
    actor: Actor,
    at: dt.datetime,
) -> Payment:
    """Book ``amount``, in whole units of the order's currency, as received or given back."""
    minor = minor_units(amount, order.currency)
    day = paid_on or timezone.localdate(at)
    rules.check_payment(kind, minor, order.paid_amount, day, timezone.localdate(at))
    payment = Payment(
        order=order,
        account_id=order.account_id,
        kind=kind,
        amount=minor,
        currency=order.currency,
        paid_on=day,
        method=method,
        reference=reference,
        created_at=at,
        updated_at=at,
        created_by_id=actor.user_id,
        updated_by_id=actor.user_id,
    )
    payment.save()
    changes = {"amount": [None, minor], "kind": [None, str(kind)], "order": [None, order.pk]}
    publish(Happening("payment.created", "payment", payment.pk, changes), actor=actor, at=at)
    run_saved(noun_of(Payment), [payment], set(changes), actor, at)
    with changing(order, "paid", actor=actor, at=at, data={"payment": payment.pk}):
        order.paid_amount += minor if kind == PaymentKind.IN else -minor
    return payment
