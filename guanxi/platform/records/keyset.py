"""Paging by the last row seen, so that any depth costs the same."""

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import orjson
from django.db.models import F, Model, OrderBy, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Team, User
from guanxi.platform.errors import InvalidFilter
from guanxi.platform.i18n.reader import is_chinese
from guanxi.platform.money.amounts import Money
from guanxi.platform.nouns.custom_value import CustomValue
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.values import json_value
from guanxi.platform.rights.visibility import visible_to


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

    def page(
        self, rows: QuerySet[Any], cursor: str, limit: int, *, gathers: bool = False
    ) -> QuerySet[Any]:
        """``limit`` + 1 rows beyond ``cursor``, in this order (reversed when going back).

        Where it ``gathers``, no index of the sort order is taken: all that match are sorted, by
        their keys alone, and only the rows of the page are fetched.
        """
        back, position = _decoded(cursor)
        down = self.descending != back
        plain, order = self.expression, self._clauses(down, back)
        if not self.is_id:
            rows = rows.annotate(sort_value=Coalesce(plain, plain) if gathers else plain)
        if position:
            rows = rows.filter(self._beyond(position, down, back))
        page = rows.order_by(*order)[: limit + 1]
        if not gathers or self.is_id:
            return page
        among = rows.model._base_manager.filter(pk__in=page.values("pk"))
        shown: QuerySet[Any] = among.annotate(sort_value=plain).order_by(*order)
        return shown

    @property
    def clauses(self) -> list[OrderBy | str]:
        """How ``sortable`` rows are put into this order."""
        return self._clauses(self.descending, False)

    def sortable(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows with the value that they are sorted by."""
        return rows if self.is_id else rows.annotate(sort_value=self.expression)

    def read(
        self, rows: QuerySet[Any], columns: Sequence[Field], cursor: str, limit: int
    ) -> tuple[list[dict[str, Any]], str, str]:
        """The rows as dicts by column name (with id and version), next and previous cursor."""
        paths = self.paths(rows.model, columns)
        return self.named(paths, rows.values_list(*paths), columns, cursor, limit)

    def paths(self, model: type[Model], columns: Sequence[Field]) -> list[str]:
        """What is read of each row: its id, the columns, and what cursors and money need."""
        names = [one for one in columns if not one.is_custom]
        paths = ["pk", *(f"{one.path}_id" if one.is_relation else one.path for one in names)]
        if any(column.name == "version" for column in model._meta.fields):
            paths.append("version")
        if any(one.is_custom for one in columns):
            paths.append("custom")
        if not self.is_id:
            paths.append("sort_value")
        currencies = {one.currency_path for one in names if one.currency_path}
        paths += sorted(currencies.difference(paths))
        return list(dict.fromkeys(paths))

    def named(
        self,
        paths: Sequence[str],
        rows: Iterable[Sequence[Any]],
        columns: Sequence[Field],
        cursor: str,
        limit: int,
    ) -> tuple[list[dict[str, Any]], str, str]:
        """The page that ``rows``, read along ``paths``, make up, with its cursors."""
        back, position = _decoded(cursor)
        found = list(rows)
        more = len(found) > limit
        found = found[:limit]
        if back:
            found.reverse()
        place = {path: at for at, path in enumerate(paths)}
        next_cursor = self._cursor(place, found[-1], False) if found and (more or back) else ""
        before = more if back else position
        previous = self._cursor(place, found[0], True) if found and before else ""
        named = _namer(place, columns)
        return [named(row) for row in found], next_cursor, previous

    def _cursor(self, place: Mapping[str, int], row: Sequence[Any], back: bool) -> str:
        value = None if self.is_id else json_value(row[place["sort_value"]])
        packed = orjson.dumps([int(back), value, row[place["pk"]]])
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
    """The order named by "field" or "-field"; InvalidFilter for what the actor may not read.

    Without a name it is the noun's own order, or the newest first where that may not be read.
    """
    sort = sort or (noun.sort if _may_sort(actor, noun, noun.sort) else "-id")
    descending, name = sort.startswith("-"), sort.removeprefix("-")
    if name in {"id", "pk"}:
        return Order(F("pk"), descending, is_nullable=False, is_id=True)
    field = noun.fields.get(name)
    if field is None or not _may_sort(actor, noun, sort):
        raise InvalidFilter(
            _("%(noun)s has no field “%(field)s”.") % {"noun": noun.label, "field": name}
        )
    if field.is_custom:
        return Order(_custom_key(actor, field), descending, is_nullable=True)
    if field.type in {"relation", "multi", "json"}:
        raise InvalidFilter(_("“%(field)s” cannot be sorted by.") % {"field": field.label})
    if name == noun.title:
        return Order(_title_key(actor, noun), descending, is_nullable=_nullable(noun, field.path))
    path = field.sort_path or (f"{field.path}__name_key" if field.is_relation else field.path)
    return Order(F(path), descending, is_nullable=_nullable(noun, path))


def _custom_key(actor: Actor, field: Field) -> Combinable:
    """What a custom field is sorted by: its value, or the title of what it names."""
    if not field.is_relation:
        return field.order()
    to = CustomValue(field.custom_key, field.type, OuterRef("custom"))
    if field.type in {"user", "team"}:
        model: Any = User if field.type == "user" else Team
        return Subquery(model.objects.filter(pk=to).values("name_key")[:1])
    target = noun_named(field.target)
    if not _may_sort(actor, target, target.title):
        raise InvalidFilter(_("“%(field)s” cannot be sorted by.") % {"field": field.label})
    # A cursor holds the key, which is nobody's who does not see the record.
    seen = visible_to(actor, target).filter(pk=to)
    return Subquery(seen.values(key=_title_key(actor, target))[:1])


def _title_key(actor: Actor, noun: Noun[Any]) -> Combinable:
    """What titles sort by: for who reads English and may read it, the English one if there is."""
    title = noun.field(noun.title)
    key, english = F(title.sort_path or title.path), noun.title_en
    if is_chinese() or not english or not _may_sort(actor, noun, english):
        return key
    if noun.title_en_key:
        return F(noun.title_en_key)
    return Coalesce(NullIf(F(noun.field(english).path), Value("")), key)


def _may_sort(actor: Actor, noun: Noun[Any], sort: str) -> bool:
    return actor.field_mode(noun.key, sort.removeprefix("-")) in {"read", "full"}


def _nullable(noun: Noun[Any], path: str) -> bool:
    if "__" in path:
        return True
    return bool(noun.model._meta.get_field(path).null)


def _namer(
    place: Mapping[str, int], columns: Sequence[Field]
) -> Callable[[Sequence[Any]], dict[str, Any]]:
    """How a row becomes a dict: worked out once for all rows of a page."""
    plain = {"id": place["pk"]}
    if "version" in place:
        plain["version"] = place["version"]
    for one in columns:
        path = f"{one.path}_id" if one.is_relation else one.path
        plain[one.name] = place["pk"] if one.is_custom else place[path]
    custom = [(one.name, one.custom_key) for one in columns if one.is_custom]
    money = [
        (one.name, place[one.currency_path])
        for one in columns
        if one.currency_path and not one.is_custom
    ]
    names, values = list(plain), itemgetter(*plain.values(), place["pk"])

    def named(row: Sequence[Any]) -> dict[str, Any]:
        found = dict(zip(names, values(row), strict=False))
        if custom:
            held = row[place["custom"]] or {}
            found.update((name, held.get(key)) for name, key in custom)
        for name, currency in money:
            if found[name] is not None:
                found[name] = Money(found[name], row[currency])
        return found

    return named


def _decoded(cursor: str) -> tuple[bool, tuple[Any, int] | None]:
    if not cursor:
        return False, None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        back, value, pk = orjson.loads(base64.urlsafe_b64decode(padded))
        return bool(back), (value, int(pk))
    except (ValueError, TypeError, binascii.Error):
        raise InvalidFilter(_("This page mark is damaged; start from the first page.")) from None
