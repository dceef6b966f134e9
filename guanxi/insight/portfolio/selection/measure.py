"""Selection: which customers to choose, by needs, growth, bargaining position and cost."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters
from guanxi.insight.portfolio.weights import border, least_known, scores, weight


@dataclass(frozen=True)
class SelectionParameters(Parameters):
    """Porter's four criteria; growth potential is growth so far and the value ahead."""

    RISING = (("low_border", "high_border"),)

    w_fit: int = weight("fit", 3)
    w_growth: int = weight("growth", 1)
    w_ahead: int = weight("ahead", 2)
    w_bargaining: int = weight("bargaining", 2)
    w_cheap: int = weight("cheap", 2)
    high_border: int = border(_("Chosen from"), 60)
    low_border: int = border(_("Considered from"), 40)
    least_known: int = least_known()


CLASSES = (
    Class(
        "choose",
        pgettext_lazy("selection", "Choose"),
        _("A score of %(high_border)s or more."),
        _("Compete for it: fit offer and capacity to its needs, and build costs of switching."),
        tone="malachite",
    ),
    Class(
        "consider",
        pgettext_lazy("selection", "Consider"),
        _("A score from %(low_border)s up to %(high_border)s."),
        _("Improve the weakest criterion first; it can often be moved by another offer."),
        tone="azurite",
    ),
    Class(
        "decline",
        pgettext_lazy("selection", "Do not seek"),
        _("A score below %(low_border)s."),
        _("Sell on standard terms only; spend the time on customers that fit."),
        tone="ash",
    ),
)
SELECTION = Measure(
    key="selection",
    label=_("Selection criteria"),
    grain="One row per customer: its score over four criteria, and whether to choose it.",
    rule=_(
        "Needs against our abilities (judged; else how little it sends back), growth potential, "
        "our bargaining position (judged; else how little discount it takes) and low cost to "
        "serve, weighed."
    ),
    parameters=SelectionParameters,
    classes=CLASSES,
    profile=(
        Column(
            "class",
            "selection_class",
            _("Selection criteria"),
            classes=CLASSES,
            is_indexed=False,
        ),
    ),
    figures=(
        Figure("score", _("Score over all criteria"), "score"),
        *scores("fit", "growth", "ahead", "bargaining", "cheap"),
    ),
    reasons={"": _("Scores %(score)s over the criteria that are known.")},
    missing={"factors": _("Too little is known of the four criteria.")},
    home="portfolio/selection",
    is_compact=True,
)
