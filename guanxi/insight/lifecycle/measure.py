"""The customer's life: exploration, growth, stability, decline, ended, by its own rhythm."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from guanxi.insight.classes import LifecycleStage
from guanxi.insight.kept import AS_OF, Kept
from guanxi.insight.lifecycle.reasons import FIGURES, REASONS
from guanxi.insight.measures import LIFE, Class, Column, Measure
from guanxi.insight.parameters import Parameters, number
from guanxi.warehouse.stages import Value

RHYTHM = "lifecycle/rhythm.sql"
NO_RHYTHM = _(
    "It bought once, and too few customers have bought twice: no rhythm, its own or the firm's, "
    "tells whether it has left."
)


@dataclass(frozen=True)
class LifecycleParameters(Parameters):
    """Handbook, section 1: third purchase, two falling periods, alive below one half."""

    RISING = (("ended_percent", "alive_percent"), ("shortest_period", "longest_period"))

    exploring_purchases: int = number(3, _("Growth begins with purchase"), 2, 10)
    alive_percent: int = number(
        50, _("Declining when the chance of being alive is below"), 5, 90, "%"
    )
    ended_percent: int = number(5, _("Ended when the chance of being alive is below"), 1, 50, "%")
    tolerance: int = number(20, _("A change counts from"), 0, 80, "%")
    near_best: int = number(50, _("Near its best from"), 10, 100, "%")
    falling_periods: int = number(2, _("Declining when falling for"), 1, 4, _("periods in a row"))
    period_gaps: int = number(6, _("A period lasts"), 2, 24, _("own gaps between purchases"))
    shortest_period: int = number(30, _("Shortest period"), 7, 365, _("days"))
    longest_period: int = number(365, _("Longest period"), 30, 1_095, _("days"))
    carried_by: int = number(
        3, _("The firm's rhythm is known from so many who bought twice"), 2, 100, _("customers")
    )
    usual_gap: int = number(
        90, _("Gap to assume while the firm's rhythm is unknown"), 1, 730, _("days")
    )
    prospect_silence: int = number(
        365, _("A prospect has ended after a silence of"), 30, 1_825, _("days")
    )

    def bound(self, as_of: date) -> dict[str, Value]:
        """As for every measure; each customer is looked at, not every so many."""
        return {**super().bound(as_of), "every": 1}


CLASSES = (
    Class(
        LifecycleStage.EXPLORATION,
        LifecycleStage.EXPLORATION.label,
        _("From the first contact until purchase number %(exploring_purchases)s."),
        _("Learn their needs, keep every promise, and make the next purchase easy."),
        tone="azurite",
    ),
    Class(
        LifecycleStage.GROWTH,
        LifecycleStage.GROWTH.label,
        _("Rate or value per period is rising."),
        _("Widen the range they buy and bring more of their people into the relationship."),
        tone="azurite",
    ),
    Class(
        LifecycleStage.STABILITY,
        LifecycleStage.STABILITY.label,
        _("Steady, at %(near_best)s%% of its best period or more."),
        _("Protect it: join processes, review service together, reward loyalty."),
        tone="malachite",
    ),
    Class(
        LifecycleStage.DECLINE,
        LifecycleStage.DECLINE.label,
        _(
            "Rate or value has fallen for %(falling_periods)s periods in a row, it is overdue "
            "against its own rhythm, or it is steady below %(near_best)s%% of its best period."
        ),
        _("Find the cause with the customer this week, and repair before offering a price."),
        tone="gamboge",
    ),
    Class(
        LifecycleStage.ENDED,
        LifecycleStage.ENDED.label,
        _(
            "No purchase and no contact for so long that it is alive with less than "
            "%(ended_percent)s%%; a prospect, no contact for %(prospect_silence)s days."
        ),
        _("Decide by value and chance of return: win back, or close with thanks."),
        tone="ash",
    ),
)
LIFECYCLE = Measure(
    key="lifecycle",
    label=_("Lifecycle"),
    grain="One row per customer: its stage of life, with the rhythm and trend that led to it.",
    rule=_(
        "Measured against the customer's own rhythm: the mean gap between its purchase days, "
        "steadied by one gap of the firm's average; who bought once has that average alone, where "
        "enough customers bought twice to know it. A silence longer than the rhythm explains "
        "lowers the probability that it is still a customer."
    ),
    parameters=LifecycleParameters,
    classes=CLASSES,
    profile=(
        Column("class", "lifecycle_class", _("Lifecycle stage"), classes=CLASSES),
        Column(
            "was",
            "lifecycle_was",
            _("Stage at the end of last quarter"),
            classes=CLASSES,
            is_indexed=False,
        ),
        Column("first_on", "first_purchase_on", _("First purchase"), "day"),
        Column("last_on", "last_purchase_on", _("Last purchase"), "day"),
        Column("next_on", "next_purchase_on", _("Next purchase expected"), "day"),
        Column("days", "purchase_days", _("Days with a purchase"), "count"),
        Column("revenue", "revenue_total", _("Revenue to date"), "money"),
    ),
    figures=FIGURES,
    reasons=REASONS,
    missing={
        "contact": _("No purchase and no contact is recorded."),
        "rhythm": NO_RHYTHM,
        "rate": _(
            "Bought in a currency that has no exchange rate: whether its value rises or falls is "
            "not known, and its purchase days alone show neither."
        ),
    },
    before=(RHYTHM,),
    # What rhythm.sql asks of one customer alone: of the day, too, whatever the parameters.
    kept=(
        Kept("purchases", of=("purchase_day",), borders=(("purchase_day", "ordered_on", AS_OF),)),
        Kept(
            "met", of=("fact_interaction",), borders=(("fact_interaction", "happened_on", AS_OF),)
        ),
    ),
    causes="cause",
    theme=LIFE,
    comparison="""
        SELECT cause, class, COUNT(*) AS customers,
            CAST(MEDIAN(gap_days) AS INTEGER) AS median_gap
        FROM measure_lifecycle GROUP BY cause, class ORDER BY class, cause
    """,
)
