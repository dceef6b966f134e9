"""The key-account matrix: how attractive a customer is, by how strong we are with it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters
from guanxi.insight.portfolio.weights import border, least_known, scores, weight


@dataclass(frozen=True)
class KeyAccountParameters(Parameters):
    """Cheverton: factors and weights are the firm's own."""

    w_volume: int = weight("volume", 2)
    w_margin: int = weight("margin", 2)
    w_growth: int = weight("growth", 2)
    w_ahead: int = weight("ahead", 1)
    w_trust: int = weight("trust", 1)
    w_strategy: int = weight("strategy", 2)
    w_depth: int = weight("depth", 2)
    w_loyalty: int = weight("loyalty", 1)
    w_price: int = weight("price", 1)
    w_quality: int = weight("quality", 1)
    w_service: int = weight("service", 1)
    attraction_border: int = border(_("Attractive from"))
    strength_border: int = border(_("We are strong from"))
    least_known: int = least_known()


CLASSES = (
    Class(
        "key",
        pgettext_lazy("key accounts", "Key account"),
        _("Attraction of %(attraction_border)s and strength of %(strength_border)s or more."),
        _("A team and a plan of its own; ties from management to warehouse on both sides."),
        tone="malachite",
    ),
    Class(
        "develop",
        pgettext_lazy("key accounts", "Key account to develop"),
        _("Attraction of %(attraction_border)s or more, strength below %(strength_border)s."),
        _("Find out where the competitor is stronger, choose one gap and close it."),
        tone="gamboge",
    ),
    Class(
        "maintain",
        pgettext_lazy("key accounts", "Account to maintain"),
        _("Strength of %(strength_border)s or more, attraction below %(attraction_border)s."),
        _("Keep what we have with little effort; move good people to where growth is."),
        tone="azurite",
    ),
    Class(
        "chance",
        pgettext_lazy("key accounts", "Opportunistic account"),
        _("Attraction below %(attraction_border)s and strength below %(strength_border)s."),
        _("Sell when it asks and pays the full price; make no promises for it."),
        tone="ash",
    ),
)
KEY_ACCOUNT = Measure(
    key="key_account",
    label=_("Key-account matrix"),
    grain="One row per customer: its attraction, our strength with it, and its field.",
    rule=_(
        "Attraction weighs facts of the customer and its strategic importance; strength weighs the "
        "depth of the relation, repeat purchases, and how the customer sees our price, quality "
        "and service. What no data tell, a colleague judges on the customer; until then it is "
        "unknown."
    ),
    parameters=KeyAccountParameters,
    classes=CLASSES,
    profile=(Column("class", "key_account_class", _("Key-account matrix"), classes=CLASSES),),
    figures=(
        Figure("attraction", _("Attraction"), "score"),
        Figure("strength", _("Our strength"), "score"),
        *scores("volume", "margin", "growth", "ahead", "trust", "strategy"),
        *scores("depth", "loyalty", "price", "quality", "service"),
    ),
    reasons={"": _("Attraction %(attraction)s, our strength %(strength)s.")},
    missing={
        "attraction": _("Too little is known of what it brings and could bring."),
        "strength": _(
            "How strong we are with it is not known: enter the relation type, and judge how it "
            "sees our price, quality and service."
        ),
    },
    home="portfolio/key_account",
    is_compact=True,
)
