"""Which fields a filter asks about, on its own noun and on every noun that it reaches."""

from collections.abc import Mapping
from typing import Any

from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns

FieldName = tuple[str, str]


def fields_asked(noun: Noun[Any] | None, filter: Any) -> set[FieldName]:
    """The (noun, field) pairs that ``filter`` names; what is not there is left out."""
    if isinstance(filter, list):
        return set().union(*(fields_asked(noun, part) for part in filter))
    if noun is None or not isinstance(filter, Mapping):
        return set()
    if "related" in filter:
        return _through_related(noun, filter)
    if "field" in filter:
        return set(_hops(noun, str(filter["field"])))
    groups = (filter[word] for word in ("all", "any", "none") if word in filter)
    return set().union(*(fields_asked(noun, group) for group in groups))


def _through_related(noun: Noun[Any], filter: Mapping[str, Any]) -> set[FieldName]:
    related = next((one for one in noun.related_lists if one.name == filter["related"]), None)
    if related is None:
        return set()
    inner = fields_asked(nouns().get(related.noun), filter.get("where"))
    return {(related.noun, related.by), *inner}


def _hops(noun: Noun[Any] | None, path: str) -> list[FieldName]:
    name, dot, rest = path.partition(".")
    field = noun.fields.get(name) if noun else None
    if noun is None or field is None:
        return []
    further = _hops(nouns().get(field.target), rest) if dot else []
    return [(noun.key, name), *further]
