"""A list of what has a time as a timeline: rows by owner or record, bars by begin and end."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanxi.platform.actors.actor import Actor
from guanxi.platform.records.reading import may_ask_by
from guanxi.platform.views.reading import tabs_of
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.board.moving import may_move, taken_by_hand
from guanxi.web.calendar.events import MOST, minute_of_day
from guanxi.web.calendar.views import day_given, title_of
from guanxi.web.gantt.bars import (
    ZOOMS,
    chosen,
    groupings,
    rows_of,
    span_of_zoom,
    stepped,
    ticks_of,
    zoomed,
)
from guanxi.web.lists.state import standard_filter, state_of
from guanxi.web.lists.tabs import chosen_view
from guanxi.web.lists.views import bar_context
from guanxi.web.look.figures import is_chinese


@signed_in
def gantt_page(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """The list as bars over time."""
    noun = noun_or_404(actor, noun_key)
    if noun.calendar is None or not may_ask_by(actor, noun, noun.calendar.start):
        raise Http404
    tabs = tabs_of(actor, noun)
    view = chosen_view(request, actor, noun, tabs)
    state = state_of(noun, request.GET, view, "gantt", standard_filter(actor, noun, "gantt"))
    zoom, day = zoomed(request.GET.get("span", "")), day_given(request.GET.get("day", ""))
    by, span = chosen(actor, noun, state.group), span_of_zoom(zoom, day)
    rows = rows_of(actor, noun, noun.calendar, state, zoom, span, by)
    today = timezone.localdate()
    shown = {bar.event.pk for row in rows for bar in row.bars}
    context: dict[str, Any] = bar_context(actor, noun, state, tabs, view) | {
        "zoom": zoom,
        "zooms": [(one, _label(one)) for one in ZOOMS],
        "by": by,
        "ways": [
            (one.field.label, one.field.name, state.but(group=one.field.name).href)
            for one in groupings(actor, noun)
        ],
        "day": day,
        "title": _title(zoom, day),
        "start": span.start,
        "width": (span.end - span.start).days,
        "ticks": ticks_of(zoom, span, today),
        "rows_in_time": rows,
        "now": (today - span.start).days * 1440 + minute_of_day(timezone.now()),
        "most": MOST if len(shown) >= MOST else 0,
        "is_now": span.start <= today < span.end,
        "back": stepped(zoom, day, -1).isoformat(),
        "on": stepped(zoom, day, 1).isoformat(),
        "today": today.isoformat(),
    }
    context |= taken_by_hand(actor, noun, shown, is_movable=may_move(actor, noun, is_day=True))
    part = request.headers.get("HX-Target") == "list"
    return render(request, "web/gantt/gantt.html" if part else "web/gantt/page.html", context)


def _label(zoom: str) -> str:
    quarter = pgettext("span of a timeline", "Quarter")
    return {"week": _("Week"), "month": _("Month"), "quarter": quarter}[zoom]


def _title(zoom: str, day: dt.date) -> str:
    if zoom != "quarter":
        return title_of(zoom, day)
    quarter = (day.month + 2) // 3
    return f"{day.year}年第{quarter}季度" if is_chinese() else f"Q{quarter} {day.year}"
