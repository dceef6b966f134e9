"""The lines of a draft: added, changed, removed; the order's totals follow."""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from guanxi.catalog.models import Product
from guanxi.catalog.queries import cost_of, price_of
from guanxi.platform.actors.actor import Actor
from guanxi.platform.money.amounts import minor_units
from guanxi.platform.records.changing import changing
from guanxi.platform.verbs.params import Param
from guanxi.platform.verbs.verb import verb
from guanxi.sales import rules
from guanxi.sales.models import Order, OrderLine

Chosen = Annotated[Product, Param(_("Product"))]
NOTHING = Decimal(0)
PRICE_HELP = _("Left empty, the price of the catalogue is taken.")


@verb(_("Add line"), "edit", offered=rules.is_draft, icon="plus", is_bulk=False)
def add_order_line(
    order: Order,
    *,
    product: Chosen,
    quantity: Annotated[Decimal, Param(_("Quantity"))],
    unit_price: Annotated[Decimal | None, Param(_("Unit price"), help=PRICE_HELP)] = None,
    discount: Annotated[Decimal | None, Param(_("Discount"))] = None,
    actor: Actor,
    at: dt.datetime,
) -> OrderLine:
    """Put a product on the order, at the catalogue's price unless another is given."""
    if unit_price is None:
        unit_price = price_of(product, order.currency, quantity, order.ordered_on)
    line = OrderLine(
        order=order,
        line_no=_next_line_no(order),
        product=product,
        description=product.name,
        quantity=quantity,
        unit_price=unit_price,
        discount=minor_units(discount or NOTHING, order.currency),
        tax=product.tax,
    )
    _keep(order, line)
    with changing(order, "line_added", actor=actor, at=at, data=_said(line)):
        _retotal(order)
    return line


@verb(_("Change line"), "edit", offered=lambda line: rules.is_draft(line.order), is_bulk=False)
def change_order_line(
    line: OrderLine,
    *,
    quantity: Annotated[Decimal | None, Param(_("Quantity"))] = None,
    unit_price: Annotated[Decimal | None, Param(_("Unit price"))] = None,
    discount: Annotated[Decimal | None, Param(_("Discount"))] = None,
    actor: Actor,
    at: dt.datetime,
) -> OrderLine:
    """Change how many, at which price or with which discount; what is left empty stays."""
    order = _locked_order(line)
    was = _said(line)
    line.quantity = line.quantity if quantity is None else quantity
    line.unit_price = line.unit_price if unit_price is None else unit_price
    if discount is not None:
        line.discount = minor_units(discount, order.currency)
    _keep(order, line)
    with changing(order, "line_changed", actor=actor, at=at, data={**_said(line), "was": was}):
        _retotal(order)
    return line


@verb(
    _("Remove line"),
    "edit",
    offered=lambda line: rules.is_draft(line.order),
    is_bulk=False,
    is_dangerous=True,
)
def remove_order_line(line: OrderLine, *, actor: Actor, at: dt.datetime) -> Order:
    """Take the line off the order."""
    order = _locked_order(line)
    said = _said(line)
    line.delete()
    with changing(order, "line_removed", actor=actor, at=at, data=said):
        _retotal(order)
    return order


def _keep(order: Order, line: OrderLine) -> None:
    rules.check_line(order.kind, line.quantity, line.unit_price, line.discount)
    line.amount = rules.line_amount(line.quantity, line.unit_price, line.discount, order.currency)
    line.cost = cost_of(line.product, line.quantity, order.currency)
    if line.tax:
        line.tax_amount = rules.tax_of(line.amount, line.tax.rate, is_included=line.tax.is_included)
    line.save()


def _locked_order(line: OrderLine) -> Order:
    order = Order.objects.select_for_update(of=("self",)).get(pk=line.order_id)
    rules.check_draft(order.status)
    return order


def _retotal(order: Order) -> None:
    rules.retotal(order, rules.sums_of(order.lines.select_related("tax")))


def _next_line_no(order: Order) -> int:
    last: int | None = order.lines.aggregate(last=Max("line_no"))["last"]
    return (last or 0) + 1


def _said(line: OrderLine) -> dict[str, object]:
    return {
        "line_no": line.line_no,
        "product": line.product_id,
        "quantity": str(line.quantity),
        "unit_price": str(line.unit_price),
        "discount": line.discount,
        "amount": line.amount,
    }
