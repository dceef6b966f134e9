"""Engagement value: what a customer is worth by its own purchases and by those it brings."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.clv.measure import contribution
from guanxi.insight.kept import Kept
from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters, months_before, number
from guanxi.warehouse.stages import Value

# What no book tells, by the factor that a colleague judges.
JUDGED = {
    "information": pgettext_lazy("component of value", "Information, as judged"),
    "knowledge": pgettext_lazy("component of value", "Knowledge, as judged"),
    "trading": pgettext_lazy("component of value", "Trading, as judged"),
    "gathering": pgettext_lazy("component of value", "Gathering, as judged"),
    "weapon": pgettext_lazy("component of value", "Against competition, as judged"),
}


@dataclass(frozen=True)
class EngagementParameters(Parameters):
    """Handbook, section 3: the share of referred customers' margin that the referrer earned."""

    BORROWED = {"ahead_is": "clv.contribution"}

    referral_share: int = number(20, _("Share credited to who referred"), 1, 100, "%")
    information_months: int = number(24, _("Answers to surveys count for"), 1, 120, _("months"))
    ahead_is: str = contribution()

    def bound(self, as_of: dt.date) -> dict[str, Value]:
        """As for every measure, with the day since which answers count."""
        since = months_before(as_of, self.information_months)
        return {**super().bound(as_of), "answers_since": since}


CLASSES = (
    Class(
        "buyer",
        pgettext_lazy("engagement", "Worth by buying"),
        _("No customer is known to have come through it."),
        _("Ask it after a success whom else this would help."),
        tone="azurite",
    ),
    Class(
        "both",
        pgettext_lazy("engagement", "Worth by buying and referring"),
        _("It brought customers, and its own purchases are worth more."),
        _("Thank it for those it brought; its word is worth more than our advertising."),
        tone="malachite",
    ),
    Class(
        "referrer",
        pgettext_lazy("engagement", "Worth by referring"),
        _("Those it brought are worth more than its own purchases."),
        _("Do not measure it by its orders: care for it as for a large customer."),
        tone="malachite",
    ),
)
ENGAGEMENT = Measure(
    key="engagement",
    label=_("Components of lifetime value"),
    grain="One row per customer: value of its purchases, of its referrals, and both together.",
    rule=_(
        "Purchase: what is left of all months so far, and the value ahead. Referral: a share of "
        "the same of everyone it brought, divided among several who brought the same. "
        "Information, knowledge, trading, gathering and weight against competition are in no book: "
        "each is what a colleague judges, from 1 to 5, and unknown until then; none is money, so "
        "none is added. Value ahead that is told as revenue is not added either."
    ),
    parameters=EngagementParameters,
    classes=CLASSES,
    profile=(
        Column(
            "class",
            "engagement_class",
            _("What its value rests on"),
            classes=CLASSES,
            is_indexed=False,
        ),
        Column("referral_value", "referral_value", _("Referral value"), "money"),
        Column("engagement_value", "engagement_value", _("Engagement value"), "money"),
    ),
    figures=(
        Figure("past_value", _("Purchases so far, after cost to serve"), "money"),
        Figure("ahead_value", _("Purchases ahead"), "money"),
        Figure("purchase_value", _("Purchase value"), "money"),
        Figure("referred", _("Customers it has brought"), "count"),
        Figure("referred_buying", _("Of these, have bought"), "count"),
        Figure("referral_value", _("Referral value"), "money"),
        Figure("engagement_value", _("Engagement value"), "money"),
        Figure("sheets", _("Surveys it answered"), "count"),
        *(Figure(key, label, "judged") for key, label in JUDGED.items()),
        Figure("judged_on", _("Last judged on"), "day"),
    ),
    reasons={
        "buys": _(
            "Purchases are worth %(purchase_value)s; it is not recorded as having brought anyone. "
            "Judged: information %(information)s (surveys answered: %(sheets)s), knowledge "
            "%(knowledge)s, trading %(trading)s, gathering %(gathering)s, against competition "
            "%(weapon)s; what nobody has judged (—) is unknown."
        ),
        "not_recorded": _(
            "Purchases are worth %(purchase_value)s. Referral value is unknown: no referral of "
            "any customer is recorded. "
            "Judged: information %(information)s (surveys answered: %(sheets)s), knowledge "
            "%(knowledge)s, trading %(trading)s, gathering %(gathering)s, against competition "
            "%(weapon)s; what nobody has judged (—) is unknown."
        ),
        "refers": _(
            "Purchases are worth %(purchase_value)s; %(referred_buying)s buyers it brought add "
            "%(referral_value)s. "
            "Judged: information %(information)s (surveys answered: %(sheets)s), knowledge "
            "%(knowledge)s, trading %(trading)s, gathering %(gathering)s, against competition "
            "%(weapon)s; what nobody has judged (—) is unknown."
        ),
        "refers_only": _(
            "%(referred_buying)s buyers it brought are worth %(referral_value)s; of its own "
            "purchases nothing is known. "
            "Judged: information %(information)s (surveys answered: %(sheets)s), knowledge "
            "%(knowledge)s, trading %(trading)s, gathering %(gathering)s, against competition "
            "%(weapon)s; what nobody has judged (—) is unknown."
        ),
    },
    missing={
        "purchase": _("It has not bought and is not recorded as having brought anyone."),
        "rate": _("Bought in a currency that has no exchange rate."),
    },
    causes="cause",
    before=("portfolio/referring.sql", "portfolio/judged.sql"),
    home="portfolio/engagement",
    kept=(Kept("brought", of=("measure_monthly",)),),
    drifts=("ahead_value", "purchase_value", "engagement_value"),
)
