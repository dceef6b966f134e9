"""What stands in a span of days: each record with its first day, its last, and how it is shown."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Calendar, Noun
from guanxi.platform.records.reading import ListQuery, may_ask_by, read_list, readable_names
from guanxi.platform.records.values import Masked
from guanxi.platform.records.whole_days import day_of
from guanxi.web.calendar.times import Lengthening
from guanxi.web.lists.state import ListState
from guanxi.web.look import moments

PAGES, PAGE = 3, 200
MOST = PAGES * PAGE
# What lasts longer is not looked for on its later days: a month is as far back as a page reads.
LONGEST = dt.timedelta(days=31)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """One record on a day, the first of its days or a later one."""

    pk: int
    title: str
    start: dt.datetime | None
    end: dt.datetime | None
    tone: str
    is_first: bool = True
    is_last: bool = True
    may_last: bool = False
    owner: str = ""
    group: Any = None

    @property
    def is_timed(self) -> bool:
        """Whether it stands at an hour: it has one, and takes less than a day."""
        if self.start is None or not moments.has_hour(self.start):
            return False
        return self.end is None or self.end - self.start < DAY

    @property
    def minutes(self) -> tuple[int, int]:
        """From which minute of this day till which, by the clock; to its end where it goes on."""
        begins = minute_of_day(self.start) if self.is_first else 0
        if self.end is None or self.end == self.start:
            return begins, begins
        return begins, (minute_of_day(self.end) if self.is_last else 0) or 24 * 60

    @property
    def clock(self) -> str:
        """When it begins, if it has an hour and begins on this day."""
        return _clock(self.start) if self.is_first else ""

    @property
    def until(self) -> str:
        """Till when on this day, if it ends on it and takes any time: –10:30."""
        until = _clock(self.end) if self.is_last and self.end != self.start else ""
        return f"–{until}" if until else ""

    @property
    def hours(self) -> str:
        """From when till when on this day: 09:00–10:30, 09:00, –17:00."""
        return f"{self.clock}{self.until}"


# The first day of a record, its last, and how it stands there.
Lasting = tuple[dt.date, dt.date, Event]


def minute_of_day(moment: dt.datetime | None) -> int:
    """The minute by the person's clock, counted from midnight."""
    local = timezone.localtime(moment) if moment else None
    return local.hour * 60 + local.minute if local else 0


@dataclass(frozen=True)
class Span:
    """From a first day to the one after the last, and how far back what lasts may have begun."""

    start: dt.date
    end: dt.date
    longest: dt.timedelta = LONGEST


def events_between(
    actor: Actor,
    noun: Noun[Any],
    shape: Calendar,
    state: ListState,
    span: Span,
    group: str = "",
) -> list[Lasting]:
    """What stands in the span in order of its beginning; each keeps its value of ``group``."""
    here = _within(actor, noun, shape, span)
    filter = {"all": [part for part in (state.filter, here) if part]}
    toned = next((name for name, found in noun.fields.items() if found.tones), "")
    lengthening = Lengthening(actor, noun)
    reads = [shape.start, shape.end, shape.all_day, toned, "owner", group, *lengthening.reads]
    columns = readable_names(actor, noun, dict.fromkeys([noun.title, *reads]))
    found: list[Lasting] = []
    cursor = ""
    for _ in range(PAGES):
        query = ListQuery(filter, shape.start, columns, PAGE, cursor, state.text)
        page = read_list(actor, noun, query)
        tones = noun.fields[toned].tones if toned else {}
        for row in page.rows:
            first, last, event = _event(noun, shape, row, tones.get(str(row.get(toned)), ""))
            owner = page.titles.get("user", {}).get(row.get("owner") or 0, "")
            may_last, value = lengthening.serves(row), row.get(group)
            event = replace(event, may_last=may_last, owner=owner, group=value)
            found.append((first, last, event))
        cursor = page.next
        if not cursor:
            break
    return found


def _within(
    actor: Actor,
    noun: Noun[Any],
    shape: Calendar,
    span: Span,
) -> dict[str, Any]:
    """The condition of standing on one of the days: beginning on it, or not having ended."""
    start, end = span.start, span.end
    # Furthest east the noon by which whole days are kept is already the next morning.
    end += DAY if shape.all_day else dt.timedelta()
    far = start - span.longest if shape.end and may_ask_by(actor, noun, shape.end) else start
    here = {"field": shape.start, "op": "between", "value": _ends(noun, shape.start, far, end)}
    if far == start:
        return here
    not_over = [
        {"field": name, "op": "gte", "value": _ends(noun, name, start, end)[0]}
        for name in (shape.start, shape.end)
    ]
    return {"all": [here, {"any": not_over}]}


def _ends(noun: Noun[Any], name: str, start: dt.date, end: dt.date) -> list[str]:
    """The first and the last value of the field in these days."""
    if noun.field(name).type != "datetime":
        return [start.isoformat(), (end - DAY).isoformat()]
    return [
        _midnight(start).isoformat(),
        (_midnight(end) - dt.timedelta(seconds=1)).isoformat(),
    ]


def _event(noun: Noun[Any], shape: Calendar, row: dict[str, Any], tone: str) -> Lasting:
    start, end = _read(row[shape.start]), _read(row.get(shape.end))
    title = str(row.get(noun.title) or f"{noun.label} {row['id']}")
    is_all_day = row.get(shape.all_day) is True
    has_hours = isinstance(start, dt.datetime) and not is_all_day
    first = _day_of(start, is_all_day=is_all_day)
    ends_on = _day_of(end, is_end=has_hours, is_all_day=is_all_day) if end else first
    last = max(first, ends_on)
    begins, ends = (start, end) if has_hours else (None, None)
    ends = ends if isinstance(ends, dt.datetime) else None
    return first, last, Event(row["id"], title, begins, ends, tone)


def _day_of(value: dt.date, *, is_end: bool = False, is_all_day: bool = False) -> dt.date:
    """The day of a date or moment; an end at midnight takes nothing of the day it begins."""
    if not isinstance(value, dt.datetime):
        return value
    if is_all_day:
        return day_of(value)
    local = timezone.localtime(value)
    is_over = is_end and local.time() == dt.time()
    return local.date() - DAY if is_over else local.date()


def _clock(moment: dt.datetime | None) -> str:
    return moments.clock(moment) if moment and moments.has_hour(moment) else ""


def _read(value: Any) -> Any:
    """A day or moment; custom fields hold it as text."""
    if isinstance(value, Masked):
        return None
    if not isinstance(value, str):
        return value
    return dt.datetime.fromisoformat(value) if "T" in value else dt.date.fromisoformat(value)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
