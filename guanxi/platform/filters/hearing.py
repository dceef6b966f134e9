"""Conditions on texts that are said otherwise in another language: Suzhou means 苏州市 too."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from guanxi.platform.filters.operators import build
from guanxi.platform.glossary.saying import written_as
from guanxi.platform.nouns.fields import Field

_DENIED = {"is_not": "is", "not_in": "in", "not_contains": "contains", "has_none": "has_any"}
_WHOLE = {"is": "in", "in": "in", "has_any": "has_any"}


def build_heard(field: Field, operator: str, value: Any) -> Q:
    """The condition ``field operator value``, met by a text written so, or that is said so."""
    if operator in _DENIED:
        return ~build_heard(field, _DENIED[operator], value) | build(field, "empty", None)
    plain = build(field, operator, value)
    if operator == "contains" and value:
        return _or_one_of(plain, field, "in", written_as(field, value, whole=False))
    if operator not in _WHOLE:
        return plain
    asked = value if isinstance(value, list) else [value]
    further = {one for text in asked for one in written_as(field, str(text or ""))}
    return _or_one_of(plain, field, _WHOLE[operator], further.difference(asked))


def _or_one_of(plain: Q, field: Field, operator: str, texts: Iterable[str]) -> Q:
    others = sorted(texts)
    return plain | build(field, operator, others) if others else plain
