"""The span of days that a cube is about, and the one it is compared with."""

import datetime as dt
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.measures import Text
from guanxi.platform.errors import RuleBroken

DAY = dt.timedelta(days=1)
PERIODS: dict[str, Text] = {
    "12m": _("Last 12 full months"),
    "24m": _("Last 24 full months"),
    "this_month": _("This month"),
    "last_month": _("Last month"),
    "this_quarter": _("This quarter"),
    "last_quarter": _("Last quarter"),
    "this_year": _("This year"),
    "last_year": _("Last year"),
    "own": _("From a day to a day"),
    "all": _("All time"),
}
COMPARISONS: dict[str, Text] = {
    "": pgettext_lazy("compared with", "Nothing"),
    "period": _("The period before"),
    "year": _("The year before"),
}


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, both within; None where there is no border."""

    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True)
class Compared:
    """The span before, and what brings one of its days beside its counterpart."""

    span: Span
    months: int = 0
    days: int = 0


EVER = Span(None, None)


def span_of(period: str, as_of: dt.date, first: str = "", last: str = "") -> Span:
    """The days of a named period as seen from `as_of`; RuleBroken where its days are no days."""
    if period == "all":
        return EVER
    if period == "own":
        return _own(first, last)
    if period in ("12m", "24m"):
        end = as_of.replace(day=1)
        return Span(end - relativedelta(months=int(period[:-1])), end - DAY)
    which, unit = period.split("_")
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    start = as_of.replace(month=(as_of.month - 1) // months * months + 1, day=1)
    if which == "last":
        return Span(start - relativedelta(months=months), start - DAY)
    return Span(start, as_of)


def compared_with(kind: str, span: Span) -> Compared:
    """The period or year before; RuleBroken where the span has no borders."""
    if span.first is None or span.last is None:
        raise RuleBroken(_("All time has nothing before it; choose a period to compare."))
    if kind == "year":
        return _shifted(span, months=12)
    end = span.last + DAY
    if span.first.day == 1 and end.day == 1:
        gap = relativedelta(end, span.first)
        return _shifted(span, months=12 * gap.years + gap.months)
    days = (end - span.first).days
    return Compared(Span(span.first - dt.timedelta(days), span.first - DAY), days=days)


def _shifted(span: Span, months: int) -> Compared:
    if span.first is None or span.last is None:
        raise RuleBroken(_("Write both days as year-month-day."))
    end = span.last + DAY - relativedelta(months=months)
    return Compared(Span(span.first - relativedelta(months=months), end - DAY), months=months)


def _own(first: str, last: str) -> Span:
    try:
        span = Span(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    except ValueError:
        raise RuleBroken(_("Write both days as year-month-day.")) from None
    if span.first and span.last and span.first > span.last:
        raise RuleBroken(_("The period ends before it begins."))
    return span
