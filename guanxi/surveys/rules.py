"""What an answer must be, and a note on switching. Plain values, no database, no clock."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from guanxi.platform.errors import RuleBroken
from guanxi.surveys.choices import (
    DELIVERED_COSTS,
    DELIVERED_VALUES,
    USUAL_SCALES,
    WITH_ITEMS,
    AnswerKind,
)


def scale_of(kind: str, low: int | None, high: int | None) -> tuple[int, int]:
    """The scale of an answer: the one given, or where an end was left out that usual for it."""
    usual_low, usual_high = USUAL_SCALES[kind]
    return (usual_low if low is None else low), (usual_high if high is None else high)


def check_answer(kind: str, value: Decimal, low: int | None, high: int | None) -> None:
    """Refuse a scale that has no length, and an answer outside its scale."""
    lowest, highest = scale_of(kind, low, high)
    if lowest >= highest:
        flat = _("The highest on the scale must be above the lowest.")
        raise RuleBroken(flat, {"scale_high": flat})
    if not lowest <= value <= highest:
        outside = _("Give an answer from %(low)s to %(high)s, or say which scale was used.") % {
            "low": lowest,
            "high": highest,
        }
        raise RuleBroken(outside, {"value": outside})


def check_item(kind: str, item: str) -> None:
    """Refuse an answer on a sheet of many questions that does not say which it answers.

    Delivered value has eight questions; another code would never be counted.
    """
    if kind in WITH_ITEMS and not item.strip():
        message = _("Give the code of the question, such as PERQ1 or 7.")
        raise RuleBroken(message, {"item": message})
    known = (*DELIVERED_VALUES, *DELIVERED_COSTS)
    if kind == AnswerKind.DELIVERED and item.strip().lower() not in known:
        named = _("Give one of these codes: %(codes)s.") % {"codes": ", ".join(known)}
        raise RuleBroken(named, {"item": named})


def check_need(yearly_need: int | None) -> None:
    """Refuse a need of nothing or less: where it is not known it stays empty."""
    if yearly_need is not None and yearly_need <= 0:
        message = _("Give an amount above zero, or leave it empty where it is not known.")
        raise RuleBroken(message, {"yearly_need": message})
