"""Profit beside tenure: true friends, butterflies, barnacles and strangers (Reinartz & Kumar)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanxi.insight.loyalty.words import MISSING, NOT_COMPUTED
from guanxi.insight.measures import LOYALTY as THEME
from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters, number


@dataclass(frozen=True)
class ProfitTenureParameters(Parameters):
    """Both borders are those of the firm's own customers."""

    profit_percentile: int = number(50, _("Profitable: earns more than so many of all"), 1, 99, "%")
    tenure_percentile: int = number(50, _("Long: with us longer than so many of all"), 1, 99, "%")


CLASSES = (
    Class(
        "true_friend",
        _("True friend"),
        _("Profitable, and has been buying for long."),
        _("Be reliable without pressing; reward attitude and behaviour alike."),
        tone="malachite",
    ),
    Class(
        "butterfly",
        _("Butterfly"),
        _("Profitable, but has not been buying for long."),
        _("Earn while it buys; stop investing as soon as it turns away."),
        tone="azurite",
    ),
    Class(
        "barnacle",
        _("Barnacle"),
        _("Has been buying for long but brings little."),
        _("Find out whether its wallet or our share is small: sell more, or cut the cost."),
        tone="gamboge",
    ),
    Class(
        "stranger",
        _("Stranger"),
        _("Brings little, and has not been buying for long."),
        _("Make every sale pay for itself; invest nothing in the relationship."),
        tone="ash",
    ),
)
PROFIT_TENURE = Measure(
    key="profit_tenure",
    label=_("Profit and tenure"),
    grain="One row per customer: what it has contributed to date × how long it has been buying.",
    rule=_(
        "What a customer has contributed to date, returns deducted, and the days from its first "
        "to its last purchase, each against the border of the firm's own customers."
    ),
    parameters=ProfitTenureParameters,
    classes=CLASSES,
    profile=(
        Column("class", "profit_tenure_class", _("Profit and tenure"), classes=CLASSES),
        Column("contribution", "contribution_total", _("Contribution to date"), "money"),
    ),
    figures=(
        Figure("contribution", _("Contribution to date"), "money"),
        Figure("profit_from", _("Profitable is from"), "money"),
        Figure("tenure_days", _("From first to last purchase"), "days"),
        Figure("tenure_from", _("Long is from"), "days"),
    ),
    reasons={
        "": _(
            "Contributed %(contribution)s to date (profitable from %(profit_from)s) in "
            "%(tenure_days)s of buying (long from %(tenure_from)s)."
        )
    },
    missing={
        "purchase": MISSING["purchase"],
        "rate": _("Bought in a currency that has no exchange rate."),
        "loyalty": NOT_COMPUTED,
    },
    theme=THEME,
    home="loyalty/profit",
    stamps=("profit_from", "tenure_from"),
)
