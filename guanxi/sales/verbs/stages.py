"""The stages of an order: confirmed, delivered, closed, or cancelled."""

import datetime as dt
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.records.changing import changing
from guanxi.platform.verbs.params import Param
from guanxi.platform.verbs.verb import verb
from guanxi.sales import rules
from guanxi.sales.choices import OrderStatus
from guanxi.sales.models import Order


@verb(_("Confirm order"), "confirm", offered=rules.is_draft, icon="check")
def confirm_order(order: Order, *, actor: Actor, at: dt.datetime) -> Order:
    """Fix what was ordered at which price; from now on it counts as bought."""
    rules.check_confirmable(order.lines.count(), order.account_id)
    with changing(order, "confirmed", actor=actor, at=at):
        order.status = OrderStatus.CONFIRMED
        order.ordered_at = order.ordered_at or at
    return order


@verb(_("Mark delivered"), "deliver", offered=rules.is_confirmed, icon="arrow-right")
def deliver_order(
    order: Order,
    *,
    delivered_on: Annotated[dt.date | None, Param(_("Delivery date"))] = None,
    actor: Actor,
    at: dt.datetime,
) -> Order:
    """Note that the goods have reached the customer, today unless a day is named."""
    day = delivered_on or timezone.localdate(at)
    rules.check_delivery(order.ordered_on, day, timezone.localdate(at))
    with changing(order, "delivered", actor=actor, at=at):
        order.status, order.delivered_on = OrderStatus.DELIVERED, day
    return order


@verb(_("Close order"), "close", offered=rules.is_delivered, icon="lock")
def close_order(order: Order, *, actor: Actor, at: dt.datetime) -> Order:
    """Put a delivered and settled order away."""
    rules.check_settled(order.open_amount)
    with changing(order, "closed", actor=actor, at=at):
        order.status = OrderStatus.CLOSED
    return order


@verb(_("Cancel order"), "cancel", offered=rules.is_cancellable, icon="x", is_dangerous=True)
def cancel_order(
    order: Order,
    *,
    reason: Annotated[str, Param(_("Reason"), type="long")],
    actor: Actor,
    at: dt.datetime,
) -> Order:
    """Call the order off before anything went out; it no longer counts as bought."""
    rules.check_unpaid(order.paid_amount)
    with changing(order, "cancelled", actor=actor, at=at, data={"reason": reason}):
        order.status = OrderStatus.CANCELLED
    return order
