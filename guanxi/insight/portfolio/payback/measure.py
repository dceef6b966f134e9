"""Payback period: after how many months a customer has given back what was put into it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.kept import Kept
from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import number
from guanxi.insight.portfolio.npv.measure import InvestmentParameters


@dataclass(frozen=True)
class PaybackParameters(InvestmentParameters):
    """Within how many months money should be back."""

    RISING = (("quick_months", "fair_months"),)

    quick_months: int = number(3, _("Quick up to"), 0, 120, _("months"))
    fair_months: int = number(12, _("Fair up to"), 1, 240, _("months"))


CLASSES = (
    Class(
        "quick",
        pgettext_lazy("payback", "Quick"),
        _("Back within %(quick_months)s months."),
        _("Look for more like it: the same source, trade and size."),
        tone="malachite",
    ),
    Class(
        "fair",
        pgettext_lazy("payback", "In fair time"),
        _("Back within %(fair_months)s months."),
        _("Shorten the way: fewer visits before the first order, a first order that is larger."),
        tone="azurite",
    ),
    Class(
        "slow",
        pgettext_lazy("payback", "Slow"),
        _("Back after more than %(fair_months)s months."),
        _("Ask for a sign of intent before the next one like it is courted for so long."),
        tone="gamboge",
    ),
    Class(
        "open",
        pgettext_lazy("payback", "Not yet back"),
        _("What was put into it is not back."),
        _("Set the month by which it has to be back, and what happens if it is not."),
        tone="cinnabar",
    ),
)
PAYBACK = Measure(
    key="payback",
    label=_("Payback period"),
    grain="One row per customer: the months until its balance stayed above zero.",
    rule=_(
        "The balance of all months is followed from the first one on; it is paid back from the "
        "month after which the balance never fell below zero again."
    ),
    parameters=PaybackParameters,
    classes=CLASSES,
    profile=(
        Column("class", "payback_class", _("Payback class"), classes=CLASSES, is_indexed=False),
        Column("months", "payback_months", _("Paid back after months"), "small"),
    ),
    figures=(
        Figure("months", _("Paid back after months"), "count"),
        Figure("open_months", _("Open for months"), "count"),
        Figure("put_in", _("Put into it at the most"), "money"),
        Figure("balance", _("Balance today"), "money"),
    ),
    reasons={
        "at_once": _("It never stood below zero; %(balance)s so far."),
        "back": _("Up to %(put_in)s was put into it, and was back in month %(months)s."),
        "open": _(
            "%(put_in)s was put into it at the most; %(balance)s after %(open_months)s months."
        ),
    },
    missing={
        "nothing": _("Neither a purchase nor a contact is recorded."),
        "rate": _("Bought in a currency that has no exchange rate."),
    },
    causes="cause",
    home="portfolio/payback",
    kept=(Kept("summed", of=("measure_monthly",)),),
    is_compact=True,
)
