"""Present by potential value: whom to keep, to develop, to maintain, and to serve at low cost."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters
from guanxi.insight.portfolio.weights import border, least_known, scores, weight


@dataclass(frozen=True)
class PotentialParameters(Parameters):
    """Handbook, section 3: what present and potential value are made of."""

    w_margin: int = weight("margin", 3)
    w_volume: int = weight("volume", 1)
    w_cheap: int = weight("cheap", 1)
    w_loyalty: int = weight("loyalty", 2)
    w_trust: int = weight("trust", 1)
    w_credit: int = weight("credit", 1)
    w_growth: int = weight("growth", 2)
    w_ahead: int = weight("ahead", 3)
    present_border: int = border(_("Present value is high from"))
    potential_border: int = border(_("Potential is high from"))
    least_known: int = least_known()


CLASSES = (
    Class(
        "key",
        pgettext_lazy("present by potential", "Key"),
        _("Present value of %(present_border)s and potential of %(potential_border)s or more."),
        _("Put the best people here, plan together, and protect it against every competitor."),
        tone="malachite",
    ),
    Class(
        "maintain",
        pgettext_lazy("present by potential", "Maintain"),
        _("Present value of %(present_border)s or more, potential below %(potential_border)s."),
        _("Keep it content at steady cost; do not invest in growth that is not there."),
        tone="azurite",
    ),
    Class(
        "develop",
        pgettext_lazy("present by potential", "Develop"),
        _("Potential of %(potential_border)s or more, present value below %(present_border)s."),
        _("Invest: find out what it buys elsewhere, and win one more need each quarter."),
        tone="gamboge",
    ),
    Class(
        "low",
        pgettext_lazy("present by potential", "Low value"),
        _("Present value below %(present_border)s and potential below %(potential_border)s."),
        _("Serve at low cost by self-service and telephone, or let it go."),
        tone="ash",
    ),
)
POTENTIAL = Measure(
    key="potential",
    label=_("Present and potential value"),
    grain="One row per customer: its present and its potential value of 100, and its quadrant.",
    rule=_(
        "Present value weighs margin, volume and low cost to serve; potential weighs repeat "
        "purchases, payment on time, credit, growth and the value ahead. Each factor scores by "
        "place among all customers; the weights are yours."
    ),
    parameters=PotentialParameters,
    classes=CLASSES,
    profile=(
        Column("class", "potential_class", _("Present and potential value"), classes=CLASSES),
    ),
    figures=(
        Figure("present", _("Present value"), "score"),
        Figure("potential", pgettext_lazy("present by potential", "Potential"), "score"),
        *scores("margin", "volume", "cheap", "loyalty", "trust", "credit", "growth", "ahead"),
    ),
    reasons={"": _("Present value %(present)s, potential %(potential)s.")},
    missing={
        "present": _("Too little is known of what it brings and costs."),
        "potential": _("Too little is known of its loyalty, payment, growth and value ahead."),
    },
    home="portfolio/potential",
    is_compact=True,
)
