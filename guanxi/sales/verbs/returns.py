"""Goods that come back."""

import datetime as dt
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import noun_of
from guanxi.platform.records.changing import changing
from guanxi.platform.records.writing import create_record
from guanxi.platform.verbs.params import Param
from guanxi.platform.verbs.verb import verb
from guanxi.sales import rules
from guanxi.sales.choices import OrderKind, OrderStatus
from guanxi.sales.models import Order, OrderLine


@verb(_("Return order"), "return", offered=rules.is_returnable, icon="undo", is_bulk=False)
def return_order(
    order: Order,
    *,
    reason: Annotated[str, Param(_("Reason"), type="long")],
    returned_on: Annotated[dt.date | None, Param(_("Returned on"))] = None,
    actor: Actor,
    at: dt.datetime,
) -> Order:
    """A draft return holding every line of the order; take off what did not come back."""
    if order.returns.filter(deleted_at=None).exclude(status=OrderStatus.CANCELLED).exists():
        raise RuleBroken(_("This order has a return already. Change that one."))
    day = returned_on or timezone.localdate(at)
    rules.check_delivery(order.ordered_on, day, timezone.localdate(at))
    head = {"account": order.account_id, "person": order.person_id, "owner": order.owner_id}
    values = {"kind": OrderKind.RETURN, "ordered_on": day, "currency": order.currency}
    values |= {"team": order.team_id, "rate": order.rate, "note": reason}
    back: Order = create_record(noun_of(Order), {**head, **values}, actor=actor, at=at)
    lines = OrderLine.objects.bulk_create([_reversed(line, back) for line in order.lines.all()])
    with changing(back, "filled", actor=actor, at=at, data={"returns": order.pk}):
        back.returned_order = order
        rules.retotal(back, rules.sums_of(lines))
    with changing(order, "returned", actor=actor, at=at, data={"reason": reason, "by": back.pk}):
        pass
    return back


def _reversed(line: OrderLine, back: Order) -> OrderLine:
    return OrderLine(
        order=back,
        line_no=line.line_no,
        product_id=line.product_id,
        description=line.description,
        quantity=-line.quantity,
        unit_price=line.unit_price,
        discount=-line.discount,
        amount=-line.amount,
        cost=None if line.cost is None else -line.cost,
        tax=line.tax,
        tax_amount=-line.tax_amount,
    )
