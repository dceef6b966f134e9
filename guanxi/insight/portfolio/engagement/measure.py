"""Engagement value: what a customer is worth by its own purchases and by those it brings."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.kept import Kept
from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters, number


@dataclass(frozen=True)
class EngagementParameters(Parameters):
    """Handbook, section 3: the share of referred customers' margin that the referrer earned."""

    referral_share: int = number(20, _("Share credited to who referred"), 1, 100, "%")


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
        "Information, knowledge and trading are not measured here: they are unknown, not zero."
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
    ),
    reasons={
        "buys": _(
            "Purchases are worth %(purchase_value)s; it is not recorded as having brought anyone. "
            "Information, knowledge and trading value: unknown."
        ),
        "not_recorded": _(
            "Purchases are worth %(purchase_value)s. Referral value is unknown: no referral of "
            "any customer is recorded. Information, knowledge and trading value: unknown."
        ),
        "refers": _(
            "Purchases are worth %(purchase_value)s; %(referred_buying)s buyers it brought add "
            "%(referral_value)s. Information, knowledge and trading value: unknown."
        ),
        "refers_only": _(
            "%(referred_buying)s buyers it brought are worth %(referral_value)s; of its own "
            "purchases nothing is known."
        ),
    },
    missing={
        "purchase": _("It has not bought and is not recorded as having brought anyone."),
        "rate": _("Bought in a currency that has no exchange rate."),
    },
    causes="cause",
    before=("portfolio/referring.sql",),
    home="portfolio/engagement",
    kept=(Kept("brought", of=("measure_monthly",)),),
    drifts=("ahead_value", "purchase_value", "engagement_value"),
)
