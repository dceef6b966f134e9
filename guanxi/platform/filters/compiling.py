"""The one compiler of filters: list, count, board, search, export and REST all use it.

The language is JSON. A group is {"all": […]}, {"any": […]} or {"none": […]}, the last of which
holds for every row that the second does not, rows without a value included; a condition is
{"field": "city", "op": "is", "value": "苏州"}, where a dotted field hops over relations
("account.parent.city"); {"related": "orders", "where": {…}, "op": "any"|"none"|"gte"|"lte"|"is",
"value": n} asks about rows of another noun that point here; {"text": "…"} searches.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, GreaterThanOrEqual, In, LessThanOrEqual, Lookup
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import InvalidFilter
from guanxi.platform.filters.hearing import build_heard
from guanxi.platform.filters.operators import build
from guanxi.platform.filters.values import read_operand
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named, nouns

MAX_DEPTH = 8
MAX_CONDITIONS = 100
Visible = Callable[[Noun[Any]], QuerySet[Any]]
TextSearch = Callable[[Actor, Noun[Any], str], Q]
_text_search: list[TextSearch] = []


def search_text_with(search: TextSearch) -> None:
    """Let {"text": …} be answered by ``search``."""
    _text_search[:] = [search]


class Compiler:
    """Compiles filters for one actor at one moment; refuses what the actor may not read."""

    def __init__(self, actor: Actor, visible: Visible, at: dt.datetime | None = None) -> None:
        self.actor, self.visible = actor, visible
        self.at = at or timezone.now()
        self.conditions = 0

    def condition(self, noun: Noun[Any], filter: Any, depth: int = 0) -> Q:
        """The condition on ``noun``'s rows; InvalidFilter names what is wrong."""
        if not filter:
            return Q()
        self.conditions += 1
        if depth > MAX_DEPTH or self.conditions > MAX_CONDITIONS:
            raise InvalidFilter(_("This filter is too large; split it into two views."))
        if not isinstance(filter, Mapping):
            raise InvalidFilter(_("A filter is a group or a condition."))
        for word, build_group in (("all", _all), ("any", _any), ("none", _none)):
            if word in filter:
                return build_group(self._parts(noun, filter[word], depth))
        if "related" in filter:
            return self._related(noun, filter, depth)
        if "text" in filter and _text_search:
            return _text_search[0](self.actor, noun, str(filter["text"]))
        return self._comparison(noun, filter)

    def field(self, noun: Noun[Any], name: str) -> Field:
        """The field ``name``; a field the actor may not read plainly is not there."""
        found = noun.fields.get(name)
        if found is None or self.actor.field_mode(noun.key, name) in {"hidden", "masked"}:
            raise InvalidFilter(
                _("%(noun)s has no field “%(field)s”.") % {"noun": noun.label, "field": name}
            )
        return found

    def _may_read(self, noun: Noun[Any], name: str) -> bool:
        return self.actor.field_mode(noun.key, name) not in {"hidden", "masked"}

    def _parts(self, noun: Noun[Any], parts: Any, depth: int) -> list[Q]:
        if not isinstance(parts, list):
            raise InvalidFilter(_("A group holds a list of conditions."))
        return [self.condition(noun, part, depth + 1) for part in parts]

    def _comparison(self, noun: Noun[Any], filter: Mapping[str, Any]) -> Q:
        name = str(filter.get("field", ""))
        first, dot, rest = name.partition(".")
        field = self.field(noun, first)
        if dot:
            return self._hop(field, {**filter, "field": rest})
        operator = str(filter.get("op", "is"))
        if operator not in field.kind.operators:
            raise InvalidFilter(
                _("“%(field)s” cannot be compared by “%(op)s”.")
                % {"field": field.label, "op": operator}
            )
        value = read_operand(field, operator, filter.get("value"), self.actor, self.at)
        return (
            build_heard(field, operator, value) if field.spoken else build(field, operator, value)
        )

    def _hop(self, field: Field, rest: Mapping[str, Any]) -> Q:
        target = nouns().get(field.target)
        if target is None:
            raise InvalidFilter(_("“%(field)s” leads nowhere.") % {"field": field.label})
        inner = self.visible(target).filter(self._comparison(target, rest))
        if field.is_custom:
            return Q(In(field.expression(), inner.values("pk")))
        return Q(Exists(inner.filter(pk=OuterRef(f"{field.path}_id"))))

    def _related(self, noun: Noun[Any], filter: Mapping[str, Any], depth: int) -> Q:
        related = next((one for one in noun.related_lists if one.name == filter["related"]), None)
        target = noun_named(related.noun) if related else None
        if related is None or target is None or not self._may_read(target, related.by):
            raise InvalidFilter(
                _("%(noun)s has no related “%(name)s”.")
                % {"noun": noun.label, "name": filter["related"]}
            )
        by = target.field(related.by)
        rows = self.visible(target).filter(self.condition(target, filter.get("where"), depth + 1))
        rows = by.pointing(rows, OuterRef("pk"))
        operator = str(filter.get("op", "any"))
        if operator in {"any", "none"}:
            return Q(Exists(rows)) if operator == "any" else ~Q(Exists(rows))
        return _counted(rows, by.pointer, operator, filter.get("value"))


def _counted(rows: QuerySet[Any], path: str, operator: str, value: Any) -> Q:
    if operator not in {"gte", "lte", "is"} or not isinstance(value, int):
        raise InvalidFilter(_("Compare a number of related records by gte, lte or is."))
    counted = rows.order_by().values(path).annotate(counted=Count("pk")).values("counted")
    number = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    lookup = {"gte": GreaterThanOrEqual, "lte": LessThanOrEqual, "is": Exact}[operator]
    return Q(lookup(number, value))


def _all(parts: list[Q]) -> Q:
    joined = Q()
    for part in parts:
        joined &= part
    return joined


def _any(parts: list[Q]) -> Q:
    if not parts:
        return Q()
    joined = parts[0]
    for part in parts[1:]:
        joined |= part
    return joined


def _none(parts: list[Q]) -> Q:
    return ~_decided(_any(parts)) if parts else Q()


def _decided(condition: Q) -> Q:
    """The condition with no answer counting as no: Django sees to it for columns alone.

    Not at every comparison, as an index serves a bare one only.
    """
    decided = [_decided_part(part) for part in condition.children]
    return Q(*decided, _connector=condition.connector, _negated=condition.negated)


def _decided_part(part: Any) -> Any:
    if isinstance(part, Q):
        return _decided(part)
    return Coalesce(part, Value(False)) if isinstance(part, Lookup) else part
