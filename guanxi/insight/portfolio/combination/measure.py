"""Factor combination: one score of all factors that the firm weighs."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters
from guanxi.insight.portfolio.weights import border, least_known, scores, weight


@dataclass(frozen=True)
class CombinationParameters(Parameters):
    """Handbook, section 3: the factors and their weights are chosen by the user."""

    RISING = (("low_border", "high_border"),)

    w_margin: int = weight("margin", 3)
    w_volume: int = weight("volume", 1)
    w_cheap: int = weight("cheap", 2)
    w_loyalty: int = weight("loyalty", 1)
    w_trust: int = weight("trust", 1)
    w_credit: int = weight("credit", 1)
    w_growth: int = weight("growth", 1)
    w_ahead: int = weight("ahead", 2)
    high_border: int = border(_("First class from"), 67)
    low_border: int = border(_("Second class from"), 33)
    least_known: int = least_known()


CLASSES = (
    Class(
        "first",
        pgettext_lazy("factor combination", "First class"),
        _("A score of %(high_border)s or more."),
        _("First in line for capacity, people and early news."),
        tone="malachite",
    ),
    Class(
        "second",
        pgettext_lazy("factor combination", "Second class"),
        _("A score from %(low_border)s up to %(high_border)s."),
        _("Raise the factor with the lowest score; that is where a class is won."),
        tone="azurite",
    ),
    Class(
        "third",
        pgettext_lazy("factor combination", "Third class"),
        _("A score below %(low_border)s."),
        _("Standard terms and low-cost channels."),
        tone="ash",
    ),
)
COMBINATION = Measure(
    key="combination",
    label=_("Factor combination"),
    grain="One row per customer: its weighted score over all factors, and its class.",
    rule=_("The weighted mean of the factors that are known; factors and weights are yours."),
    parameters=CombinationParameters,
    classes=CLASSES,
    profile=(
        Column(
            "class",
            "combination_class",
            _("Factor combination"),
            classes=CLASSES,
            is_indexed=False,
        ),
        Column("score", "combination_score", _("Score of all factors"), "small"),
    ),
    figures=(
        Figure("score", _("Score of all factors"), "score"),
        *scores("margin", "volume", "cheap", "loyalty", "trust", "credit", "growth", "ahead"),
    ),
    reasons={"": _("Scores %(score)s over the factors that are known.")},
    missing={"factors": _("Too little is known of the factors that are weighed.")},
    home="portfolio/combination",
    is_compact=True,
)
