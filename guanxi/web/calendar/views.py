"""The calendar of a noun that has a time."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.reading import may_ask_by
from guanxi.platform.views.reading import tabs_of
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.board.moving import may_move, taken_by_hand
from guanxi.web.calendar.days import SPANS, bounds, days_of, span_of, step, weeks
from guanxi.web.calendar.events import minute_of_day
from guanxi.web.calendar.hours import HOURS, ROWS, columns_of
from guanxi.web.lists.state import standard_filter, state_of
from guanxi.web.lists.tabs import chosen_view
from guanxi.web.lists.views import bar_context
from guanxi.web.look import moments
from guanxi.web.look.figures import is_chinese
from guanxi.web.records.forms import form_fields

FIRST_HOUR = "T09:00"


@signed_in
def calendar_page(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """The list as days."""
    noun = noun_or_404(actor, noun_key)
    if noun.calendar is None or not may_ask_by(actor, noun, noun.calendar.start):
        raise Http404
    tabs = tabs_of(actor, noun)
    view = chosen_view(request, actor, noun, tabs)
    state = state_of(noun, request.GET, view, "calendar", standard_filter(actor, noun, "calendar"))
    span, day = span_of(request.GET.get("span", "")), day_given(request.GET.get("day", ""))
    days = days_of(actor, noun, noun.calendar, state, span, day)
    context = bar_context(actor, noun, state, tabs, view) | {
        "span": span,
        "new_on": _new_on(actor, noun, noun.calendar.start),
        "shape": noun.calendar,
        "new_with": urlencode(noun.calendar.new),
        "spans": [(one, _span_label(one)) for one in SPANS],
        "day": day,
        "title": title_of(span, day),
        "weeks": weeks(days),
        "days": days,
        "columns": columns_of(days) if _has_hours(noun, span) else [],
        "hours": HOURS,
        "rows": ROWS,
        "minute": minute_of_day(timezone.now()),
        "weekdays": [_names(one.date) for one in days[:7]],
        "back": step(span, day, -1).isoformat(),
        "on": step(span, day, 1).isoformat(),
        "today": timezone.localdate().isoformat(),
    }
    shown = {event.pk for one in days for event in one.events}
    is_movable = may_move(actor, noun, is_day=True)
    context |= taken_by_hand(actor, noun, shown, is_movable=is_movable)
    part = request.headers.get("HX-Target") == "list"
    template = "web/calendar/calendar.html" if part else "web/calendar/page.html"
    return render(request, template, context)


def _new_on(actor: Actor, noun: Noun[Any], start: str) -> tuple[str, str] | None:
    """What the form of something new is told of its day: the field, and the hour that follows."""
    may_create = noun.can_create and actor.may(noun.permission("create"))
    if not may_create or all(one.name != start for one in form_fields(actor, noun, ())):
        return None
    return start, FIRST_HOUR if noun.field(start).type == "datetime" else ""


def _has_hours(noun: Noun[Any], span: str) -> bool:
    """Whether the days are shown by the hour: a day alone, as of a delivery, has none."""
    start = noun.calendar.start if noun.calendar else ""
    return span != "month" and noun.field(start).type == "datetime"


def day_given(given: str) -> dt.date:
    """The day in an address; today where there is none."""
    try:
        return dt.date.fromisoformat(given)
    except ValueError:
        return timezone.localdate()


def _names(day: dt.date) -> tuple[str, str]:
    """What a column is called, and where there is little room."""
    name = moments.weekday(day)
    return name, name[-1] if is_chinese() else name[:3]


def _span_label(span: str) -> str:
    return {"day": _("Day"), "week": _("Week"), "month": _("Month")}[span]


def title_of(span: str, day: dt.date) -> str:
    """What a day, a week or a month is called above what it holds."""
    if span == "day":
        return moments.long_day(day)
    if span == "week":
        start, end = bounds(span, day)
        last = end - dt.timedelta(days=1)
        return f"{moments.day(start, day)} – {moments.day(last, day)}"
    if is_chinese():
        return f"{day.year}年{day.month}月"
    return f"{moments.MONTHS[day.month - 1]} {day.year}"
