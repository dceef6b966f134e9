"""A list as bars over time: rows by what they are grouped by, each bar in the first free line."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from guanxi.activities.workdays.reading import Mark, work_days
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Calendar, Noun
from guanxi.platform.records.grouping import MOMENTS, Grouping, grouping_of
from guanxi.web.calendar.events import Event, Lasting, Span, events_between
from guanxi.web.lists.groups import group_labels
from guanxi.web.lists.state import ListState
from guanxi.web.look import moments

ZOOMS = ("week", "month", "quarter")
# So many days of each zoom does a title take that is to be read.
READ_IN = {"week": 1, "month": 4, "quarter": 12}
# A week cut by the end of a quarter to so many days has no room for its date.
NARROW = 4
# So many of a row does a phone show at once; the style sheet says it too.
AT_ONCE = 20
# What began a year before the first day and is not over yet still shows.
LONGEST = dt.timedelta(days=366)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Bar:
    """An event in its line: the days before it in the span, its days, the room of its name."""

    event: Event
    first: dt.date
    begins: int
    days: int
    room: int
    line: int
    said: str


@dataclass(frozen=True)
class Row:
    """One group: its name and its bars, in so many lines; whether a phone shows it open."""

    label: str
    bars: Sequence[Bar]
    is_open: bool = False

    @property
    def lines(self) -> int:
        """How many lines its bars need."""
        return 1 + max((one.line for one in self.bars), default=0)

    @property
    def over(self) -> int:
        """How many a phone leaves until they are asked for."""
        return max(0, len(self.bars) - AT_ONCE)


@dataclass(frozen=True)
class Tick:
    """A stretch of the scale: a day, or a week of a quarter."""

    begins: int
    days: int
    name: str
    is_off: bool
    is_today: bool
    mark: Mark | None = None


def span_of_zoom(zoom: str, day: dt.date) -> Span:
    """The week, month or quarter around the day."""
    if zoom == "week":
        start = day - DAY * day.weekday()
        return Span(start, start + 7 * DAY, LONGEST)
    months = 3 if zoom == "quarter" else 1
    start = day.replace(day=1, month=(day.month - 1) // months * months + 1)
    return Span(start, start + relativedelta(months=months), LONGEST)


def zoomed(given: str) -> str:
    """Week, month or quarter; month unless told otherwise."""
    return given if given in ZOOMS else "month"


def stepped(zoom: str, day: dt.date, direction: int) -> dt.date:
    """The first day of the span one on or back."""
    span = span_of_zoom(zoom, day)
    return span.end if direction > 0 else span_of_zoom(zoom, span.start - DAY).start


def ticks_of(zoom: str, span: Span, today: dt.date) -> list[Tick]:
    """The scale: every day of a week or month, every week of a quarter."""
    found, known = [], work_days()
    day = span.start
    while day < span.end:
        after = min(span.end, day + DAY * (7 - day.weekday() if zoom == "quarter" else 1))
        found.append(
            Tick(
                begins=(day - span.start).days,
                days=(after - day).days,
                name=_named(zoom, day) if zoom != "quarter" or (after - day).days > NARROW else "",
                is_off=zoom != "quarter" and known.is_off(day),
                is_today=day <= today < after,
                mark=known.mark(day) if zoom != "quarter" else None,
            )
        )
        day = after
    return found


def groupings(actor: Actor, noun: Noun[Any]) -> list[Grouping]:
    """By what the rows can be: whoever owns them, and each record to which they belong."""
    names = ["owner", *(one for one in noun.own_fields if noun.fields[one].is_relation)]
    skipped = {"team", "created_by", "updated_by"}
    return [
        Grouping(noun.fields[name])
        for name in dict.fromkeys(names)
        if name in noun.fields
        and name not in skipped
        and actor.field_mode(noun.key, name) in {"read", "full"}
    ]


def chosen(actor: Actor, noun: Noun[Any], group: str) -> Grouping | None:
    """What the rows go by: what the list is grouped by unless those are dates, else the first."""
    if group and noun.fields.get(group.partition(":")[0]):
        by = grouping_of(actor, noun, group)
        if by.field.type not in MOMENTS:
            return by
    return next(iter(groupings(actor, noun)), None)


def rows_of(  # noqa: PLR0913 - what is read, and how it is divided
    actor: Actor,
    noun: Noun[Any],
    shape: Calendar,
    state: ListState,
    zoom: str,
    span: Span,
    by: Grouping | None,
) -> list[Row]:
    """Every group with something in the span, by name; what has no group comes last."""
    found = events_between(actor, noun, shape, state, span, by.field.name if by else "")
    groups: dict[str, list[Lasting]] = {}
    for one in found:
        groups.setdefault(by.key(one[2].group) if by else "", []).append(one)
    labels = group_labels(actor, by, list(groups)) if by else {"": str(noun.plural)}
    keys = sorted(groups, key=lambda key: (key == "", labels[key], key))
    own = str(actor.user_id) if by and by.field.type == "user" else ""
    opened = own if own in groups else next(iter(keys), "")
    return [
        Row(labels[key], _bars(groups[key], span, READ_IN[zoom]), key == opened) for key in keys
    ]


def _bars(found: Sequence[Lasting], span: Span, readable: int) -> list[Bar]:
    """Bars from left to right; each in the first line that is free by then."""
    free: list[int] = []
    bars = []
    width = (span.end - span.start).days
    for first, last, event in sorted(found, key=lambda one: (one[0], one[2].pk)):
        begins = max(0, (first - span.start).days)
        days = min(width, (last - span.start).days + 1) - begins
        room = max(days, readable)
        line = next((at for at, until in enumerate(free) if until <= begins), len(free))
        free[line : line + 1] = [begins + room]
        shown = replace(event, is_first=first >= span.start, is_last=last < span.end)
        said = _said(first, last, event)
        bars.append(Bar(shown, first, begins, days, min(room, width - begins), line, said))
    return bars


def _said(first: dt.date, last: dt.date, event: Event) -> str:
    """From when till when, in words: for whoever does not see where the bar stands."""
    begins, ends = moments.day(first, last), moments.day(last, first)
    days = begins if first == last else f"{begins} – {ends}"
    return f"{days} {event.clock}".strip()


def _named(zoom: str, day: dt.date) -> str:
    if zoom == "week":
        return _("%(weekday)s %(day)d") % {"weekday": moments.weekday(day), "day": day.day}
    return str(day.day) if zoom == "month" else moments.day(day, day)
