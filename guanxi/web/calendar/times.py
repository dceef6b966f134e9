"""The times of a record after it was moved on the calendar."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Calendar, Noun
from guanxi.platform.records.conditions import named_in, rule_of
from guanxi.platform.records.values import Masked
from guanxi.web.lists.rows import may_change

Row = Mapping[str, Any]
Told = dt.date | dt.datetime


def times_after(noun: Noun[Any], row: Row, to: str, until: str) -> dict[str, str]:
    """Start and end at ``to``, a day or an hour, with the same length, or with the end ``until``.

    An ``until`` that only says the end as it stands means the same length too; a day alone keeps
    the hour of the end, or that of the beginning where there was none.
    """
    shape = noun.calendar or Calendar("")
    start, end = wall(row.get(shape.start)), wall(row.get(shape.end))
    found: dict[str, dt.datetime] = {}
    if to and start:
        found[shape.start] = _placed(_told(to), start)
        if end:
            found[shape.end] = end + (found[shape.start] - start)
    if until and (given := _placed(_told(until), end or start)) != end:
        found[shape.end] = given
    begins, ends = found.get(shape.start, start), found.get(shape.end)
    if begins and ends and ends < begins:
        raise RuleBroken(_("The end must not come before the beginning."))
    return {name: _written(noun.field(name), value) for name, value in found.items()}


def wall(value: Any) -> dt.datetime | None:
    """A day or moment by the person's clock; None where there is none to be seen."""
    if value in (None, "") or isinstance(value, Masked):
        return None
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    if not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    local = timezone.localtime(value) if value.tzinfo else value
    return local.replace(tzinfo=None)


class Lengthening:
    """Which records of a noun this actor can give another end: where it applies to them."""

    def __init__(self, actor: Actor, noun: Noun[Any]) -> None:
        end = noun.calendar.end if noun.calendar else ""
        one = noun.fields.get(end)
        self.may = one is not None and may_change(actor, noun, one)
        condition = one.visible_when if one and one.visible_when else None
        self.reads = sorted(named_in(condition))
        self._rule = rule_of(condition, noun.fields) if condition else None

    def serves(self, row: Row) -> bool:
        """Whether the end of this record can be set; the row holds what is read for it."""
        return self.may and (self._rule is None or self._rule(row.get))


def _told(given: str) -> Told:
    """A day, or an hour of a day."""
    try:
        moment = dt.datetime.fromisoformat(given)
    except ValueError:
        raise RuleBroken(_("Choose a day.")) from None
    return moment.replace(tzinfo=None) if "T" in given else moment.date()


def _placed(told: Told, before: dt.datetime | None) -> dt.datetime:
    """The moment that is meant; a day alone keeps the hour that was."""
    if isinstance(told, dt.datetime):
        return told
    return dt.datetime.combine(told, before.time() if before else dt.time())


def _written(field: Field, moment: dt.datetime) -> str:
    return moment.isoformat() if field.type == "datetime" else moment.date().isoformat()
