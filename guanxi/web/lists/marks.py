"""Columns whose cell shows more than its own value: computed classes, amounts in their currency."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.utils import timezone

from guanxi.platform.boards.ages import age_limit
from guanxi.platform.i18n.reader import is_chinese
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.record import STANDING
from guanxi.platform.records.grouping import Grouping
from guanxi.platform.records.whole_days import day_of
from guanxi.web.look import classes, figures, moments

Row = Mapping[str, Any]
LabelOf = Callable[[str], str]
RISK = ("important_keep", "important_retain", "general_keep")
LOST = ("general_retain", "unknown")
STAGES = {
    "exploration": "explore",
    "growth": "growth",
    "stability": "stable",
    "decline": "decline",
    "ended": "ended",
}
# What is to be done by a day or an hour, and the fields that tell what it means.
DUES = {
    ("activity", "due_at"): ("state", "is_all_day"),
    ("quality_gap", "due_on"): ("state",),
}
EXPECTED = "profile_next_purchase_on"
SOON = timedelta(hours=8)
UNKNOWN = '<span class="quiet">—</span>'


@dataclass(frozen=True)
class Mark:
    """How a cell is written from the whole row, and which other fields it reads."""

    write: Callable[[Row], str]
    reads: tuple[str, ...] = ()

    def reads_from(self, names: Collection[str]) -> bool:
        """Whether the row holds all that the mark reads."""
        return all(name in names for name in self.reads)


def mark_of(noun: Noun[Any], one: Field, at: datetime | None = None) -> Mark | None:
    """The mark of a field that needs its row at this moment; None where its own value is enough."""
    if (noun.key, one.name) in DUES:
        return Mark(lambda row: due(row, one.name, at or timezone.now()), DUES[noun.key, one.name])
    if one.type == "money" and not one.currency and "currency" in noun.own_fields:
        return None if one.name.startswith("base_") else _in_its_currency(one.name)
    if one.name == STANDING and noun.board is not None:
        return Mark(lambda row: standing(noun, row, at or timezone.now()), (noun.board.by,))
    if noun.key != "account":
        return None
    if one.name == EXPECTED:
        return Mark(lambda row: expected(row[EXPECTED], at or timezone.now()))
    maker = CLASSES.get(one.name)
    options = one.options
    return maker(cache(lambda key: str(options.get(key, key)))) if maker else None


def with_read(noun: Noun[Any], names: Sequence[str]) -> list[str]:
    """The columns and, after them, the other fields that their marks read."""
    fields = noun.fields
    marks = [mark_of(noun, fields[name]) for name in names if name in fields]
    further = [name for mark in marks if mark for name in mark.reads if name in fields]
    # The title in English belongs to the title.
    english = [noun.title_en] if noun.title in names and noun.title_en and not is_chinese() else []
    return list(dict.fromkeys([*names, *further, *english]))


def rfm(row: Row, label_of: LabelOf) -> str:
    """The three bars of RFM with the name of the class."""
    key = row["profile_rfm_class"]
    scores = (row["profile_rfm_r"], row["profile_rfm_f"], row["profile_rfm_m"])
    if not key or key == "unknown" or None in scores:
        return UNKNOWN
    kind = "risk" if key in RISK else "lost" if key in LOST else ""
    return classes.rfm_mark(scores, label_of(key), kind)


def abc(row: Row) -> str:
    """The letter of ABC."""
    key = row["profile_abc_class"]
    return classes.letter(key) if key in {"A", "B", "C"} else UNKNOWN


def lifecycle(row: Row, label_of: LabelOf) -> str:
    """The dot on the arc of a relationship."""
    key = row["profile_lifecycle_class"]
    stage = STAGES.get(key or "")
    return classes.lifecycle_mark(stage, label_of(key)) if stage else UNKNOWN


def expected(when: date | None, at: datetime) -> str:
    """The day of the next purchase; one that is over says that it was due."""
    return moments.due_day(when, timezone.localtime(at).date()) if when else UNKNOWN


def due(row: Row, name: str, at: datetime) -> str:
    """By when it is to be done; what waits beyond its time says so."""
    when, today = when_due(row, name), timezone.localtime(at).date()
    if when is None:
        return UNKNOWN
    is_moment = isinstance(when, datetime)
    said = moments.coming_moment(when, today) if is_moment else moments.near_day(when, today)
    return in_time(row, name, at, said)


def standing(noun: Noun[Any], row: Row, at: datetime) -> str:
    """How long it has stood in its stage, and whether that is too long."""
    since = row[STANDING]
    if not isinstance(since, datetime) or noun.board is None:
        return UNKNOWN
    today, day = timezone.localtime(at).date(), timezone.localtime(since).date()
    stage = Grouping(noun.field(noun.board.by)).key(row[noun.board.by])
    limit = age_limit(noun, stage)
    return classes.age(max(0, (today - day).days), limit, moments.day(day, today))


def in_time(row: Row, name: str, at: datetime, said: str) -> str:
    """What is said of a day or hour, marked where what is still open is late, or due soon."""
    tone = _tone(when_due(row, name), timezone.localtime(at)) if row["state"] == "open" else ""
    return classes.due(said, tone) if tone else said


def when_due(row: Row, name: str) -> Any:
    """The day, or the moment where it has an hour that counts."""
    when = row[name]
    if not isinstance(when, datetime) or (moments.has_hour(when) and not row.get("is_all_day")):
        return when
    return day_of(when) if row.get("is_all_day") else timezone.localtime(when).date()


def _tone(when: date | datetime, at: datetime) -> str:
    if not isinstance(when, datetime):
        return "late" if when < at.date() else "soon" if when == at.date() else ""
    return "late" if when < at else "soon" if when - at <= SOON else ""


CLASSES: Mapping[str, Callable[[LabelOf], Mark]] = {
    "profile_rfm_class": lambda label_of: Mark(
        lambda row: rfm(row, label_of), ("profile_rfm_r", "profile_rfm_f", "profile_rfm_m")
    ),
    "profile_abc_class": lambda label_of: Mark(abc),
    "profile_lifecycle_class": lambda label_of: Mark(lambda row: lifecycle(row, label_of)),
}


def _in_its_currency(name: str) -> Mark:
    return Mark(lambda row: figures.money(row[name], row["currency"] or "CNY"), ("currency",))
