"""Movement: what a customer was at the end of an earlier quarter, and what it is now."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanxi.insight.abc.measure import CLASSES as LETTERS
from guanxi.insight.contribution import ONE_BUYER
from guanxi.insight.measures import LIFE, Column, Figure, Measure
from guanxi.insight.movement.classes import CLASSES
from guanxi.insight.parameters import Parameters, number
from guanxi.insight.pyramid.measure import CLASSES as TIERS
from guanxi.insight.rfm.classes import CLASSES as EIGHT
from guanxi.insight.rfm.classes import SEGMENTS


@dataclass(frozen=True)
class MovementParameters(Parameters):
    """Against the end of the last quarter; stages of life followed over eight quarters."""

    quarters_back: int = number(1, _("Compared with this quarter end, counted back"), 1, 8)
    quarters_followed: int = number(8, _("Stages of life are followed over"), 2, 20, _("quarters"))
    discount_percent: int = number(10, _("Discount a year"), 0, 50, "%")


MOVEMENT = Measure(
    key="movement",
    label=_("Movement"),
    grain="One row per customer: its classes at the end of a past quarter, and which way it went.",
    rule=_(
        "The classes of an earlier day are computed anew from the purchases up to that day, with "
        "the rules of today. Segments are ordered from lost to champions; those that buy lately "
        "are the upper half."
    ),
    parameters=MovementParameters,
    classes=CLASSES,
    profile=(
        Column("class", "movement_class", _("Movement"), classes=CLASSES),
        Column(
            "segment_was",
            "movement_segment_was",
            _("RFM segment before"),
            classes=SEGMENTS,
            is_indexed=False,
        ),
        Column(
            "rfm_was", "movement_rfm_was", _("RFM class before"), classes=EIGHT, is_indexed=False
        ),
        Column(
            "abc_was", "movement_abc_was", _("ABC class before"), classes=LETTERS, is_indexed=False
        ),
        Column(
            "tier_was",
            "movement_tier_was",
            _("Pyramid tier before"),
            classes=TIERS,
            is_indexed=False,
        ),
        Column("steps", "movement_steps", _("Steps on the ladder of segments"), "small"),
    ),
    figures=(
        Figure("then_on", _("Compared with"), "day"),
        Figure("segment_was", _("Segment before"), "class", SEGMENTS),
        Figure("segment_now", _("Segment now"), "class", SEGMENTS),
        Figure("steps", _("Steps on the ladder of segments"), "count"),
    ),
    reasons={
        "arrived": _("Bought for the first time after %(then_on)s; now: %(segment_now)s."),
        "returned": _("Had not bought in the window on %(then_on)s; now: %(segment_now)s."),
        "left": _("Was “%(segment_was)s” on %(then_on)s; no purchase is left in the window."),
        "held": _("Was “%(segment_was)s” on %(then_on)s and still is."),
        "moved": _("From “%(segment_was)s” on %(then_on)s to “%(segment_now)s”."),
    },
    missing={
        "purchase_in_window": _("No purchase in the window, neither then nor now."),
        "rate": _("Bought in a currency that has no exchange rate."),
        "one_buyer": ONE_BUYER,
        "alike": _("Those who bought in the window differ too little to be put into segments."),
        "segments_then": _("On the earlier day nobody could be put into a segment."),
    },
    causes="cause",
    theme=LIFE,
    step="guanxi.insight.movement.step:rebuild",
    reads=("fact_interaction", "measure_rfm", "purchase_day"),
    makes=("class_now", "class_then", "moved_since"),
    needs=("rfm", "abc", "pyramid", "lifecycle"),
)
