"""The demo company while it is being made: its chance, its clock, and what exists so far."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models.base import ModelState

from guanxi.catalog.models import Product, Tax
from guanxi.demo.models import DemoLot
from guanxi.platform.actors.models import Team, User
from guanxi.platform.bulk import insert_all
from guanxi.platform.nouns.record import Staged

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
    numbers: dict[str, int] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

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

    def day_before(self, least: int, most: int) -> dt.date:
        """A day that many days ago."""
        return self.today - dt.timedelta(days=self.chance.randint(least, most))

    def keep(self, rows: Sequence[models.Model]) -> None:
        """Insert the rows and remember that they are the demo's."""
        if not rows:
            return
        for one in rows:
            if isinstance(one, Staged) and one.stage_since is None:
                one.stage_since = one.updated_at  # type: ignore[attr-defined]
        insert_all(type(rows[0]), rows)
        self.remember(rows)

    def remember(self, rows: Sequence[Any]) -> None:
        """Note that these rows are the demo's, in runs: others may have been drawn between them."""
        label, runs = rows[0]._meta.label, runs_of(row.pk for row in rows)
        DemoLot.objects.bulk_create(
            DemoLot(model=label, first_id=first, last_id=last) for first, last in runs
        )


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


def runs_of(ids: Iterable[int]) -> list[tuple[int, int]]:
    """The first and last of each run of neighbouring ids."""
    runs: list[tuple[int, int]] = []
    for pk in sorted(ids):
        if runs and runs[-1][1] == pk - 1:
            runs[-1] = runs[-1][0], pk
        else:
            runs.append((pk, pk))
    return runs


def workday(day: dt.date) -> dt.date:
    """The day itself, or the Monday after a weekend."""
    return day + dt.timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)
