"""The days of a month, a week or a day, with what stands on each."""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Calendar, Noun
from guanxi.platform.records.reading import ListQuery, read_list, readable_names
from guanxi.platform.records.values import Masked
from guanxi.web.home.greeting import lunar_day
from guanxi.web.lists.state import ListState
from guanxi.web.look import moments
from guanxi.web.look.figures import is_chinese

SPANS = ("day", "week", "month")
PAGES, PAGE = 3, 200


@dataclass(frozen=True)
class Event:
    """One record on a day."""

    pk: int
    title: str
    start: dt.datetime | None
    end: dt.datetime | None
    tone: str

    @property
    def clock(self) -> str:
        """When it begins, if it has an hour."""
        return moments.clock(self.start) if self.start and moments.has_hour(self.start) else ""


@dataclass(frozen=True)
class Day:
    """One day of the calendar."""

    date: dt.date
    is_today: bool
    is_outside: bool
    note: str
    events: list[Event] = field(default_factory=list)


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
    for when, event in _events(actor, noun, shape, state, start, end):
        by_day[when].append(event)
    today = timezone.localdate()
    count = (end - start).days
    dates = [start + dt.timedelta(days=number) for number in range(count)]
    return [
        Day(
            date=one,
            is_today=one == today,
            is_outside=span == "month" and one.month != day.month,
            note=_note(one),
            events=by_day[one],
        )
        for one in dates
    ]


def weeks(days: Sequence[Day]) -> list[Sequence[Day]]:
    """The days in rows of seven."""
    return [days[at : at + 7] for at in range(0, len(days), 7)]


def _events(
    actor: Actor,
    noun: Noun[Any],
    shape: Calendar,
    state: ListState,
    start: dt.date,
    end: dt.date,
) -> list[tuple[dt.date, Event]]:
    last = end - dt.timedelta(days=1)
    one = noun.field(shape.start)
    within: list[Any] = [start.isoformat(), last.isoformat()]
    if one.type == "datetime":
        within = [
            _midnight(start).isoformat(),
            (_midnight(end) - dt.timedelta(seconds=1)).isoformat(),
        ]
    here = {"field": shape.start, "op": "between", "value": within}
    filter = {"all": [part for part in (state.filter, here) if part]}
    toned = next((name for name, found in noun.fields.items() if found.tones), "")
    columns = readable_names(
        actor, noun, [noun.title, shape.start, shape.end, shape.all_day, toned]
    )
    found: list[tuple[dt.date, Event]] = []
    cursor = ""
    for _ in range(PAGES):
        query = ListQuery(filter, shape.start, columns, PAGE, cursor, state.text)
        page = read_list(actor, noun, query)
        tones = noun.fields[toned].tones if toned else {}
        found += [_event(noun, shape, row, tones.get(str(row.get(toned)), "")) for row in page.rows]
        cursor = page.next
        if not cursor:
            break
    return found


def _event(
    noun: Noun[Any], shape: Calendar, row: dict[str, Any], tone: str
) -> tuple[dt.date, Event]:
    start = _read(row[shape.start])
    title = str(row.get(noun.title) or f"{noun.label} {row['id']}")
    if not isinstance(start, dt.datetime):
        return start, Event(row["id"], title, None, None, tone)
    local = timezone.localtime(start)
    is_all_day = row.get(shape.all_day) is True
    begins, ends = (None, None) if is_all_day else (start, _read(row.get(shape.end)))
    return local.date(), Event(row["id"], title, begins, ends, tone)


def _read(value: Any) -> Any:
    """A day or moment; custom fields hold it as text."""
    if isinstance(value, Masked):
        return None
    if not isinstance(value, str):
        return value
    return dt.datetime.fromisoformat(value) if "T" in value else dt.date.fromisoformat(value)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _note(day: dt.date) -> str:
    return lunar_day(day).partition("月")[2] if is_chinese() else ""
