"""Which of the seven kinds a customer's loyalty is (Griffin)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.loyalty.words import MISSING, NOT_COMPUTED
from guanxi.insight.measures import LOYALTY as THEME
from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters, number


@dataclass(frozen=True)
class KindParameters(Parameters):
    """Handbook, section 5."""

    discount_from: int = number(50, _("For the price: bought on discount from"), 1, 100, "%")


CLASSES = (
    Class(
        "monopoly",
        pgettext_lazy("kind of loyalty", "Monopoly"),
        _("Buys often because there is no alternative."),
        _("Serve as if there were: whoever feels captive leaves at the first chance."),
        tone="gamboge",
    ),
    Class(
        "inertia",
        pgettext_lazy("kind of loyalty", "Inertia"),
        _("Buys often out of habit, without attachment."),
        _("Make the next order easier still, and give the habit a reason."),
        tone="gamboge",
    ),
    Class(
        "latent",
        pgettext_lazy("kind of loyalty", "Latent"),
        _("Prefers us but buys seldom."),
        _("Remove what keeps it from buying: budget, reach, range or terms."),
        tone="azurite",
    ),
    Class(
        "convenience",
        pgettext_lazy("kind of loyalty", "Convenience"),
        _("Buys often because we are near and easy."),
        _("Stay the easiest: stock at hand, quick delivery, one person to call."),
        tone="azurite",
    ),
    Class(
        "price",
        pgettext_lazy("kind of loyalty", "Price"),
        _("Buys often for the price: it says so, or %(discount_from)s%% are bought on discount."),
        _("Serve at a cost that fits the price; do not mistake it for attachment."),
        tone="ash",
    ),
    Class(
        "incentive",
        pgettext_lazy("kind of loyalty", "Incentive"),
        _("Buys often for points and rewards."),
        _("Let rewards lead to personal ties; test with a control group what they bring."),
        tone="ash",
    ),
    Class(
        "premium",
        pgettext_lazy("kind of loyalty", "Premium"),
        _("Buys often and is attached to us."),
        _("Protect it first: named people, early word, a voice in what comes next."),
        tone="malachite",
    ),
    Class(
        "none",
        pgettext_lazy("kind of loyalty", "No loyalty"),
        _("Buys seldom and is not attached."),
        _("Do not pay for loyalty here; serve the single sale well."),
        tone="ash",
    ),
)
LOYALTY_KIND = Measure(
    key="loyalty_kind",
    label=_("Kind of loyalty"),
    grain="One row per customer: which of the seven kinds its loyalty is, and by which evidence.",
    rule=_(
        "For who buys often, what is noted of it decides first (alternatives, main reason), then "
        "the share bought on discount, then what it says of us. Who buys seldom is latent when "
        "attached."
    ),
    parameters=KindParameters,
    classes=CLASSES,
    profile=(Column("class", "loyalty_kind", _("Kind of loyalty"), classes=CLASSES),),
    figures=(
        Figure("days_now", _("Days with a purchase in the window"), "count"),
        Figure("attitude", _("Attitude, 0–100"), "count"),
        Figure("discount_share", _("Bought on discount"), "percent"),
        Figure("switching_cost", _("Cost of switching"), "percent"),
    ),
    reasons={
        "no_alternative": _("It is noted that it has no alternative to us."),
        "no_choice": _("It says that it has no other choice."),
        "habit": _("It says that it buys from us out of habit."),
        "near": _("It says that we are near and easy."),
        "price": _("It says that it buys from us for the price."),
        "rewards": _("It says that it buys from us for points and rewards."),
        "trust": _("It says that it buys from us for quality and trust."),
        "discounts": _("%(discount_share)s of what it bought was on discount."),
        "attached": _("Buys often, little of it on discount, and rates us %(attitude)s of 100."),
        "unattached": _("Buys often though it rates us only %(attitude)s of 100."),
        "wants_but_does_not": _("Rates us %(attitude)s of 100 but buys seldom."),
        "neither": _("Buys seldom and rates us %(attitude)s of 100."),
    },
    missing={
        **MISSING,
        "reason": _("It buys often, but neither an answer nor a note says why."),
        "loyalty": NOT_COMPUTED,
    },
    causes="cause",
    theme=THEME,
    home="loyalty/kinds",
)
