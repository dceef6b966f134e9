"""The editor of one condition: which fields, operators and values it offers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.fields import Field, Label
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.web.filters import words
from guanxi.web.filters.chips import reached_field
from guanxi.web.given import whole_number

UNUSABLE = {"json", "file"}
MANY = {"in", "not_in", "has_any", "has_all", "has_none"}
SILENT = {"empty", "not_empty"}
FIRST_OPERATORS = {"text": "contains", "long": "contains", "date": "within", "datetime": "within"}
UNITS = ("day", "week", "month", "quarter", "year")


@dataclass(frozen=True)
class Offer:
    """A group of fields one may ask about."""

    label: str
    fields: list[tuple[str, Label]] = field(default_factory=list)


def offers(actor: Actor, noun: Noun[Any]) -> list[Offer]:
    """The noun's own fields, then those one hop away, then its related records."""
    found = [Offer(str(noun.label), _asked(actor, noun))]
    for name, one in noun.fields.items():
        target = nouns().get(one.target) if one.type == "relation" else None
        if target is not None and actor.may(target.permission("read")):
            hops = [(f"{name}.{inner}", label) for inner, label in _asked(actor, target)]
            found.append(Offer(str(one.label), hops))
    lists = [one for one in noun.related_lists if _readable(actor, one)]
    related = [(f"related:{one.name}", one.label) for one in lists]
    if related:
        found.append(Offer(_("Related records"), related))
    return found


def operators(one: Field) -> list[tuple[str, Label]]:
    """The comparisons this field understands, in words."""
    return [(name, words.operator_label(name, one.type)) for name in one.kind.operators]


def first_operator(one: Field) -> str:
    """The comparison people mean first."""
    if one.type in {"choice"}:
        return "in"
    return FIRST_OPERATORS.get(one.type, one.kind.operators[0])


def editor_kind(one: Field, operator: str) -> str:
    """Which input asks for the value: none, period, pair, options, yesno, record, date, figure."""
    if operator in SILENT:
        return "none"
    if operator in {"within", "not_within"}:
        return "period"
    if operator == "between":
        return "pair"
    if one.options:
        return "options" if operator in MANY else "option"
    simple = {"boolean": "yesno", "date": "date", "datetime": "date"}
    if one.is_relation:
        return "record"
    return simple.get(one.type, "figure" if one.kind.is_numeric else "text")


def condition_given(noun: Noun[Any], given: QueryDict) -> dict[str, Any]:
    """The condition that a filled editor describes; empty when it says nothing."""
    name = given.get("field", "")
    if name.startswith("related:"):
        return _related_given(name.removeprefix("related:"), given)
    found = reached_field(noun, name)
    if found is None:
        return {}
    one, operator = found[1], given.get("op") or first_operator(found[1])
    condition: dict[str, Any] = {"field": name, "op": operator}
    kind = editor_kind(one, operator)
    if kind == "none":
        return condition
    value = _value(kind, operator, given)
    return {**condition, "value": value} if value not in ("", [], None) else {}


def _value(kind: str, operator: str, given: QueryDict) -> Any:
    if kind == "period":
        return _period(given)
    if kind == "pair":
        pair = [given.get("from", "").strip(), given.get("to", "").strip()]
        return pair if all(pair) else ""
    if kind == "options":
        return given.getlist("value")
    value = given.get("value", "").strip()
    if kind == "yesno":
        return value == "yes"
    if value in {"@me", "@my_team"}:
        return {value.removeprefix("@"): True}
    if kind == "record" and operator in MANY:
        return [value] if value else []
    return value


def _period(given: QueryDict) -> Any:
    chosen = given.get("period", "")
    if chosen != "counted":
        return {"period": chosen} if chosen else ""
    number, unit = whole_number(given.get("number")), given.get("unit", "day")
    direction = given.get("direction", "last")
    if number is None or unit not in UNITS or direction not in {"last", "next"}:
        return ""
    return {"period": f"{direction}_{number}_{unit}s"}


def _related_given(name: str, given: QueryDict) -> dict[str, Any]:
    operator = given.get("op") or "any"
    condition: dict[str, Any] = {"related": name, "op": operator}
    if operator in {"any", "none"}:
        return condition
    number = whole_number(given.get("value"))
    return {**condition, "value": number} if number is not None else {}


def _asked(actor: Actor, noun: Noun[Any]) -> list[tuple[str, Label]]:
    return [
        (name, one.label)
        for name, one in noun.fields.items()
        if one.type not in UNUSABLE and actor.field_mode(noun.key, name) not in {"hidden", "masked"}
    ]


def _readable(actor: Actor, related: Any) -> bool:
    target: Mapping[str, Noun[Any]] = nouns()
    return related.noun in target and actor.may(target[related.noun].permission("read"))
