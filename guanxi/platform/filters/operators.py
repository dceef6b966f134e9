"""How each operator of the filter language becomes a condition on one field."""

import json
from collections.abc import Callable
from typing import Any

import orjson
from django.db.models import Q
from django.db.models import lookups as sql

from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.rows import NOBODY

_LOOKUPS: dict[str, type[sql.Lookup[Any]]] = {
    "exact": sql.Exact,
    "gt": sql.GreaterThan,
    "gte": sql.GreaterThanOrEqual,
    "lt": sql.LessThan,
    "lte": sql.LessThanOrEqual,
    "icontains": sql.IContains,
    "istartswith": sql.IStartsWith,
    "in": sql.In,
    "isnull": sql.IsNull,
}
_DIRECT = {
    "is": "exact",
    "gt": "gt",
    "gte": "gte",
    "lt": "lt",
    "lte": "lte",
    "before": "lt",
    "after": "gt",
    "contains": "icontains",
    "starts": "istartswith",
    "in": "in",
}
_OPPOSITES = {
    "is_not": "is",
    "not_in": "in",
    "not_contains": "contains",
    "not_within": "within",
    "has_none": "has_any",
}
_WORDED = {"text", "long", "phone", "email", "url", "address", "choice"}


def build(field: Field, operator: str, value: Any) -> Q:
    """The condition ``field operator value``.

    A negated operator also holds for rows without a value, as a person would expect.
    """
    if operator == "not_empty":
        return ~_empty(field, None)
    if operator in _OPPOSITES:
        return ~build(field, _OPPOSITES[operator], value) | _is(field, "isnull", True)
    special = _SPECIAL.get(operator)
    return special(field, value) if special else _is(field, _DIRECT[operator], value)


def _is(field: Field, lookup: str, value: Any) -> Q:
    if field.is_custom:
        is_part = lookup in {"icontains", "istartswith"}
        return Q(_LOOKUPS[lookup](field.expression(is_ordered=not is_part), value))
    return Q(**{f"{field.path}__{lookup}": value})


def _between(field: Field, value: Any) -> Q:
    return _is(field, "gte", value[0]) & _is(field, "lte", value[1])


def _within(field: Field, value: Any) -> Q:
    return _is(field, "gte", value[0]) & _is(field, "lt", value[1])


def _empty(field: Field, value: Any) -> Q:
    empty = _is(field, "isnull", True)
    if field.kind.storage == "list":
        return empty | (_is(field, "exact", "[]") if field.is_custom else Q(**{field.path: []}))
    return empty | _is(field, "exact", "") if field.type in _WORDED else empty


def _has_any(field: Field, value: list[str]) -> Q:
    reached = NOBODY
    for one in value:
        reached |= _holds(field, one)
    return reached


def _has_all(field: Field, value: list[str]) -> Q:
    reached = Q()
    for one in value:
        reached &= _holds(field, one)
    return reached


def _holds(field: Field, one: str) -> Q:
    """Whether a list holds the value, however JSON was written: 年 as itself or as \\u5e74."""
    spellings = {orjson.dumps(one).decode(), json.dumps(one)}
    reached = NOBODY
    for spelled in sorted(spellings):
        reached |= _is(field, "icontains", spelled)
    return reached


_SPECIAL: dict[str, Callable[[Field, Any], Q]] = {
    "between": _between,
    "within": _within,
    "empty": _empty,
    "has_any": _has_any,
    "has_all": _has_all,
}
