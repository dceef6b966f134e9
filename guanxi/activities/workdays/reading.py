"""Which days are days of work here, which are off, and what they are called."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from guanxi.activities.workdays.models import OwnDay, WorkCalendar
from guanxi.platform.actors.versions import version_of

ROW = 1
DAY = dt.timedelta(days=1)
WEEKEND = (5, 6)
# No firm rests for longer; beyond it nothing is looked for.
FAR = 60


@dataclass(frozen=True)
class Mark:
    """What sets a day apart from others of its weekday: it is off, or a day of work."""

    is_off: bool
    zh: str = ""
    en: str = ""
    is_own: bool = False

    @property
    def sign(self) -> str:
        """One character in Chinese, one short word in English."""
        if self.is_off:
            return pgettext("sign of a day in a calendar", "off")
        return pgettext("sign of a day in a calendar", "on")

    @property
    def name(self) -> str:
        """The holiday, in the reader's language; the other one where that has no name for it."""
        first, second = (self.zh, self.en) if _is_chinese() else (self.en, self.zh)
        return first or second

    @property
    def said(self) -> str:
        """The day in a few words: National Day; at work instead of a day of National Day."""
        if self.is_own or not self.name:
            usual = _("Day off") if self.is_off else _("Day of work")
            return self.name or usual
        if self.is_off:
            return self.name
        return _("Day of work in exchange for %(holiday)s") % {"holiday": self.name}


@dataclass(frozen=True)
class WorkDays:
    """The days by which the firm works; ``weekend`` are weekdays, 0 is Monday."""

    marks: Mapping[dt.date, Mark] = field(default_factory=dict)
    weekend: frozenset[int] = frozenset(WEEKEND)

    def mark(self, day: dt.date) -> Mark | None:
        """What sets the day apart from others of its weekday, if anything does."""
        return self.marks.get(day)

    def is_off(self, day: dt.date) -> bool:
        """Whether nobody works on the day: a holiday, or a weekend that is no day of work."""
        found = self.marks.get(day)
        return found.is_off if found else day.weekday() in self.weekend

    def first_from(self, day: dt.date) -> dt.date:
        """The day itself or the first day of work after it."""
        for later in range(FAR):
            if not self.is_off(day + later * DAY):
                return day + later * DAY
        return day


def work_days() -> WorkDays:
    """The days as they are set now; two queries after a change, and none until the next."""
    return _read(version_of("rights"))


@lru_cache(maxsize=2)
def _read(version: int) -> WorkDays:
    row = WorkCalendar.objects.filter(pk=ROW).first()
    marks = {}
    for day, said in (row.days if row else {}).items():
        marks[dt.date.fromisoformat(day)] = Mark(said["off"], said["zh"], said["en"])
    for one in OwnDay.objects.all():
        marks[one.day] = Mark(one.is_off, one.label_zh, one.label_en, is_own=True)
    return WorkDays(marks, frozenset((row.weekend if row else None) or WEEKEND))


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")
