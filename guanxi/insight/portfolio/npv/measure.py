"""Net present value: whether what was put into a customer has come back, or will."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.clv.measure import contribution
from guanxi.insight.kept import Kept
from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters, number
from guanxi.insight.portfolio.monthly.measure import WINNING, winning_cost
from guanxi.platform.money.amounts import exponent
from guanxi.warehouse.stages import Value


@dataclass(frozen=True)
class InvestmentParameters(Parameters):
    """What winning a customer costs, which no book records yet."""

    BORROWED = {"winning_cost": WINNING}

    winning_cost: int = winning_cost()

    def bound(self, as_of: dt.date) -> dict[str, Value]:
        """The values, and how many minor units one unit of the firm's money has."""
        return {**super().bound(as_of), "minor": 10 ** exponent()}


@dataclass(frozen=True)
class NpvParameters(InvestmentParameters):
    """Handbook, section 3: 10 % a year; whether the value ahead is contribution at all."""

    BORROWED = {**InvestmentParameters.BORROWED, "ahead_is": "clv.contribution"}

    discount_percent: int = number(10, _("Discount a year"), 0, 50, "%")
    ahead_is: str = contribution()


CLASSES = (
    Class(
        "earned",
        pgettext_lazy("net present value", "Has paid back"),
        _("What it brought so far outweighs what it cost, discounted."),
        _("The investment is earned; weigh further spending by the value ahead alone."),
        tone="malachite",
    ),
    Class(
        "expected",
        pgettext_lazy("net present value", "Will pay back"),
        _("Below zero so far, above with the value ahead."),
        _("Protect the value ahead: it is what the investment was made for."),
        tone="azurite",
    ),
    Class(
        "sunk",
        pgettext_lazy("net present value", "Will not pay back"),
        _("Below zero even with the value ahead."),
        _("Spend no more to save what is spent; only a new plan justifies new money."),
        tone="cinnabar",
    ),
)
NPV = Measure(
    key="npv",
    label=_("Net present value"),
    grain="One row per customer: the net present value of its months so far and of those ahead.",
    rule=_(
        "Month by month, what it brought less all that serving it cost, discounted to its first "
        "month, less the cost of winning it where that is set; then the value ahead is added, "
        "unless lifetime value tells it as revenue."
    ),
    parameters=NpvParameters,
    classes=CLASSES,
    profile=(
        Column(
            "class", "npv_class", _("Net present value class"), classes=CLASSES, is_indexed=False
        ),
        Column("npv", "npv_value", _("Net present value"), "money"),
    ),
    figures=(
        Figure("past", _("So far, discounted"), "money"),
        Figure("ahead", _("Ahead, discounted"), "money"),
        Figure("npv", _("Net present value"), "money"),
    ),
    reasons={
        "net": _(
            "%(past)s so far and %(ahead)s ahead, both net of what serving it costs, discounted to "
            "its first month."
        ),
        "gross": _(
            "%(past)s so far, net of what serving it cost, and %(ahead)s ahead, before that cost, "
            "discounted to its first month."
        ),
        "apart": _(
            "%(past)s so far, net of what serving it cost, discounted to its first month; the "
            "%(ahead)s ahead are revenue and are not added."
        ),
        "past": _(
            "%(past)s so far, net of what serving it cost, discounted to its first month; what it "
            "will bring is not known."
        ),
    },
    causes="cause",
    missing={
        "revenue": _(
            "It has not paid back yet; its value ahead is told as revenue, which cannot be added "
            "to contribution."
        ),
        "nothing": _("Neither a purchase nor a contact is recorded."),
        "rate": _("Bought in a currency that has no exchange rate."),
        "purchase": _("It has cost time but not bought yet, so nothing can be told of its return."),
        "ahead": _("It has not paid back yet, and what it will bring is not known."),
    },
    home="portfolio/npv",
    kept=(Kept("began", of=("measure_monthly",)), Kept("flows", of=("measure_monthly",))),
    stamps=("past", "ahead"),
    drifts=("npv",),
    is_compact=True,
)
