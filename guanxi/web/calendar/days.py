"""The days of a month, a week or a day, with what stands on each."""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone

from guanxi.activities.workdays.reading import Mark, work_days
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Calendar, Noun
from guanxi.web.calendar.events import Event, Span, events_between
from guanxi.web.home.greeting import lunar_day
from guanxi.web.lists.state import ListState
from guanxi.web.look import moments
from guanxi.web.look.figures import is_chinese

DAY = dt.timedelta(days=1)
SPANS = ("day", "week", "month")


@dataclass(frozen=True)
class Day:
    """One day of the calendar."""

    date: dt.date
    is_today: bool
    is_outside: bool
    note: str
    mark: Mark | None = None
    is_off: bool = False
    events: list[Event] = field(default_factory=list)

    @property
    def heading(self) -> str:
        """The day at the head of its column, short: 12月7日 周一, Mon, Dec 7."""
        day, name = moments.day(self.date, self.date), moments.weekday(self.date)
        return f"{day} {name}" if is_chinese() else f"{name[:3]}, {day}"


def span_of(given: str) -> str:
    """Day, week or month; month unless told otherwise."""
    return given if given in SPANS else "month"


def bounds(span: str, day: dt.date) -> tuple[dt.date, dt.date]:
    """First day and day after the last that a span shows; a month shows whole weeks."""
    if span == "day":
        return day, day + dt.timedelta(days=1)
    monday = day - dt.timedelta(days=day.weekday())
    if span == "week":
        return monday, monday + dt.timedelta(days=7)
    first = day.replace(day=1)
    start = first - dt.timedelta(days=first.weekday())
    last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return start, last + dt.timedelta(days=7 - last.weekday())


def step(span: str, day: dt.date, direction: int) -> dt.date:
    """The same place one span on or back."""
    if span == "month":
        first = day.replace(day=1)
        return (first + dt.timedelta(days=32 if direction > 0 else -1)).replace(day=1)
    return day + direction * dt.timedelta(days=7 if span == "week" else 1)


def days_of(
    actor: Actor, noun: Noun[Any], shape: Calendar, state: ListState, span: str, day: dt.date
) -> list[Day]:
    """Every day of the span with its events in order."""
    start, end = bounds(span, day)
    by_day = defaultdict(list)
    for first, last, event in events_between(actor, noun, shape, state, Span(start, end)):
        for when in days_between(max(first, start), min(last, end - DAY)):
            by_day[when].append(replace(event, is_first=when == first, is_last=when == last))
    today, known = timezone.localdate(), work_days()
    return [
        Day(
            date=one,
            is_today=one == today,
            is_outside=span == "month" and one.month != day.month,
            note=_note(one, known.mark(one)),
            mark=known.mark(one),
            is_off=known.is_off(one),
            events=by_day[one],
        )
        for one in days_between(start, end - DAY)
    ]


def weeks(days: Sequence[Day]) -> list[Sequence[Day]]:
    """The days in rows of seven."""
    return [days[at : at + 7] for at in range(0, len(days), 7)]


def days_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """Every day from the first to the last."""
    return [first + DAY * number for number in range((last - first).days + 1)]


def _note(day: dt.date, mark: Mark | None) -> str:
    """The holiday; else, in Chinese, the lunar day."""
    if mark and (mark.is_off or mark.is_own):
        return mark.said
    return lunar_day(day).partition("月")[2] if is_chinese() else ""
