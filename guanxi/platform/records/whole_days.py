"""What takes whole days is kept as days: noon in UTC, the same date in other time zones."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.utils import timezone

from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.intake import store

NOON = dt.time(12, tzinfo=dt.UTC)


def day_of(moment: dt.datetime, zone: dt.tzinfo | None = None) -> dt.date:
    """The day that a moment of something that takes whole days means, wherever it is read."""
    in_utc = moment.astimezone(dt.UTC)
    return in_utc.date() if in_utc.timetz() == NOON else timezone.localtime(moment, zone).date()


def with_days(noun: Noun[Any], values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of a record as they stand in a form: whole days without an hour."""
    shape = noun.calendar
    if shape is None or values.get(shape.all_day) is not True:
        return values
    days = {
        name: timezone.make_aware(dt.datetime.combine(day_of(values[name]), dt.time()))
        for name in (shape.start, shape.end)
        if isinstance(values.get(name), dt.datetime)
    }
    return {**values, **days}


def was_whole(noun: Noun[Any], record: Any) -> bool:
    """Whether the record takes whole days, as it stands."""
    name = noun.calendar.all_day if noun.calendar else ""
    return bool(name) and noun.field(name).value_of(record) is True


def settle_days(
    noun: Noun[Any], record: Any, given: Collection[str], was: bool = False
) -> dict[str, Any]:
    """Keep the times of a record that takes whole days as days, giving what each held before.

    What was ``given`` is meant by the clock of the person; what was whole (``was``) and is no
    more begins with its day.
    """
    shape = noun.calendar
    if shape is None or not shape.all_day:
        return {}
    is_whole, held = was_whole(noun, record), {}
    for name in filter(None, (shape.start, shape.end)):
        field = noun.field(name)
        moment = field.value_of(record)
        if not isinstance(moment, dt.datetime) or (name not in given and is_whole == was):
            continue
        if is_whole:
            kept = dt.datetime.combine(day_of(moment), NOON)
        elif was and name not in given:
            kept = timezone.make_aware(dt.datetime.combine(day_of(moment), dt.time()))
        else:
            continue
        if kept != moment:
            held[name] = moment
            store(record, field, kept)
    return held
