"""RFM: recency, frequency and money, read as eight classes and as a map of segments."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanxi.insight.contribution import ONE_BUYER, returns
from guanxi.insight.measures import Column, Figure, Measure
from guanxi.insight.parameters import Parameters, window
from guanxi.insight.rfm.classes import CLASSES, SEGMENTS


@dataclass(frozen=True)
class RfmParameters(Parameters):
    """Handbook, section 3: a window of 24 months, scores by quintile; money of purchases."""

    window: str = window(24)
    returns: str = returns()


RFM = Measure(
    key="rfm",
    label=_("RFM"),
    grain="One row per customer: three scores from 1 to 5, one of eight classes and a segment.",
    rule=_(
        "Recency, frequency (days with a purchase) and money in the window are each scored 1–5 by "
        "quintile over those who bought; ties share a score. A score above the mean, taken to one "
        "digit, is high. A score that all share tells nothing: then there is no class. Money is "
        "that of purchases; what came back is taken off only where the settings deduct returns."
    ),
    parameters=RfmParameters,
    classes=CLASSES,
    segments=SEGMENTS,
    profile=(
        Column("class", "rfm_class", _("RFM class"), classes=CLASSES),
        Column("segment", "rfm_segment", _("RFM segment"), classes=SEGMENTS),
        Column("r", "rfm_r", _("Recency score"), "small"),
        Column("f", "rfm_f", _("Frequency score"), "small"),
        Column("m", "rfm_m", _("Money score"), "small"),
        Column("fm", "rfm_fm", _("Frequency and money score"), "small"),
        Column("money", "rfm_money", _("Purchases in the window"), "money"),
    ),
    figures=(
        Figure("last_on", _("Last purchase"), "day"),
        Figure("days", _("Days with a purchase"), "count"),
        Figure("money", _("Purchases"), "money"),
        Figure("r", _("Recency score"), "count"),
        Figure("f", _("Frequency score"), "count"),
        Figure("m", _("Money score"), "count"),
    ),
    reasons={
        "": _(
            "Last bought on %(last_on)s, on %(days)s days in the window, for %(money)s: "
            "recency %(r)s, frequency %(f)s, money %(m)s of 5."
        )
    },
    missing={
        "purchase_in_window": _("No purchase in the window, so there is nothing to score."),
        "rate": _("Bought in a currency that has no exchange rate."),
        "one_buyer": ONE_BUYER,
        "alike": _(
            "All who bought in the window share one score for recency, frequency or money, and "
            "what is alike tells nothing: a class needs all three to differ."
        ),
    },
    comparison="""
        SELECT axis, score, MIN(day) AS day, MAX(day) AS last_day, MIN(amount) AS low,
            MAX(amount) AS high, COUNT(*) AS customers
        FROM (
            SELECT 'r' AS axis, r AS score, last_on AS day, NULL AS amount FROM measure_rfm
            UNION ALL SELECT 'f', f, NULL, days FROM measure_rfm
            UNION ALL SELECT 'm', m, NULL, money FROM measure_rfm
        ) WHERE score IS NOT NULL GROUP BY axis, score ORDER BY axis, score
    """,
)
