"""Rows in groups: how many are in each and what their amounts add up to, by SQL within rights."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import CharField, Count, F, QuerySet, Sum
from django.db.models.functions import Cast, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import InvalidFilter
from guanxi.platform.money.amounts import Money, currency_of
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun

UNITS = ("month", "day", "week", "quarter", "year")
GROUPED = {"choice", "boolean", "text", "relation", "user", "team", "date", "datetime"}
MOMENTS = {"date", "datetime"}
MOST_GROUPS = 200
MOST_READ = 50_000


@dataclass(frozen=True)
class Grouping:
    """The field that rows are grouped by; dates by a unit of time."""

    field: Field
    unit: str = ""

    def condition(self, key: str) -> dict[str, Any]:
        """The filter that holds for the rows of the group ``key``."""
        name = self.field.name
        if key == "":
            return {"field": name, "op": "empty"}
        if self.unit:
            return {"field": name, "op": "between", "value": self._ends(dt.date.fromisoformat(key))}
        return {"field": name, "op": "is", "value": self.value(key)}

    def key(self, value: Any) -> str:
        """The group into which a stored value falls; "" for none."""
        if value in (None, ""):
            return ""
        if self.field.type == "boolean":
            return "true" if value else "false"
        if self.field.type == "datetime":
            moment = dt.datetime.fromisoformat(f"{str(value).replace('T', ' ')}:00+00:00")
            return self.start(timezone.localtime(moment).date()).isoformat()
        if self.field.type == "date":
            return self.start(dt.date.fromisoformat(str(value)[:10])).isoformat()
        return str(value)

    def value(self, key: str) -> Any:
        """The stored value of the group ``key`` where it holds only one."""
        if self.field.is_relation:
            return int(key)
        return key == "true" if self.field.type == "boolean" else key

    def start(self, day: dt.date) -> dt.date:
        """The first day of the period that ``day`` falls into."""
        if self.unit == "week":
            return day - dt.timedelta(days=day.weekday())
        month = {"quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}.get(self.unit, day.month)
        return day if self.unit == "day" else day.replace(month=month, day=1)

    def end(self, start: dt.date) -> dt.date:
        """The last day of the period that begins on ``start``."""
        steps = {"quarter": {"months": 3}}.get(self.unit, {f"{self.unit}s": 1})
        return start + relativedelta(**steps) - dt.timedelta(days=1)  # type: ignore[arg-type]

    def _ends(self, start: dt.date) -> list[str]:
        last = self.end(start)
        if self.field.type == "date":
            return [start.isoformat(), last.isoformat()]
        zone = timezone.get_current_timezone()
        first = dt.datetime.combine(start, dt.time(), zone)
        after = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone)
        return [first.isoformat(), (after - dt.timedelta(microseconds=1)).isoformat()]


@dataclass
class Group:
    """One group: its key ("" for no value), how many rows, sums by field and currency."""

    key: str
    count: int = 0
    sums: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    def take(self, count: int, sums: Iterable[tuple[str, str, int | None]]) -> None:
        """Add another part of the group: its rows, and field, currency and minor units."""
        self.count += count
        for name, currency, minor in sums:
            if minor is not None:
                self.sums[name][currency] = self.sums[name].get(currency, 0) + int(minor)

    def money(self, name: str) -> list[Money]:
        """The sums of one field, the firm's currency first: in the same order in every group."""
        found = [Money(minor, currency) for currency, minor in self.sums.get(name, {}).items()]
        own = currency_of(None)
        return sorted(found, key=lambda one: (one.currency != own, one.currency))


def grouping_of(actor: Actor, noun: Noun[Any], text: str) -> Grouping:
    """The grouping that "field" or "field:unit" names; InvalidFilter when the actor has none."""
    name, _colon, unit = text.partition(":")
    found = noun.fields.get(name)
    if found is None or actor.field_mode(noun.key, name) in {"hidden", "masked"}:
        raise InvalidFilter(
            _("%(noun)s has no field “%(field)s”.") % {"noun": noun.label, "field": name}
        )
    if found.type not in GROUPED or (unit and (unit not in UNITS or found.type not in MOMENTS)):
        raise InvalidFilter(_("Rows cannot be grouped by “%(field)s”.") % {"field": found.label})
    return Grouping(found, (unit or UNITS[0]) if found.type in MOMENTS else "")


def read_groups(
    rows: QuerySet[Any], by: Grouping, summed: Sequence[Field]
) -> tuple[list[Group], bool]:
    """The groups of ``rows``, the latest or largest first, and whether there are more of them."""
    found: dict[str, Group] = {}
    for row in _read(rows.annotate(group_key=_key(by)), ["group_key"], summed):
        name = by.key(row["group_key"])
        found.setdefault(name, Group(name)).take(row["group_count"], _sums(row, summed))
    ordered = in_order(by, found.values())
    return ordered[:MOST_GROUPS], len(ordered) > MOST_GROUPS


def read_crossed(
    rows: QuerySet[Any], by: Grouping, across: Grouping, summed: Sequence[Field]
) -> dict[tuple[str, str], Group]:
    """What each crossing of two groupings holds, by the keys of both; only those with rows."""
    found: dict[tuple[str, str], Group] = {}
    keyed = rows.annotate(group_key=_key(by), across_key=_key(across))
    for row in _read(keyed, ["group_key", "across_key"], summed):
        keys = by.key(row["group_key"]), across.key(row["across_key"])
        found.setdefault(keys, Group(keys[0])).take(row["group_count"], _sums(row, summed))
    return found


def in_order(by: Grouping, groups: Iterable[Group]) -> list[Group]:
    """The groups as they are read: the latest first, options as declared, else the largest."""
    return sorted(groups, key=lambda one: _place(by, one))


def _read(
    rows: QuerySet[Any], keys: Sequence[str], summed: Sequence[Field]
) -> Iterable[dict[str, Any]]:
    """Counts and sums by key and, where amounts differ in it, by currency: one query."""
    places = {_place_name(one): F(one.currency_path) for one in summed if one.currency_path}
    asked = {f"sum_{one.name}": Sum(one.expression()) for one in summed}
    grouped = rows.order_by().annotate(**places).values(*keys, *places)
    found: Iterable[dict[str, Any]] = grouped.annotate(group_count=Count("pk"), **asked)[:MOST_READ]
    return found


def _sums(row: Mapping[str, Any], summed: Sequence[Field]) -> list[tuple[str, str, int | None]]:
    return [
        (
            one.name,
            row.get(_place_name(one)) or currency_of(None, one.currency),
            row[f"sum_{one.name}"],
        )
        for one in summed
    ]


def _place_name(one: Field) -> str:
    return f"currency_at_{one.currency_path}"


def _key(by: Grouping) -> Any:
    if by.field.type == "datetime":
        # Hours are few enough to be put into days of the person's own zone here.
        return Substr(Cast(by.field.expression(), CharField()), 1, 13)
    return by.field.expression()


def _place(by: Grouping, group: Group) -> tuple[Any, ...]:
    if group.key == "":
        return 1, 0, ""
    if by.unit:
        return 0, -dt.date.fromisoformat(group.key).toordinal(), ""
    options = list(by.field.options)
    if group.key in options:
        return 0, options.index(group.key), ""
    return 0, len(options) - group.count, group.key
