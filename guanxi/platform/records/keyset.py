"""Paging by the last row seen, so that any depth costs the same."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db.models import F, OrderBy, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import InvalidFilter
from guanxi.platform.money.amounts import Money
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.values import json_value


@dataclass(frozen=True)
class Order:
    """A total order: one field, then the id, both in the same direction.

    Rows without a value come last when descending and first when ascending, on every
    database. ``is_nullable`` is known from the column, so that a plain index serves the rest.
    """

    expression: Combinable
    descending: bool
    is_nullable: bool
    is_id: bool = False

    def page(self, rows: QuerySet[Any], cursor: str, limit: int) -> QuerySet[Any]:
        """``limit`` + 1 rows beyond ``cursor``, in this order (reversed when going back)."""
        back, position = _decoded(cursor)
        down = self.descending != back
        if not self.is_id:
            rows = rows.annotate(sort_value=self.expression)
        if position:
            rows = rows.filter(self._beyond(position, down, back))
        return rows.order_by(*self._clauses(down, back))[: limit + 1]

    def read(
        self, rows: QuerySet[Any], columns: Sequence[Field], cursor: str, limit: int
    ) -> tuple[list[dict[str, Any]], str, str]:
        """The rows as dicts by column name (with id and version), next and previous cursor."""
        back, position = _decoded(cursor)
        names = [one for one in columns if not one.is_custom]
        paths = ["pk", *(f"{one.path}_id" if one.is_relation else one.path for one in names)]
        if any(column.name == "version" for column in rows.model._meta.fields):
            paths.append("version")
        if any(one.is_custom for one in columns):
            paths.append("custom")
        if not self.is_id:
            paths.append("sort_value")
        currencies = {one.currency_path for one in names if one.currency_path}
        paths += sorted(currencies.difference(paths))
        found = [dict(zip(paths, row, strict=True)) for row in rows.values_list(*paths)]
        more = len(found) > limit
        found = found[:limit]
        if back:
            found.reverse()
        next_cursor = self._cursor(found[-1], False) if found and (more or back) else ""
        previous = self._cursor(found[0], True) if found and (more if back else position) else ""
        places = [_place(one) for one in columns]
        paid = {one.name: one.currency_path for one in names if one.currency_path}
        return [_by_name(row, places, paid) for row in found], next_cursor, previous

    def _cursor(self, row: dict[str, Any], back: bool) -> str:
        value = None if self.is_id else json_value(row["sort_value"])
        packed = orjson.dumps([int(back), value, row["pk"]])
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    def _clauses(self, down: bool, back: bool) -> list[OrderBy | str]:
        tie = "-pk" if down else "pk"
        if self.is_id:
            return [tie]
        nulls: dict[str, bool] = {}
        if self.is_nullable:
            nulls = {"nulls_last": True} if down else {"nulls_first": True}
        sort = F("sort_value")
        return [sort.desc(**nulls) if down else sort.asc(**nulls), tie]

    def _beyond(self, position: tuple[Any, int], down: bool, back: bool) -> Q:
        value, pk = position
        later = "lt" if down else "gt"
        tie = Q(**{f"pk__{later}": pk})
        if self.is_id:
            return tie
        if value is None:
            unknown = Q(sort_value__isnull=True) & tie
            return unknown if down else unknown | Q(sort_value__isnull=False)
        # The outer bound lets the index seek; the inner one settles ties.
        known = Q(**{f"sort_value__{later}e": value}) & (Q(**{f"sort_value__{later}": value}) | tie)
        return known | Q(sort_value__isnull=True) if down and self.is_nullable else known


def order_of(actor: Actor, noun: Noun[Any], sort: str) -> Order:
    """The order named by "field" or "-field"; InvalidFilter for what the actor may not read."""
    descending, name = sort.startswith("-"), sort.removeprefix("-")
    if name in {"id", "pk"}:
        return Order(F("pk"), descending, is_nullable=False, is_id=True)
    field = noun.fields.get(name)
    if field is None or actor.field_mode(noun.key, name) in {"hidden", "masked"}:
        raise InvalidFilter(
            _("%(noun)s has no field “%(field)s”.") % {"noun": noun.label, "field": name}
        )
    if field.is_custom:
        return Order(field.expression(), descending, is_nullable=True)
    if field.type in {"relation", "multi", "json"}:
        raise InvalidFilter(_("“%(field)s” cannot be sorted by.") % {"field": field.label})
    path = field.sort_path or (f"{field.path}__name" if field.is_relation else field.path)
    return Order(F(path), descending, is_nullable=_nullable(noun, path))


def _nullable(noun: Noun[Any], path: str) -> bool:
    if "__" in path:
        return True
    return bool(noun.model._meta.get_field(path).null)


def _by_name(
    row: dict[str, Any], places: Sequence[tuple[str, str, bool]], currencies: Mapping[str, str]
) -> dict[str, Any]:
    custom = row.get("custom") or {}
    named: dict[str, Any] = {
        name: custom.get(place) if is_custom else row[place] for name, place, is_custom in places
    }
    for name, place in currencies.items():
        minor = named[name]
        if minor is not None:
            named[name] = Money(minor, row[place])
    named["id"] = row["pk"]
    if "version" in row:
        named["version"] = row["version"]
    return named


def _place(one: Field) -> tuple[str, str, bool]:
    if one.is_custom:
        return one.name, one.custom_key, True
    return one.name, f"{one.path}_id" if one.is_relation else one.path, False


def _decoded(cursor: str) -> tuple[bool, tuple[Any, int] | None]:
    if not cursor:
        return False, None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        back, value, pk = orjson.loads(base64.urlsafe_b64decode(padded))
        return bool(back), (value, int(pk))
    except (ValueError, TypeError, binascii.Error):
        raise InvalidFilter(_("This page mark is damaged; start from the first page.")) from None
