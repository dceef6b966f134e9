"""Baskets: what is bought together more often than chance would have it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.measures import NEEDS, Class, Measure
from guanxi.insight.parameters import Parameters, choice, number, window


@dataclass(frozen=True)
class BasketParameters(Parameters):
    """Handbook, section 8: support, confidence, lift; significance after Webb 2007."""

    window: str = window(24)
    basket: str = choice(
        "order",
        _("A basket is"),
        (("order", _("One order")), ("customer", _("All that a customer bought"))),
    )
    support: int = number(1, _("Least share of all baskets"), 1, 500, "‰")
    least_baskets: int = number(5, _("Least number of baskets"), 2, 100_000)
    confidence: int = number(10, _("Least share that hold the other product"), 1, 100, "%")
    strong: int = number(2, _("Strong from this many times as often"), 2, 100)
    error: int = number(5, _("Permitted chance of a single false rule among all"), 1, 20, "%")
    longest: int = number(3, _("Products in a rule, at most"), 2, 6)
    largest_basket: int = number(200, _("Products in a basket, at most"), 2, 5_000)


BASKETS = Measure(
    key="baskets",
    label=_("Bought together"),
    grain="One row per rule: products that lie in a basket, and one that lies there with them.",
    rule=_(
        "Counts in how many baskets products lie together, and compares with what would be by "
        "chance. What chance could explain, all rules that were tried considered, is no rule."
    ),
    parameters=BasketParameters,
    classes=(
        Class(
            "strong",
            pgettext_lazy("rule", "Strong"),
            _("At least %(strong)s times as often as by chance."),
            _("Offer them together: on the quote, on the shelf, in a set with one price."),
            tone="malachite",
        ),
        Class(
            "real",
            pgettext_lazy("rule", "Real"),
            _("More often than chance explains, yet less than %(strong)s times."),
            _("Name the other product when one is ordered; do not discount for it."),
            tone="azurite",
        ),
        Class(
            "chance",
            pgettext_lazy("rule", "By chance"),
            _("Chance could explain it, with all that was tried."),
            _("Leave it: the next count may not show it again."),
            tone="ash",
        ),
    ),
    profile=(),
    figures=(),
    reasons={},
    missing={},
    theme=NEEDS,
    home="needs/baskets",
    step="guanxi.insight.needs.baskets.step:find_rules",
    reads=("dim_customer", "fact_order_line"),
    makes=("basket_rule",),
    comparison="""
        SELECT class, COUNT(*) AS rules, MIN(lift) AS low, MAX(lift) AS high
        FROM measure_baskets GROUP BY class ORDER BY class
    """,
)
