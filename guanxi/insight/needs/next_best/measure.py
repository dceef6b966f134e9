"""The next best product: what each customer will most likely buy next, and what is new to it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.measures import NEEDS, Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters, number, window


@dataclass(frozen=True)
class NextBestParameters(Parameters):
    """Handbook, section 8: next best product with its reason."""

    window: str = window(24)
    least_customers: int = number(5, _("Products go together from this many customers"), 2, 10_000)
    check_days: int = number(60, _("Held out to check the forecast"), 7, 365, _("days"))


CLASSES = (
    Class(
        "again",
        pgettext_lazy("next product", "Bought before"),
        _("The likeliest product is one that the customer has bought before."),
        _("Remind it in time, with the usual quantity filled in; add the new product to the note."),
        tone="azurite",
    ),
    Class(
        "new",
        pgettext_lazy("next product", "New to it"),
        _("The likeliest product is one that the customer has never bought."),
        _("Offer it with the product that it goes with; a sample says more than a price."),
        tone="lotus",
    ),
)
REASONS = (
    Class(
        "regular",
        pgettext_lazy("reason of the next product", "Buys it regularly"),
        _("Bought on three days or more in the window."),
        _("Remind it in time, with the usual quantity filled in."),
        tone="malachite",
    ),
    Class(
        "before",
        pgettext_lazy("reason of the next product", "Bought it before"),
        _("Bought on one or two days in the window."),
        _("Ask how it served, and whether it is used up."),
        tone="azurite",
    ),
    Class(
        "together",
        pgettext_lazy("reason of the next product", "Goes with what it bought"),
        _("Never bought; customers who bought the same buy it more often than others."),
        _("Offer it with the product that it goes with."),
        tone="lotus",
    ),
    Class(
        "selling",
        pgettext_lazy("reason of the next product", "Sells best just now"),
        _("Never bought, and nothing that it bought leads to it."),
        _("Mention it; do not press."),
        tone="ash",
    ),
)
NEXT_BEST = Measure(
    key="next_best",
    label=_("Next product"),
    grain="One row per customer: the product it will most likely buy next, and the best new one.",
    rule=_(
        "Ranks products by what the customer bought, of late more than long ago, by what customers "
        "who bought the same buy, and by how well each sells just now. Where the customer's own "
        "most frequent product did better in the days held out, that is used."
    ),
    parameters=NextBestParameters,
    classes=CLASSES,
    profile=(
        Column("class", "next_product_class", _("Next product is"), classes=CLASSES),
        Column("product", "next_product", _("Next product"), "text"),
        Column(
            "why",
            "next_product_reason",
            _("Next product because"),
            classes=REASONS,
            is_indexed=False,
        ),
        Column("margin", "next_product_margin", _("Margin of the next product"), "money"),
        Column("new_product", "cross_product", _("Best new product"), "text"),
        Column("because", "cross_product_reason", _("New product goes with"), "text"),
        Column("lift", "cross_product_lift", _("Times as often as others"), "decimal"),
        Column("new_margin", "cross_product_margin", _("Margin of the new product"), "money"),
        Column("model", "next_product_model", _("Model of the next product"), "text"),
    ),
    stamps=("model",),
    figures=(
        Figure("product", _("Next product"), "text"),
        Figure("margin", _("Margin of a usual purchase"), "money"),
        Figure("bought_days", _("Days on which it was bought"), "count"),
        Figure("last_on", _("Bought last"), "day"),
        Figure("new_product", _("Best new product"), "text"),
        Figure("because", _("New product goes with"), "text"),
        Figure("lift", _("Times as often as others"), "decimal"),
        Figure("new_margin", _("Margin of the new product"), "money"),
    ),
    reasons={
        "again": _(
            "%(product)s was bought on %(bought_days)s days, last on %(last_on)s. New to it: "
            "%(new_product)s, which customers who bought %(because)s buy %(lift)s times as often."
        ),
        "selling": _(
            "%(product)s was bought on %(bought_days)s days, last on %(last_on)s. New to it: "
            "%(new_product)s, which sells best just now."
        ),
        "alone": _("%(product)s was bought on %(bought_days)s days, last on %(last_on)s."),
        "new": _(
            "Bought %(because)s; customers who did so buy %(product)s %(lift)s times as often."
        ),
        "new_selling": _("Never bought %(product)s, which sells best just now."),
    },
    missing={
        "purchase_in_window": _("No purchase of a product in the window, so nothing leads to one.")
    },
    theme=NEEDS,
    home="needs/next_best",
    drifts=("margin", "new_margin"),
    causes="cause",
    step="guanxi.insight.needs.next_best.step:rank",
    reads=("dim_customer", "dim_product", "fact_order_line", "purchase_day"),
    makes=("next_offer", "next_version"),
)
