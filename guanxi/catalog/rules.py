"""What a price, a quantity and a period must be. Plain values, no database, no clock."""

import datetime as dt
from decimal import Decimal

from babel.numbers import is_currency
from django.utils.translation import gettext_lazy as _

from guanxi.platform.errors import RuleBroken


def check_prices(price: int | None, cost: int | None) -> None:
    """Refuse a price or cost below zero."""
    problems = {
        name: _("Give an amount of zero or more.")
        for name, amount in (("list_price", price), ("cost", cost))
        if amount is not None and amount < 0
    }
    if problems:
        raise RuleBroken(_("A price cannot be below zero."), problems)


def check_quantity(quantity: Decimal) -> None:
    """Refuse a least quantity of nothing or less."""
    if quantity <= 0:
        message = _("Give a quantity above zero.")
        raise RuleBroken(message, {"min_quantity": message})


def check_period(starts_on: dt.date | None, ends_on: dt.date | None) -> None:
    """Refuse a period that ends before it begins."""
    if starts_on and ends_on and ends_on < starts_on:
        message = _("The last day must not come before the first.")
        raise RuleBroken(message, {"ends_on": message})


def check_currency(code: str) -> None:
    """Refuse a code that names no currency."""
    if not is_currency(code):
        message = _("Give a currency by its three letters, such as CNY.")
        raise RuleBroken(message, {"currency": message})
