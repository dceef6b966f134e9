"""Lifetime value: what each customer will still bring, with the chance that it still buys."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.insight.classes import ClvClass
from guanxi.insight.kept import Kept
from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters, choice, number


def contribution() -> Any:
    """What counts as brought, as a parameter: of this measure, or borrowed of it."""
    return choice(
        "margin",
        _("Contribution"),
        (
            ("margin", _("Gross margin, revenue where no cost is known")),
            ("revenue", _("Revenue")),
        ),
    )


@dataclass(frozen=True)
class ClvParameters(Parameters):
    """Handbook, section 3: 36 months, 10 % a year; shares as in ABC."""

    PARTS = (("high_share", "medium_share"),)

    horizon_months: int = number(36, _("Horizon"), 1, 120, _("months"))
    discount_percent: int = number(10, _("Discount a year"), 0, 50, "%")
    net_of_service: str = choice(
        "yes",
        _("Cost to serve"),
        (("yes", _("taken off where it is known")), ("no", _("not taken off"))),
    )
    model: str = choice(
        "best",
        _("Model"),
        (
            ("best", _("The likeliest of the three")),
            ("bgnbd", "BG/NBD"),
            ("mbgnbd", "MBG/NBD"),
            ("paretonbd", "Pareto/NBD"),
        ),
    )
    segment_by: str = choice(
        "none",
        _("Fitted apart by"),
        (
            ("none", _("All together")),
            ("kind", _("Kind")),
            ("country", _("Country")),
            ("city", _("City")),
        ),
    )
    contribution: str = contribution()
    high_share: int = number(80, _("High: the first"), 1, 98, "%")
    medium_share: int = number(15, _("Medium: the next"), 1, 98, "%")
    alive_percent: int = number(50, _("Fading when the chance of being alive is below"), 5, 95, "%")
    holdout_weeks: int = number(26, _("Held out to check the model"), 4, 104, _("weeks"))
    least_repeaters: int = number(30, _("Fitted from this many repeat buyers"), 5, 10_000)


CLASSES = (
    Class(
        ClvClass.HIGH,
        ClvClass.HIGH.label,
        _("Among those who carry the first %(high_share)s%% of all value ahead."),
        _("Invest here first: a named owner, service to match, early word of what is new."),
        tone="malachite",
    ),
    Class(
        ClvClass.MEDIUM,
        ClvClass.MEDIUM.label,
        _("Among those who carry the next %(medium_share)s%%."),
        _("Raise frequency or spend with related products; spend less than the value ahead."),
        tone="azurite",
    ),
    Class(
        ClvClass.LOW,
        ClvClass.LOW.label,
        _("Among those who carry the rest."),
        _("Serve through self-service and low-cost channels; let them show that they grow."),
        tone="ash",
    ),
    Class(
        ClvClass.FADING,
        ClvClass.FADING.label,
        _("Alive with less than %(alive_percent)s%%, yet worth much if it still buys."),
        _("Find out now whether it still buys: one call is cheap against what is at stake."),
        tone="gamboge",
    ),
)
BORDERS = (("purchase_day", "ordered_on", "$as_of"),)
CLV = Measure(
    key="clv",
    label=_("Lifetime value"),
    grain="One row per customer: chance of being alive, purchases and value ahead, and a class.",
    rule=_(
        "A model learns from everybody's purchases how often customers buy and when they stop. For "
        "each customer it gives the chance that it still buys, the purchases to come, and their "
        "contribution after discounts and returns, discounted. Contacts, handling of orders and "
        "late payment are taken off, at what they cost for a purchase in the months of cost to "
        "serve."
    ),
    parameters=ClvParameters,
    classes=CLASSES,
    profile=(
        Column("class", "clv_class", _("Lifetime value class"), classes=CLASSES),
        Column("value", "clv_value", _("Value ahead"), "money"),
        Column("low", "clv_low", _("Value ahead, at least"), "money"),
        Column("high", "clv_high", _("Value ahead, at most"), "money"),
        Column("alive", "clv_alive", _("Chance that it still buys, %"), "percent"),
        Column("model", "clv_model", _("Model of the value ahead"), "text"),
    ),
    # What moves with the value in proportion is told anew when the value is.
    stamps=("model", "purchases", "service", "if_alive"),
    drifts=("alive", "value", "low", "high"),
    figures=(
        Figure("alive", _("Chance that it still buys"), "percent"),
        Figure("purchases", _("Purchases expected"), "decimal"),
        Figure("spend", _("Contribution of a purchase"), "money"),
        Figure("service", _("Cost of serving the purchases expected"), "money"),
        Figure("value", _("Value ahead"), "money"),
        Figure("low", _("At least, with a chance of 90%"), "money"),
        Figure("high", _("At most, with a chance of 90%"), "money"),
        Figure("if_alive", _("Value ahead if it still buys"), "money"),
        Figure("historic", _("Contribution so far, discounted to the first purchase"), "money"),
        Figure("days", _("Days with a purchase"), "count"),
        Figure("last_on", _("Last purchase"), "day"),
    ),
    reasons={
        "net": _(
            "Still buys with a chance of %(alive)s; about %(purchases)s purchases in the next "
            "%(horizon_months)s months at %(spend)s each, less %(service)s for serving it, are "
            "worth %(value)s today, most likely between %(low)s and %(high)s."
        ),
        "orders": _(
            "Still buys with a chance of %(alive)s; about %(purchases)s purchases in the next "
            "%(horizon_months)s months at %(spend)s each, less %(service)s for orders and late "
            "payment, are worth %(value)s today, most likely between %(low)s and %(high)s. No "
            "contact is recorded, so what contacts cost is unknown and not taken off."
        ),
        "unserved": _(
            "Still buys with a chance of %(alive)s; about %(purchases)s purchases in the next "
            "%(horizon_months)s months at %(spend)s each are worth %(value)s today, most likely "
            "between %(low)s and %(high)s. What serving it costs is unknown and not taken off."
        ),
        "gross": _(
            "Still buys with a chance of %(alive)s; about %(purchases)s purchases in the next "
            "%(horizon_months)s months at %(spend)s each are worth %(value)s today, most likely "
            "between %(low)s and %(high)s, before what serving it costs."
        ),
        "nought": _(
            "Still buys with a chance of %(alive)s and most likely brings nothing in the next "
            "%(horizon_months)s months; but some like it do buy, on average %(purchases)s times "
            "at %(spend)s, so that it is worth %(value)s today."
        ),
    },
    causes="cause",
    needs=("serve",),
    missing={
        "purchase": _("No purchase is recorded up to this day."),
        "rate": _("Bought in a currency that has no exchange rate."),
        "value": _("Returns and costs outweigh what its purchases brought, so no spend is known."),
        "model": _("Too few customers have bought again for a model to be fitted."),
    },
    before=("clv/history.sql",),
    step="guanxi.insight.clv.step:predict",
    reads=("dim_customer", "purchase_day"),
    kept=(
        Kept("summed", of=("purchase_day",), borders=BORDERS),
        Kept("earned", of=("dim_customer", "purchase_day"), borders=BORDERS),
    ),
    makes=("clv_prediction",),
    comparison="""
        SELECT class, COUNT(*) AS customers, CAST(SUM(value) AS BIGINT) AS contribution,
            MIN(value) AS low, MAX(value) AS high
        FROM measure_clv GROUP BY class ORDER BY class
    """,
)
