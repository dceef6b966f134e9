"""What an order comes to and how it may go on. Plain values, no database, no clock."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from babel.numbers import is_currency
from django.utils.translation import gettext_lazy as _

from guanxi.platform.errors import RuleBroken
from guanxi.platform.money.amounts import major_units, minor_units
from guanxi.sales.choices import OrderKind, OrderStatus, PaymentKind

ONE_HUNDRED = Decimal(100)
HELD_AFTER_DRAFT = {"account", "currency", "rate", "discount", "kind", "ordered_on", "number"}


class Totals(Protocol):
    """What an order's totals are written to."""

    currency: str
    rate: Decimal
    discount: int
    tax_amount: int
    total_amount: int
    base_amount: int


class Priced(Protocol):
    """A line as its order adds it up."""

    amount: int
    tax_amount: int

    @property
    def tax_is_included(self) -> bool:
        """Whether ``amount`` already holds the tax."""
        ...


@dataclass(frozen=True, slots=True)
class Sums:
    """The lines of one order added up, in minor units."""

    amount: int = 0
    tax: int = 0
    tax_on_top: int = 0


def line_amount(quantity: Decimal, unit_price: Decimal, discount: int, currency: str) -> int:
    """What a line comes to in minor units, half a cent rounded up."""
    return minor_units(quantity * unit_price, currency) - discount


def tax_of(amount: int, rate: Decimal, *, is_included: bool) -> int:
    """The tax in, or on, an amount, in minor units."""
    base = ONE_HUNDRED + rate if is_included else ONE_HUNDRED
    return int((amount * rate / base).quantize(Decimal(1), ROUND_HALF_UP))


def sums_of(lines: Iterable[Priced]) -> Sums:
    """The lines added up."""
    amount = tax = on_top = 0
    for line in lines:
        amount += line.amount
        tax += line.tax_amount
        on_top += 0 if line.tax_is_included else line.tax_amount
    return Sums(amount, tax, on_top)


def retotal(order: Totals, sums: Sums) -> None:
    """Write what the lines come to, less the order's discount, to the order."""
    order.tax_amount = sums.tax
    order.total_amount = sums.amount + sums.tax_on_top - order.discount
    order.base_amount = in_base(order.total_amount, order.rate, order.currency)


def in_base(amount: int, rate: Decimal, currency: str) -> int:
    """Minor units of ``currency`` in those of the firm's own; ``rate`` is between whole units."""
    return minor_units(major_units(amount, currency) * rate)


def is_draft(order: "HasStatus") -> bool:
    """Whether lines and amounts may still change."""
    return order.status == OrderStatus.DRAFT


def is_confirmed(order: "HasStatus") -> bool:
    """Whether the goods may go out."""
    return order.status == OrderStatus.CONFIRMED


def is_delivered(order: "HasStatus") -> bool:
    """Whether the goods have gone out and the order is not yet closed."""
    return order.status == OrderStatus.DELIVERED


def is_cancellable(order: "HasStatus") -> bool:
    """Whether nothing has gone out yet."""
    return order.status in {OrderStatus.DRAFT, OrderStatus.CONFIRMED}


def is_payable(order: "HasStatus") -> bool:
    """Whether money may be booked against it."""
    return order.status not in {OrderStatus.DRAFT, OrderStatus.CANCELLED}


def is_returnable(order: "HasStatus") -> bool:
    """Whether goods went out that can come back."""
    gone = order.status in {OrderStatus.DELIVERED, OrderStatus.CLOSED}
    return gone and order.kind == OrderKind.SALE


class HasStatus(Protocol):
    """An order as far as its stage is concerned."""

    status: str
    kind: str


def check_editable(status: str, fields: Iterable[str]) -> None:
    """Refuse changes of amounts and customer once an order is confirmed."""
    held = HELD_AFTER_DRAFT & set(fields)
    if status != OrderStatus.DRAFT and held:
        message = _("This is fixed once the order is confirmed. Return it or cancel it instead.")
        raise RuleBroken(message, dict.fromkeys(sorted(held), message))


def check_head(currency: str, rate: Decimal, discount: int) -> None:
    """Refuse a currency that does not exist, a rate of nothing and a negative discount."""
    problems = {}
    if not is_currency(currency):
        problems["currency"] = _("Give a currency by its three letters, such as CNY.")
    if rate <= 0:
        problems["rate"] = _("Give a rate above zero.")
    if discount < 0:
        problems["discount"] = _("Give a discount of zero or more.")
    if problems:
        raise RuleBroken(_("Some values need attention."), problems)


def check_draft(status: str) -> None:
    """Refuse changes of lines once an order is confirmed."""
    if status != OrderStatus.DRAFT:
        raise RuleBroken(_("The lines are fixed once the order is confirmed."))


def check_line(kind: str, quantity: Decimal, unit_price: Decimal, discount: int) -> None:
    """Refuse a quantity that runs against the kind of order, and a price below zero."""
    problems = {}
    if kind == OrderKind.SALE and quantity <= 0:
        problems["quantity"] = _("Give a quantity above zero.")
    if kind == OrderKind.RETURN and quantity >= 0:
        problems["quantity"] = _("Give a quantity below zero: the goods come back.")
    if unit_price < 0:
        problems["unit_price"] = _("Give a price of zero or more.")
    if kind == OrderKind.SALE and discount < 0:
        problems["discount"] = _("Give a discount of zero or more.")
    if problems:
        raise RuleBroken(_("Some values need attention."), problems)


def check_confirmable(lines: int, account: int | None) -> None:
    """Refuse to confirm an order of nothing, or for nobody."""
    if not lines:
        raise RuleBroken(_("Add a line first: an order of nothing cannot be confirmed."))
    if account is None:
        message = _("Choose the customer first.")
        raise RuleBroken(message, {"account": message})


def check_delivery(ordered_on: dt.date, day: dt.date, today: dt.date) -> None:
    """Refuse goods that arrive before they were ordered, or in time to come."""
    if not ordered_on <= day <= today:
        message = _("Give a day between the order and today.")
        raise RuleBroken(message, {"delivered_on": message})


def check_settled(open_amount: int) -> None:
    """Refuse to close an order that is not paid."""
    if open_amount:
        raise RuleBroken(_("The order is not settled yet. Record the payment first."))


def check_unpaid(paid_amount: int) -> None:
    """Refuse to cancel an order for which the firm holds money."""
    if paid_amount:
        raise RuleBroken(_("Give the money back first: a payment is booked on this order."))


def check_payment(kind: str, amount: int, paid: int, day: dt.date, today: dt.date) -> None:
    """Refuse payments of nothing, of tomorrow, and refunds of more than was paid."""
    problems = {}
    if amount <= 0:
        problems["amount"] = _("Give an amount above zero.")
    elif kind == PaymentKind.REFUND and amount > paid > 0:
        problems["amount"] = _("This is more than was paid.")
    if day > today:
        problems["paid_on"] = _("This day has not come yet.")
    if problems:
        raise RuleBroken(_("Some values need attention."), problems)
