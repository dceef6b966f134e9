"""Cost-contribution ratio: what a customer contributes for each unit of cost to serve."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.kept import Kept
from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters, number


@dataclass(frozen=True)
class CostRatioParameters(Parameters):
    """Handbook, section 3: contribution ÷ cost to serve."""

    RISING = (("fair_percent", "strong_percent"),)
    RENAMED = {"strong_tenths": ("strong_percent", 10), "fair_tenths": ("fair_percent", 10)}

    months: int = number(12, _("Window"), 1, 36, _("months"))
    strong_percent: int = number(
        500, _("Strong: brings of its cost to serve at least"), 10, 100_000, "%"
    )
    fair_percent: int = number(
        100, _("Fair: brings of its cost to serve at least"), 10, 100_000, "%"
    )


CLASSES = (
    Class(
        "strong",
        pgettext_lazy("cost-contribution ratio", "Strong"),
        _("Contributes at least %(strong_percent)s%% of its cost to serve."),
        _("More attention pays here: test whether more service brings more business."),
        tone="malachite",
    ),
    Class(
        "fair",
        pgettext_lazy("cost-contribution ratio", "Fair"),
        _("Contributes at least %(fair_percent)s%% of its cost to serve."),
        _("Hold the cost; bundle orders and move routine contacts to cheaper channels."),
        tone="azurite",
    ),
    Class(
        "weak",
        pgettext_lazy("cost-contribution ratio", "Weak"),
        _("Contributes less than %(fair_percent)s%% of its cost to serve."),
        _("Cut the cost to serve or raise the price until it pays for itself."),
        tone="cinnabar",
    ),
)
COST_RATIO = Measure(
    key="cost_ratio",
    label=_("Cost-contribution ratio"),
    grain="One row per customer: its contribution in the window for each unit of cost to serve.",
    rule=_(
        "What is left after discounts and returns, divided by the cost of contacts, tasks, orders "
        "and waiting."
    ),
    parameters=CostRatioParameters,
    classes=CLASSES,
    profile=(
        Column(
            "class",
            "cost_ratio_class",
            _("Cost-contribution class"),
            classes=CLASSES,
            is_indexed=False,
        ),
        Column("ratio", "cost_ratio", _("Contribution for each unit of cost"), "decimal"),
    ),
    figures=(
        Figure("contribution", _("Contribution"), "money"),
        Figure("service_cost", _("Cost of serving"), "money"),
        Figure("ratio", _("Contribution for each unit of cost"), "decimal"),
    ),
    reasons={
        "": _("%(contribution)s contributed for %(service_cost)s of cost: %(ratio)s for each unit.")
    },
    missing={
        "nothing": _("Neither a purchase nor a contact is recorded in the window."),
        "rate": _("Bought in a currency that has no exchange rate."),
        "cost": _("No cost of serving it is recorded, so there is nothing to divide by."),
    },
    home="portfolio/cost_ratio",
    kept=(Kept("summed", of=("measure_monthly",), by_month=True),),
    is_compact=True,
)
