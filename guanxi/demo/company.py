"""The demo company while it is being made: its chance, its clock, and what exists so far."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models.base import ModelState

from guanxi.activities.workdays.reading import WorkDays, work_days
from guanxi.catalog.models import Product, Tax
from guanxi.demo.storing import Waiting, Went
from guanxi.platform.actors.models import Team, User

M = TypeVar("M", bound=models.Model)
YEARS = 3
BASE_SIZE = 2_000


@dataclass
class Company:
    """All that the makers share. ``chance`` makes the same company of the same seed and day."""

    chance: Random
    now: dt.datetime
    size: int
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo(settings.TIME_ZONE))
    teams: dict[str, Team] = field(default_factory=dict)
    staff: dict[str, list[User]] = field(default_factory=dict)
    sellers: dict[str, list[User]] = field(default_factory=dict)
    products: dict[str, list[Product]] = field(default_factory=dict)
    taxes: dict[str, Tax] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    days: WorkDays = field(default_factory=work_days)
    waiting: Waiting = field(default_factory=Waiting)
    # Told of every step; whoever wants the making to stop raises there.
    went: Went = lambda _written, _all: None  # noqa: E731

    @property
    def today(self) -> dt.date:
        """The day on which the story ends."""
        return self.now.astimezone(self.zone).date()

    @property
    def begin(self) -> dt.date:
        """The day on which the books begin."""
        return self.today - dt.timedelta(days=365 * YEARS)

    @property
    def thrift(self) -> float:
        """How much history each customer has: all of it, or a part when there are very many."""
        return 1.0 if self.size <= 5 * BASE_SIZE else 0.15

    def moment(
        self, day: dt.date, hour: int | None = None, minute: int | None = None
    ) -> dt.datetime:
        """A time in working hours of that day, never in the future."""
        chance = self.chance
        hour = (
            chance.choice((8, 9, 9, 10, 10, 11, 13, 14, 14, 15, 16, 17)) if hour is None else hour
        )
        minute = chance.randrange(60) if minute is None else minute
        local = dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone)
        return local.astimezone(dt.UTC)

    def past(self, day: dt.date) -> dt.datetime:
        """Like ``moment``, but not later than now."""
        return min(self.moment(day), self.now - dt.timedelta(minutes=self.chance.randrange(1, 90)))

    def workday(self, day: dt.date) -> dt.date:
        """The day itself, or the first day of work after a weekend or public holidays."""
        return self.days.first_from(day)

    def day_before(self, least: int, most: int) -> dt.date:
        """A day that many days ago."""
        return self.today - dt.timedelta(days=self.chance.randint(least, most))

    def keep(self, rows: Sequence[models.Model], *, may_change: bool = False) -> None:
        """Give the rows their ids as the demo's, and let them wait to be written.

        Rows that ``may_change`` are written as they are then, all others as they are now.
        """
        if rows:
            self.waiting.add(rows, may_change=may_change)
            self.went(0, 0)

    def write(self) -> None:
        """Write all that waits."""
        self.waiting.write(self.went)


class Mould(Generic[M]):
    """Casts many alike rows ten times as quickly as a model's own constructor."""

    def __init__(self, model: type[M], **fixed: Any) -> None:
        self.model = model
        self.form = model(**fixed).__dict__

    def cast(self, **values: Any) -> M:
        """A row with these values by column ("account_id", not "account")."""
        row = self.model.__new__(self.model)
        row.__dict__.update(self.form)
        row.__dict__.update(values)
        row._state = ModelState()
        return row
