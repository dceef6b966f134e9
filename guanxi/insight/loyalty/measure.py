"""Loyalty after Dick & Basu: what a customer does beside what it says, and all that tells of it."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.kept import Kept
from guanxi.insight.loyalty.words import CLASSES, COLUMNS, FIGURES, MISSING, REASONS
from guanxi.insight.measures import LOYALTY as THEME
from guanxi.insight.measures import Measure
from guanxi.insight.parameters import Parameters, months_before, number, window
from guanxi.warehouse.stages import Value


@dataclass(frozen=True)
class LoyaltyParameters(Parameters):
    """Handbook, section 5; high is what the firm's own customers make high."""

    window: str = window(12)
    repeat_percentile: int = number(50, _("Buys often: from this percentile on"), 1, 99, "%")
    least_repeats: int = number(2, _("Buys often: on at least"), 2, 100, _("days"))
    wallet_percent: int = number(50, _("Where its need is known: from a share of"), 1, 100, "%")
    attitude_from: int = number(60, _("Attached: attitude from"), 1, 100, _("of 100"))
    answers_months: int = number(24, _("Answers count for"), 1, 120, _("months"))
    least_prices: int = number(
        6, _("Reaction to price: from this many lines"), 3, 100, pgettext_lazy("unit", "lines")
    )

    def bound(self, as_of: dt.date) -> dict[str, Value]:
        """As for every measure, with the day since which answers count."""
        since = months_before(as_of, self.answers_months)
        return {**super().bound(as_of), "answers_since": since}


LOYALTY = Measure(
    key="loyalty",
    label=_("Loyalty"),
    grain="One row per customer: what it does and says, and its class of attitude × patronage.",
    rule=_(
        "What the customer does beside what it says of us. It buys often when it has at least the "
        "share of its need that is asked, or where its need is not known, as many purchase days "
        "as the firm's usual customer. It is attached when it thinks better of us than of the "
        "best competitor, or where none was asked about, well enough of us."
    ),
    parameters=LoyaltyParameters,
    classes=CLASSES,
    profile=COLUMNS,
    figures=FIGURES,
    reasons=REASONS,
    missing=MISSING,
    causes="cause",
    before=("portfolio/referring.sql",),
    kept=(
        Kept(
            "own",
            of=("dim_customer", "purchase_day", "fact_order_line", "fact_interaction"),
            borders=(
                ("purchase_day", "ordered_on", "$as_of"),
                ("purchase_day", "ordered_on", "$as_of - 365"),
                ("purchase_day", "ordered_on", "$window_start"),
                ("fact_order_line", "ordered_on", "$as_of"),
                ("fact_interaction", "happened_on", "$as_of"),
            ),
        ),
    ),
    theme=THEME,
)
