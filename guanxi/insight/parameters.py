"""The settings of a measure: defaults in one typed place, changed only within stated bounds."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, ClassVar, Self

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from guanxi.insight.wording import agreeing, money
from guanxi.platform.money.amounts import minor_units
from guanxi.warehouse.stages import Value

ALL_TIME = date(1900, 1, 1)
LONGEST_WINDOW_MONTHS = 600
WHOLE = 100
WEIGHT = pgettext_lazy("unit", "weight")


class InvalidParameter(Exception):
    """A parameter that the measure does not have, or a value outside its bounds."""


@dataclass(frozen=True)
class Bounds:
    """What a parameter is called, what it may be, and its unit."""

    label: str | Promise
    low: int = 0
    high: int = 0
    choices: tuple[tuple[str, str | Promise], ...] = ()
    unit: str | Promise = ""
    is_window: bool = False

    def said(self, value: int | str) -> str:
        """The value as people read it."""
        if self.is_window:
            if value == "all":
                return gettext("all time")
            return ngettext("%(n)s month", "%(n)s months", int(value)) % {"n": value}
        if self.choices:
            return str(dict(self.choices).get(str(value), value))
        return agreeing(self._with_unit(value))

    def _with_unit(self, value: int | str) -> str:
        if self.unit == "%":
            return f"{value}%"
        if self.unit == WEIGHT:
            return f"{self.unit} {value}"
        if self.unit == settings.BASE_CURRENCY:
            return money(minor_units(Decimal(value)))
        return f"{value} {self.unit}".strip()

    @property
    def allowed(self) -> str:
        """The values it may have, in a word."""
        if self.choices:
            return ", ".join(str(label) for _key, label in self.choices)
        span = f"{self.low:,}–{self.high:,}"
        return gettext("%(span)s, or all") % {"span": span} if self.is_window else span

    def read(self, text: str) -> int | str:
        """The value written as text; ValueError when it is not allowed."""
        if self.is_window and text == "all":
            return text
        if self.choices:
            if text not in dict(self.choices):
                raise ValueError(self.allowed)
            return text
        number = int(text)
        if not self.low <= number <= self.high:
            raise ValueError(self.allowed)
        return str(number) if self.is_window else number


def number(
    default: int, label: str | Promise, low: int, high: int, unit: str | Promise = ""
) -> Any:
    """A whole-number parameter between low and high."""
    return field(default=default, metadata={"bounds": Bounds(label, low, high, unit=unit)})


def choice(
    default: str, label: str | Promise, choices: tuple[tuple[str, str | Promise], ...]
) -> Any:
    """A parameter that is one of a few words."""
    return field(default=default, metadata={"bounds": Bounds(label, choices=choices)})


def window(default_months: int) -> Any:
    """How many months of purchases count, or "all"."""
    bounds = Bounds(
        _("Window"), 1, LONGEST_WINDOW_MONTHS, unit=_("months, or “all”"), is_window=True
    )
    return field(default=str(default_months), metadata={"bounds": bounds})


@dataclass(frozen=True)
class Parameters:
    """The base of every measure's parameters.

    Each of the names in a row of ``RISING`` must not be above the next one; those in a row of
    ``PARTS`` are parts of one whole, in per cent. ``BORROWED`` names parameters that are those of
    another measure (own name → measure.name): set there alone, and read by all that need it.
    ``RENAMED`` are the names that firms may have set before (old name → name, times the value).
    """

    RISING: ClassVar[tuple[tuple[str, ...], ...]] = ()
    PARTS: ClassVar[tuple[tuple[str, ...], ...]] = ()
    BORROWED: ClassVar[Mapping[str, str]] = {}
    RENAMED: ClassVar[Mapping[str, tuple[str, int]]] = {}

    @classmethod
    def bounds(cls) -> dict[str, Bounds]:
        """The bounds of each parameter, by name."""
        return {one.name: one.metadata["bounds"] for one in dataclasses.fields(cls)}

    @classmethod
    def kept(cls, values: Mapping[str, Any]) -> Self:
        """Those that a run was made with; what an older version had beside them is left out."""
        known = cls.bounds()
        return cls(**{name: value for name, value in values.items() if name in known})

    @classmethod
    def of_today(cls, name: str, value: str) -> tuple[str, str]:
        """What was called so once, under the name and in the unit that it has today."""
        name, times = cls.RENAMED.get(name, (name, 1))
        return name, value if times == 1 else str(int(value) * times)

    @classmethod
    def carried(cls, name: str, value: str) -> tuple[str, str] | None:
        """What was set once, as of today; None where it is no more, or not allowed any more."""
        name, value = cls.of_today(name, value)
        bounds = cls.bounds().get(name)
        try:
            return (name, str(bounds.read(value))) if bounds else None
        except ValueError:
            return None

    @classmethod
    def changed(cls, overrides: Mapping[str, str]) -> Self:
        """The defaults with some replaced; InvalidParameter names what is not allowed.

        Each value is held to its own bounds; ``check`` holds them to each other.
        """
        bounds, values = cls.bounds(), {}
        for name, text in overrides.items():
            if name not in bounds:
                raise InvalidParameter(f"{name}: {', '.join(bounds)}")
            try:
                values[name] = bounds[name].read(text)
            except ValueError as wrong:
                raise InvalidParameter(f"{name}={text}: {wrong}") from wrong
        return cls(**values)

    def check(self) -> None:
        """InvalidParameter, as a sentence for the person, where values contradict each other."""
        for names in self.RISING:
            for low, high in pairwise(names):
                if getattr(self, low) > getattr(self, high):
                    words = {"low": self._told(low), "high": self._told(high)}
                    raise InvalidParameter(gettext("%(low)s must not be above %(high)s.") % words)
        for names in self.PARTS:
            if sum(getattr(self, name) for name in names) > WHOLE:
                parts = " + ".join(self._told(name) for name in names)
                raise InvalidParameter(
                    gettext("Together no more than 100%%: %(parts)s.") % {"parts": parts}
                )

    def _told(self, name: str) -> str:
        bounds = self.bounds()[name]
        return gettext("“%(label)s” (%(value)s)") % {
            "label": bounds.label,
            "value": bounds.said(getattr(self, name)),
        }

    def values(self) -> dict[str, int | str]:
        """The values by name, as kept with a run."""
        return dataclasses.asdict(self)

    def bound(self, as_of: date) -> dict[str, Value]:
        """What the SQL of the measure is given: the values, the day, and where the window opens."""
        values: dict[str, Value] = {**self.values(), "as_of": as_of}
        if "window" in values:
            values["window_start"] = window_start(str(values.pop("window")), as_of)
        return values


def window_start(months: str, as_of: date) -> date:
    """The day before the window's first day; the window ends with `as_of` itself."""
    if months == "all":
        return ALL_TIME
    return months_before(as_of, int(months))


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def lent(parameters: Mapping[str, Parameters]) -> dict[str, Parameters]:
    """The parameters of all measures, by key, what one borrows of another taken from there."""
    return {
        key: dataclasses.replace(
            one, **{name: getattr(parameters[of], theirs) for name, of, theirs in borrowed(one)}
        )
        for key, one in parameters.items()
    }


def borrowed(parameters: Parameters | type[Parameters]) -> list[tuple[str, str, str]]:
    """Of each parameter that is another measure's: its name, that measure, its name there."""
    return [(name, *owner.split(".")) for name, owner in parameters.BORROWED.items()]  # type: ignore[misc]
