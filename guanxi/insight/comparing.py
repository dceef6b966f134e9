"""What one customer is compared with: the borders of the scores, the classes and their shares."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.insight.measures import UNKNOWN, Measure
from guanxi.insight.models import MeasureRun
from guanxi.insight.wording import count, percent, said

AXES = {"r": _("Recency"), "f": _("Frequency"), "m": _("Money")}
BEST_SCORE = 5
KINDS = {"f": "count", "m": "money"}


@dataclass(frozen=True)
class Compared:
    """A class or score, where it begins and ends, and how many customers are in it."""

    label: str
    low: str
    high: str
    customers: str
    share: str = ""


def compared(measure: Measure, run: MeasureRun, own: Mapping[str, Any]) -> tuple[Compared, ...]:
    """The lines that the "why?" of the measure compares a customer with.

    For scores these are the borders of the customer's own and of the best.
    """
    if measure.key == "rfm":
        near = [
            row
            for axis in AXES
            for row in run.comparison
            if row["axis"] == axis and row["score"] in (own.get(axis), BEST_SCORE)
        ]
        return tuple(_score(row) for row in near)
    if not any("contribution" in row for row in run.comparison):
        return tuple(_stage(measure, key, number) for key, number in run.counts.items() if number)
    rows = [row for row in run.comparison if row["class"] != UNKNOWN]
    # Of a class in which nobody's contribution is known there is none.
    total = sum(row["contribution"] or 0 for row in rows)
    return tuple(_tier(measure, row, total) for row in rows)


def _score(row: dict[str, object]) -> Compared:
    axis = str(row["axis"])
    low, high, kind = (
        (row["day"], row["last_day"], "day")
        if axis == "r"
        else (
            row["low"],
            row["high"],
            KINDS[axis],
        )
    )
    return Compared(
        f"{AXES[axis]} {row['score']}", said(low, kind), said(high, kind), count(row["customers"])
    )


def _tier(measure: Measure, row: Mapping[str, Any], total: int) -> Compared:
    return Compared(
        str(measure.class_named(str(row["class"])).label),
        said(row["low"], "money"),
        said(row["high"], "money"),
        count(row["customers"]),
        "" if row["contribution"] is None else percent(row["contribution"], total),
    )


def _stage(measure: Measure, key: str, number: int) -> Compared:
    label = measure.unknown_label if key == UNKNOWN else measure.class_named(key).label
    return Compared(str(label), "", "", count(number))
