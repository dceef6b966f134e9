"""Golden customers: those who spend most, and spend it steadily."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters, number


@dataclass(frozen=True)
class GoldenParameters(Parameters):
    """Handbook, section 2: highest and steadiest spend."""

    quarters: int = number(8, _("Quarters looked at"), 4, 40)
    top_percent: int = number(20, _("Highest spend: the first"), 1, 50, "%")
    swing: int = number(60, _("Steady up to a swing of"), 5, 300, "%")


CLASSES = (
    Class(
        "golden",
        pgettext_lazy("golden customers", "Golden"),
        _("Among the first %(top_percent)s%% by spend, swinging by %(swing)s%% at most."),
        _("Guard it: a named owner, first choice when goods are short, a visit each quarter."),
        tone="gamboge",
    ),
    Class(
        "large",
        pgettext_lazy("golden customers", "Large, unsteady"),
        _("Among the first %(top_percent)s%% by spend, yet swinging by more than %(swing)s%%."),
        _("Find out what makes it swing: projects, budgets, a second supplier; plan with it."),
        tone="azurite",
    ),
    Class(
        "steady",
        pgettext_lazy("golden customers", "Small, steady"),
        _("Swings by %(swing)s%% at most, below the first %(top_percent)s%% by spend."),
        _("Widen what it buys: it comes anyway, so every product more comes cheaply."),
        tone="malachite",
    ),
    Class(
        "other",
        pgettext_lazy("golden customers", "Small, unsteady"),
        _("Neither among the first %(top_percent)s%% by spend nor steady."),
        _("Serve at low cost; a standing order or a reminder may bring rhythm."),
        tone="ash",
    ),
)
GOLDEN = Measure(
    key="golden",
    label=_("Golden customers"),
    grain="One row per customer: its spend by quarters, how much it swings, and a class.",
    rule=_(
        "Adds up what each customer spent in quarters of 91 days, returns deducted. The swing is "
        "the standard deviation of the quarters as a share of their mean; quarters without a "
        "purchase count as nothing."
    ),
    parameters=GoldenParameters,
    classes=CLASSES,
    profile=(
        Column("class", "golden_class", _("Golden customer"), classes=CLASSES),
        Column("swing", "golden_swing", _("Swing of spend, %"), "count"),
    ),
    figures=(
        Figure("total", _("Spent in these quarters"), "money"),
        Figure("quarters", _("Quarters with a purchase"), "count"),
        Figure("swing", _("Swing"), "percent"),
        Figure("last_on", _("Last purchase"), "day"),
    ),
    reasons={
        "": _(
            "Spent %(total)s in %(quarters)s quarters; from one to the next it swings by %(swing)s."
        )
    },
    missing={
        "rate": _("Bought in a currency that has no exchange rate."),
        "purchase_in_window": _("No purchase in the quarters looked at."),
        "positive": _("Returns outweigh what it spent."),
    },
    home="needs/golden",
    drifts=("quarters", "swing"),
)
