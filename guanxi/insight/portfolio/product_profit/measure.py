"""Product-profit class: platinum to release, by the margins of what a customer buys."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters, number, window


@dataclass(frozen=True)
class ProductProfitParameters(Parameters):
    """From which margin a product is highly profitable, and what mainly and also mean."""

    RISING = (("even_rate", "high_rate"),)

    window: str = window(12)
    high_rate: int = number(40, _("A product earns much from a margin of"), 1, 100, "%")
    even_rate: int = number(3, _("It earns nothing within a margin of ±"), 0, 50, "%")
    main_share: int = number(60, _("Mainly means at least"), 51, 100, "%")
    mixed_share: int = number(10, _("Also means at least"), 1, 49, "%")
    least_known: int = number(
        50, _("Told when cost is known for so much of what it buys"), 1, 100, "%"
    )


CLASSES = (
    Class(
        "platinum",
        pgettext_lazy("product profit", "Platinum"),
        _("At least %(main_share)s%% of what it buys earns much."),
        _("Keep its favourite products in stock and new before anybody else."),
        tone="malachite",
    ),
    Class(
        "silver",
        pgettext_lazy("product profit", "Silver"),
        _("It buys what earns; less than %(mixed_share)s%% earns nothing or loses."),
        _("Lead it to the products that earn more: samples, trials, comparisons."),
        tone="azurite",
    ),
    Class(
        "ordinary",
        pgettext_lazy("product profit", "Ordinary"),
        _("It buys what earns, and at least %(mixed_share)s%% that earns nothing."),
        _("Bundle what earns nothing with what earns; stop discounts on the former."),
    ),
    Class(
        "dangerous",
        pgettext_lazy("product profit", "Dangerous"),
        _("At least %(mixed_share)s%% earns and at least %(mixed_share)s%% loses."),
        _("Raise the price of what loses or replace it before it eats what the rest earns."),
        tone="gamboge",
    ),
    Class(
        "release",
        pgettext_lazy("product profit", "Release"),
        _("Less than %(mixed_share)s%% of what it buys earns anything."),
        _("Offer other products at a price that earns, or let it go."),
        tone="cinnabar",
    ),
)
PRODUCT_PROFIT = Measure(
    key="product_profit",
    label=_("Product-profit class"),
    grain="One row per customer: the shares of what it buys by how much the products earn.",
    rule=_(
        "Each product is graded by its margin over all sales in the window; a customer is classed "
        "by how much of its purchases falls on each grade. Products of unknown cost do not count."
    ),
    parameters=ProductProfitParameters,
    classes=CLASSES,
    profile=(
        Column(
            "class",
            "product_profit_class",
            _("Product-profit class"),
            classes=CLASSES,
            is_indexed=False,
        ),
    ),
    figures=(
        Figure("high_share", _("Of products that earn much"), "percent"),
        Figure("gain_share", _("Of products that earn"), "percent"),
        Figure("even_share", _("Of products that earn nothing"), "percent"),
        Figure("loss_share", _("Of products that lose"), "percent"),
    ),
    reasons={
        "": _(
            "Of what it bought, %(high_share)s is of products that earn much, %(gain_share)s of "
            "such that earn, %(even_share)s of such that earn nothing, %(loss_share)s of such "
            "that lose."
        )
    },
    missing={
        "purchase": _("No purchase of a product in the window."),
        "cost": _("The cost of too much of what it buys is not known."),
    },
    home="portfolio/product_profit",
    is_compact=True,
)
