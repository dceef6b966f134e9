"""Value under contract: what the renewals still to come of a customer are worth."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters, choice, number


@dataclass(frozen=True)
class ContractParameters(Parameters):
    """Handbook, section 3: contractual by shifted beta-geometric retention; 10 % a year."""

    contracts: str = choice(
        "preferred",
        _("Under contract"),
        (
            ("partners", _("Partnership and strategic alliance")),
            ("preferred", _("Preferred supplier and deeper")),
            ("all", _("Everybody who buys")),
        ),
    )
    horizon_months: int = number(36, _("Horizon"), 1, 120, _("months"))
    period_months: int = number(12, _("A contract runs"), 1, 60, _("months"))
    early_days: int = number(30, _("Renewed early by up to"), 0, 180, _("days"))
    warn_days: int = number(60, _("Due within"), 1, 365, _("days"))
    rooted_from: int = number(2, _("Rooted from so many renewals"), 1, 20)
    discount_percent: int = number(10, _("Discount a year"), 0, 50, "%")
    contribution: str = choice(
        "margin",
        _("Contribution"),
        (
            ("margin", _("Gross margin, revenue where no cost is known")),
            ("revenue", _("Revenue")),
        ),
    )
    least_ended: int = number(
        10, _("Learned from so many ended, and as many still there"), 3, 10_000
    )


CLASSES = (
    Class(
        "rooted",
        pgettext_lazy("under contract", "Rooted"),
        _(
            "Renewed %(rooted_from)s times or more, and no renewal is due within "
            "%(warn_days)s days."
        ),
        _("Who has stayed so long stays: speak of the next step, not of the price."),
        tone="malachite",
    ),
    Class(
        "young",
        pgettext_lazy("under contract", "Young"),
        _("Renewed fewer than %(rooted_from)s times, and none is due within %(warn_days)s days."),
        _("Most end at the first renewals: see to it that it uses what it pays for."),
        tone="azurite",
    ),
    Class(
        "due",
        pgettext_lazy("under contract", "Renewal due"),
        _("The period ends within %(warn_days)s days, or has ended and nothing was bought since."),
        _("Settle the renewal now: ask what the past period brought, and offer the next one."),
        tone="gamboge",
    ),
    Class(
        "ended",
        pgettext_lazy("under contract", "Not renewed"),
        _("A whole period has passed without a purchase."),
        _("Ask why it ended, and record it; win back who was worth more than that costs."),
        tone="ash",
    ),
)
CONTRACT = Measure(
    key="contract",
    label=_("Value under contract"),
    grain="One row per customer: renewals in a row, chance of the next, value of those to come.",
    rule=_(
        "A contract runs in periods from the first purchase; a purchase in a period renews it, a "
        "period without one ends it. A model (shifted beta-geometric) learns from all of them how "
        "many end at each renewal. It gives the renewals within the horizon, discounted, times "
        "what the customer brings in a period."
    ),
    parameters=ContractParameters,
    classes=CLASSES,
    profile=(
        Column("class", "contract_class", _("Under contract"), classes=CLASSES),
        Column("value", "contract_value", _("Value of renewals to come"), "money"),
        Column("chance", "contract_chance", _("Chance that it renews, %"), "percent"),
        Column("renewals", "contract_renewals", _("Renewals in a row"), "small"),
        Column("model", "contract_model", _("Model of the renewals"), "text"),
    ),
    stamps=("model",),
    figures=(
        Figure("renewals", _("Renewals in a row"), "count"),
        Figure("chance", _("Chance that it renews"), "percent"),
        Figure("a_period", _("Contribution of a period"), "money"),
        Figure("residual", _("Renewals to come, discounted"), "decimal"),
        Figure("value", _("Value of renewals to come"), "money"),
        Figure("first_on", _("First purchase"), "day"),
        Figure("last_on", _("Last purchase"), "day"),
    ),
    reasons={
        "": _(
            "Renewed %(renewals)s times in a row; renews next with a chance of %(chance)s. At "
            "%(a_period)s a period, those within %(horizon_months)s months are worth %(value)s "
            "today, before what serving it costs."
        ),
        "untold": _(
            "Renewed %(renewals)s times in a row. What is still to come is not determined: too few "
            "contracts have ended, or too few last, to learn from."
        ),
        "ended": _(
            "Renewed %(renewals)s times in a row, bought last on %(last_on)s, and then let a whole "
            "period pass."
        ),
    },
    missing={
        "purchase": _("No purchase is recorded up to this day."),
        "relation": _("Its relation type does not say that it buys under contract."),
        "rate": _("Bought in a currency that has no exchange rate."),
        "period": _("Its first period is not over, so what a period brings is not known."),
        "value": _("Returns and costs outweigh what its purchases brought, so no spend is known."),
    },
    causes="cause",
    before=("contract/spans.sql",),
    step="guanxi.insight.contract.step:learn",
    reads=("dim_customer", "purchase_day"),
    makes=("contract_outlook",),
)
