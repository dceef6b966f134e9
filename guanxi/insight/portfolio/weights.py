"""The factors that several measures weigh: what each is called, and the weight as a parameter."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.measures import Figure, Text
from guanxi.insight.parameters import WEIGHT, number

FACTORS: dict[str, Text] = {
    "margin": pgettext_lazy("factor", "Margin"),
    "volume": pgettext_lazy("factor", "Volume"),
    "cheap": pgettext_lazy("factor", "Low cost to serve"),
    "loyalty": pgettext_lazy("factor", "Repeat purchases"),
    "trust": pgettext_lazy("factor", "Payment on time"),
    "growth": pgettext_lazy("factor", "Growth"),
    "ahead": pgettext_lazy("factor", "Value ahead"),
    "credit": pgettext_lazy("factor", "Credit"),
    "character": pgettext_lazy("factor", "Character"),
    "capacity": pgettext_lazy("factor", "Capacity"),
    "capital": pgettext_lazy("factor", "Capital"),
    "collateral": pgettext_lazy("factor", "Collateral"),
    "conditions": pgettext_lazy("factor", "Conditions"),
    "strategy": pgettext_lazy("factor", "Strategic importance"),
    "depth": pgettext_lazy("factor", "Depth of the relation"),
    "price": pgettext_lazy("factor", "Our price as they see it"),
    "quality": pgettext_lazy("factor", "Our quality as they see it"),
    "service": pgettext_lazy("factor", "Our service as they see it"),
    "fit": pgettext_lazy("factor", "Needs against our abilities"),
    "bargaining": pgettext_lazy("factor", "Our bargaining position"),
}
HEAVIEST = 20


def weight(factor: str, default: int) -> Any:
    """How much a factor counts, as a parameter; nothing when zero."""
    return number(default, FACTORS[factor], 0, HEAVIEST, WEIGHT)


def least_known(default: int = 50) -> Any:
    """From which share of the weights on a score is told, as a parameter."""
    return number(default, _("Told when so much of the weights is known"), 1, 100, "%")


def border(label: Text, default: int = 50) -> Any:
    """From which score on something counts as high, as a parameter."""
    return number(default, label, 1, 100, pgettext_lazy("unit of a score", "of 100"))


def scores(*factors: str) -> tuple[Figure, ...]:
    """The scores of the factors as figures of a reason."""
    return tuple(Figure(f"{name}_score", FACTORS[name], "score") for name in factors)
