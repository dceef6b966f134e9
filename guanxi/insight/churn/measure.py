"""Churn: with what chance each customer leaves, by which signs, and what is at risk."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanxi.insight.churn.reasons import CAUSES, FIGURES, Reasons
from guanxi.insight.classes import ChurnClass
from guanxi.insight.lifecycle.measure import NO_RHYTHM
from guanxi.insight.measures import RISK, Class, Column, Measure
from guanxi.insight.parameters import Parameters, choice, number
from guanxi.insight.portfolio.monthly.measure import EACH


@dataclass(frozen=True)
class ChurnParameters(Parameters):
    """Handbook, section 6: against its own rhythm; rhythm and end are the lifecycle's."""

    RISING = (
        ("watch_percent", "risk_percent", "leaving_percent"),
        ("shortest_span", "longest_span"),
    )

    span_gaps: int = number(2, _("Looks ahead"), 1, 12, _("own gaps between purchases"))
    shortest_span: int = number(30, _("Looks ahead at least"), 7, 365, _("days"))
    longest_span: int = number(180, _("Looks ahead at most"), 30, 730, _("days"))
    watch_percent: int = number(40, _("Watch from a chance of"), 5, 95, "%")
    risk_percent: int = number(60, _("At risk from a chance of"), 5, 95, "%")
    leaving_percent: int = number(80, _("Leaving from a chance of"), 5, 100, "%")
    least_leavers: int = number(
        100, _("Learned from this many who left, and who stayed"), 20, 10_000
    )
    return_cost: int = number(
        0, _("Cost to win a customer back (0: not known)"), 0, 10_000_000, EACH
    )
    task_from: int = number(
        10_000, _("A task for the owner from a value at risk of (0: none)"), 0, 1_000_000_000, EACH
    )
    tasks_each: int = number(5, _("Such tasks open at once for each owner"), 1, 100)
    contribution: str = choice(
        "margin",
        _("Contribution"),
        (
            ("margin", _("Gross margin, revenue where no cost is known")),
            ("revenue", _("Revenue")),
        ),
    )


CLASSES = (
    Class(
        ChurnClass.SAFE,
        ChurnClass.SAFE.label,
        _("Leaves with a chance of less than %(watch_percent)s%%."),
        _("Nothing to repair: keep promises, and put the time into those at risk."),
        tone="malachite",
    ),
    Class(
        ChurnClass.WATCH,
        ChurnClass.WATCH.label,
        _("Leaves with a chance of %(watch_percent)s%% or more."),
        _("Give a reason to come back before the next purchase is due: news, service, a question."),
        tone="azurite",
    ),
    Class(
        ChurnClass.AT_RISK,
        ChurnClass.AT_RISK.label,
        _("Leaves with a chance of %(risk_percent)s%% or more."),
        _("The owner calls this week, asks what has changed, and agrees on the next step."),
        tone="gamboge",
    ),
    Class(
        ChurnClass.LEAVING,
        ChurnClass.LEAVING.label,
        _("Leaves with a chance of %(leaving_percent)s%% or more."),
        _("Act now where the value is worth it: visit, repair the fault, only then talk of price."),
        tone="cinnabar",
    ),
    Class(
        ChurnClass.LOST,
        ChurnClass.LOST.label,
        _("Ended, as the lifecycle says: no purchase and no contact for too long."),
        _("Record why. Win back by value, chance of return and cost, against a control group."),
        tone="ash",
    ),
)
CHURN = Measure(
    key="churn",
    label=_("Risk of leaving"),
    grain="One row per customer: chance of leaving within its own span, signs, value at risk.",
    rule=_(
        "Leaving means: no purchase within so many own gaps. A model learns on past days of these "
        "books which signs came before that; a plain rule of rhythm and number of purchases stands "
        "beside it, and whichever foretold a later part of the past better is used."
    ),
    parameters=ChurnParameters,
    classes=CLASSES,
    profile=(
        Column("class", "churn_class", _("Risk of leaving"), classes=CLASSES),
        Column("chance", "churn_chance", _("Chance of leaving, %"), "percent"),
        Column("at_risk", "churn_at_risk", _("Value at risk"), "money"),
        Column("main_cause", "churn_cause", _("Main sign"), classes=CAUSES, is_indexed=False),
        Column("model", "churn_model", _("Model of the risk of leaving"), "text"),
    ),
    stamps=("model",),
    drifts=("chance", "by_rule", "at_risk"),
    figures=FIGURES,
    reasons=Reasons(),
    missing={
        "purchase": _("No purchase is recorded up to this day, so nothing can be lost yet."),
        "rhythm": NO_RHYTHM,
    },
    needs=("lifecycle",),
    causes="cause",
    theme=RISK,
    step="guanxi.insight.churn.step:predict",
    reads=("dim_order", "fact_interaction", "fact_payment", "fact_score", "purchase_day"),
    makes=("churn_known", "churn_prediction"),
    comparison="""
        SELECT class, COUNT(*) AS customers, CAST(SUM(at_risk) AS BIGINT) AS contribution,
            MIN(chance) AS low, MAX(chance) AS high
        FROM measure_churn GROUP BY class ORDER BY class
    """,
)
