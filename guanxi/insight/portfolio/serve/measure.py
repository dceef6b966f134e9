"""Cost to serve: what a customer brought, what serving it cost, and what is left."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.kept import Kept
from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters, number


@dataclass(frozen=True)
class ServeParameters(Parameters):
    """The months that count, and from when much is left."""

    months: int = number(12, _("Window"), 1, 12, _("months"))
    rich_percent: int = number(50, _("Well served when so much is left"), 1, 99, "%")


CLASSES = (
    Class(
        "rich",
        pgettext_lazy("cost to serve", "Pays well for service"),
        _("At least %(rich_percent)s%% of what it brought is left after serving it."),
        _("Keep the way it is served; there is room for more attention where it wants it."),
        tone="malachite",
    ),
    Class(
        "thin",
        pgettext_lazy("cost to serve", "Just pays for service"),
        _("Something is left, but less than %(rich_percent)s%%."),
        _(
            "Look at the largest part of its cost and make that cheaper: channel, order size, "
            "terms."
        ),
        tone="azurite",
    ),
    Class(
        "loss",
        pgettext_lazy("cost to serve", "Costs more than it brings"),
        _("Serving it cost more than it brought."),
        _(
            "Agree on other terms: smallest order, fewer visits, a price for service, payment "
            "ahead. If it will not, let the relation become cheap or end."
        ),
        tone="cinnabar",
    ),
    Class(
        "courted",
        pgettext_lazy("cost to serve", "Cost without purchase"),
        _("It cost time in the window, but bought nothing."),
        _("Set a limit to what may still be spent, and a day on which to decide."),
        tone="gamboge",
    ),
)
PARTS = _(
    "It brought %(brought)s before discounts and returns; serving it cost %(cost)s: contacts and "
    "tasks %(contact_cost)s, orders %(order_cost)s, discounts %(discount_cost)s, returns "
    "%(return_cost)s, late payment %(waiting_cost)s. %(profit)s is left."
)
SERVE = Measure(
    key="serve",
    label=_("Cost to serve"),
    grain="One row per customer: what it brought in the window, its cost to serve, its profit.",
    rule=_(
        "What the customer brought before discounts and returns, less everything that serving it "
        "cost, with the rates that are set for cost by month."
    ),
    parameters=ServeParameters,
    classes=CLASSES,
    profile=(
        Column("class", "serve_class", _("Cost to serve class"), classes=CLASSES),
        Column("cost", "serve_cost", _("Cost to serve in the window"), "money"),
        Column("profit", "serve_profit", _("Profit after cost to serve"), "money"),
    ),
    figures=(
        Figure("brought", _("Brought before discounts and returns"), "money"),
        Figure("cost", _("Cost to serve"), "money"),
        Figure("contact_cost", _("Contacts and tasks"), "money"),
        Figure("order_cost", _("Handling of orders"), "money"),
        Figure("discount_cost", _("Discounts"), "money"),
        Figure("return_cost", _("Returns"), "money"),
        Figure("waiting_cost", _("Waiting for late money"), "money"),
        Figure("profit", _("Left after serving"), "money"),
        Figure("contacts", _("Contacts"), "count"),
        Figure("by_month", _("Cost month by month"), "series"),
    ),
    reasons={
        "known": PARTS,
        "no_contact": _(
            "It brought %(brought)s before discounts and returns; orders, discounts, returns and "
            "late payment cost %(cost)s. No contact is recorded, so what contacts cost is unknown."
        ),
        "courted": _("%(contacts)s contacts and what else was done cost %(cost)s; nothing bought."),
    },
    missing={
        "nothing": _("Neither a purchase nor a contact is recorded in the window."),
        "rate": _("Bought in a currency that has no exchange rate."),
    },
    causes="cause",
    home="portfolio/serve",
    kept=(Kept("summed", of=("measure_monthly",), by_month=True),),
    comparison="""
        SELECT class, COUNT(*) AS customers, CAST(SUM(profit) AS BIGINT) AS contribution,
            CAST(SUM(cost) AS BIGINT) AS cost, MIN(profit) AS low, MAX(profit) AS high
        FROM measure_serve GROUP BY class ORDER BY class
    """,
)
