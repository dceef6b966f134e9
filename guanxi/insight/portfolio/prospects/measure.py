"""Growth by prospects: star, mature, dangerous, dog."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import (
    ALL_TIME,
    WEIGHT,
    Parameters,
    months_before,
    number,
    window_start,
)
from guanxi.insight.portfolio.weights import HEAVIEST
from guanxi.warehouse.stages import Value


@dataclass(frozen=True)
class ProspectsParameters(Parameters):
    """How growth and prospects are made up, and when each is high."""

    months: int = number(12, _("Window"), 1, 36, _("months"))
    w_own: int = number(1, _("Growth of the customer"), 0, HEAVIEST, WEIGHT)
    w_industry: int = number(1, _("Growth of its industry"), 0, HEAVIEST, WEIGHT)
    w_penetration: int = number(1, _("Part of its industry that buys"), 0, HEAVIEST, WEIGHT)
    w_trend: int = number(1, _("Trend of that part"), 0, HEAVIEST, WEIGHT)
    ahead_percent: int = number(0, _("Growth is high when above the firm's by"), 0, 100, "%")
    prospect_border: int = number(100, _("Prospects are high from"), 10, 1_000, "%")
    least_customers: int = number(5, _("An industry tells from"), 1, 1_000, _("customers"))

    def bound(self, as_of: dt.date) -> dict[str, Value]:
        """The values, and the days on which the window and the span before it open."""
        opens = window_start(str(self.months), as_of)
        before = max(months_before(opens, self.months), ALL_TIME)
        return {**super().bound(as_of), "window_start": opens, "window_before": before}


CLASSES = (
    Class(
        "star",
        pgettext_lazy("growth by prospects", "Star"),
        _("Grows at least as the firm does, and our products do well in its industry."),
        _("Grow with it: reserve capacity, agree on next year, show the case to its industry."),
        tone="malachite",
    ),
    Class(
        "mature",
        pgettext_lazy("growth by prospects", "Mature"),
        _("Grows less than the firm, while our products do well in its industry."),
        _("Harvest with care: keep service up, sell the second product, do not overspend."),
        tone="azurite",
    ),
    Class(
        "dangerous",
        pgettext_lazy("growth by prospects", "Dangerous"),
        _("Grows, but our products do not do well in its industry."),
        _("Find out why its industry buys elsewhere before it does the same."),
        tone="gamboge",
    ),
    Class(
        "dog",
        pgettext_lazy("growth by prospects", "Dog"),
        _("Neither grows, nor do our products do well in its industry."),
        _("Keep the cost low and expect little; withdraw where it costs more than it brings."),
        tone="ash",
    ),
)
PROSPECTS = Measure(
    key="prospects",
    label=_("Growth and prospects"),
    grain="One row per customer: growth of it and its industry, prospects of our products there.",
    rule=_(
        "Growth weighs that of the customer and that of its industry among our customers, against "
        "the firm's. Prospects weigh the part of its industry that buys from us and the trend of "
        "that number, each against the whole firm (100%)."
    ),
    parameters=ProspectsParameters,
    classes=CLASSES,
    profile=(
        Column(
            "class", "prospects_class", _("Growth and prospects"), classes=CLASSES, is_indexed=False
        ),
    ),
    figures=(
        Figure("growth", _("Growth, weighed"), "percent"),
        Figure("own_growth", _("Growth of the customer"), "percent"),
        Figure("industry_growth", _("Growth of its industry"), "percent"),
        Figure("firm_growth", _("Growth of the firm"), "percent"),
        Figure("prospect", _("Prospects, the firm being 100%"), "percent"),
        Figure("buying_share", _("Part of its industry that buys"), "percent"),
        Figure("trend", _("Trend of that part, the firm's being 100%"), "percent"),
    ),
    reasons={
        "": _(
            "It grew by %(own_growth)s and its industry by %(industry_growth)s, the firm by "
            "%(firm_growth)s; %(buying_share)s of its industry buys, prospects stand at "
            "%(prospect)s of the firm's."
        )
    },
    missing={
        "rate": _("Bought in a currency that has no exchange rate."),
        "before": _("It did not buy in the span before, so its growth is not known."),
        "industry": _("Its industry is not entered."),
        "few": _("Too few customers of its industry are known to tell of it."),
        "trend": _("Nobody of its industry bought before, so there is no trend."),
        "weights": _("All weights of growth or of prospects are zero."),
    },
    home="portfolio/prospects",
    is_compact=True,
)
