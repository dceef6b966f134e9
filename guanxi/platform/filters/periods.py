"""Relative dates such as "last 30 days" or "this quarter", as half-open spans of days."""

import datetime as dt
import re

from dateutil.relativedelta import relativedelta

_UNITS = {"day": "days", "week": "weeks", "month": "months", "quarter": "months", "year": "years"}
_ROLLING = re.compile(r"(last|next)_(\d{1,4})_(day|week|month|quarter|year)s?$")
_CALENDAR = re.compile(r"(last|this|next)_(day|week|month|quarter|year)$")
NAMED = ("today", "yesterday", "tomorrow", "past", "future")


def span(name: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """First day and day after the last of a named period; ValueError when it is unknown.

    ``last_30_days`` ends today inclusive, ``next_7_days`` starts tomorrow,
    ``this_quarter`` is the calendar quarter, ``past`` is everything before today.
    """
    day = dt.timedelta(days=1)
    named = {
        "today": (today, today + day),
        "yesterday": (today - day, today),
        "tomorrow": (today + day, today + 2 * day),
        "past": (dt.date(1, 1, 2), today),
        "future": (today + day, dt.date(9999, 12, 30)),
    }
    if name in named:
        return named[name]
    rolling = _ROLLING.match(name)
    if rolling:
        return _rolling(rolling[1], _step(rolling[3], int(rolling[2])), today)
    calendar = _CALENDAR.match(name)
    if calendar:
        return _calendar(calendar[1], calendar[2], today)
    raise ValueError(name)


def _step(unit: str, count: int) -> relativedelta:
    return relativedelta(**{_UNITS[unit]: count * (3 if unit == "quarter" else 1)})  # type: ignore[arg-type]


def _rolling(direction: str, step: relativedelta, today: dt.date) -> tuple[dt.date, dt.date]:
    tomorrow = today + dt.timedelta(days=1)
    return (tomorrow - step, tomorrow) if direction == "last" else (tomorrow, tomorrow + step)


def _calendar(which: str, unit: str, today: dt.date) -> tuple[dt.date, dt.date]:
    starts = {
        "day": today,
        "week": today - dt.timedelta(days=today.weekday()),
        "month": today.replace(day=1),
        "quarter": today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1),
        "year": today.replace(month=1, day=1),
    }
    step = _step(unit, 1)
    start = {"last": starts[unit] - step, "this": starts[unit], "next": starts[unit] + step}[which]
    return start, start + step
