"""What formulas can call."""

import datetime as dt
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone

MAX_PLACES = 6
MAX_TEXT = 2_000


class Day(dt.date):
    """The day of a time: formulas count in days, and the time itself is not lost on the way."""

    moment: dt.datetime

    @classmethod
    def of(cls, moment: dt.datetime) -> "Day":
        """The day of ``moment``, which says its zone."""
        day = cls(moment.year, moment.month, moment.day)
        day.moment = moment
        return day


def moment_of(day: dt.date) -> dt.datetime:
    """The time that a day stands for; its beginning where it stands for none."""
    if isinstance(day, Day):
        return day.moment
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def choose(condition: Any, yes: Any, no: Any) -> Any:
    """``yes`` where the condition holds, else ``no``."""
    return yes if condition else no


def rounded(number: Any, places: Any = 0) -> Decimal:
    """``number`` to ``places`` decimals, halves away from zero."""
    step = Decimal(1).scaleb(-max(0, min(int(places), MAX_PLACES)))
    return Decimal(number).quantize(step, ROUND_HALF_UP)


def smallest(*values: Any) -> Any:
    """The least of the given values that are there."""
    return min(_present(values), default=None, key=_place)


def greatest(*values: Any) -> Any:
    """The greatest of the given values that are there."""
    return max(_present(values), default=None, key=_place)


def days(later: Any, earlier: Any) -> Decimal:
    """Days from ``earlier`` to ``later``."""
    return Decimal((_day(later) - _day(earlier)).days)


def joined(*values: Any) -> str:
    """The given values one after the other as text."""
    return "".join(_written(value) for value in _present(values))[:MAX_TEXT]


def first_present(*values: Any) -> Any:
    """The first of the given values that is there."""
    return next(iter(_present(values)), None)


def absolute(number: Any) -> Any:
    """``number`` without its sign."""
    return abs(number)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "if_": choose,
    "round": rounded,
    "min": smallest,
    "max": greatest,
    "abs": absolute,
    "days": days,
    "concat": joined,
    "coalesce": first_present,
}


def _present(values: tuple[Any, ...]) -> list[Any]:
    return [value for value in values if value is not None and value != ""]


def _place(value: Any) -> Any:
    """Where a value stands among others of its kind: days by the times they stand for."""
    return (value, moment_of(value)) if isinstance(value, dt.date) else value


def _day(value: Any) -> dt.date:
    if isinstance(value, str):
        return dt.date.fromisoformat(value[:10])
    if not isinstance(value, dt.date):
        raise TypeError("not a date")
    return value


def _written(value: Any) -> str:
    if isinstance(value, Decimal):
        plain = value.normalize()
        return f"{plain:f}"
    return str(value)
