"""The editor of one condition: which fields, operators and values it offers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.given import whole_number
from guanxi.platform.nouns.fields import Field, Label
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.web.fields.sections import REST, sections_of
from guanxi.web.filters import words
from guanxi.web.filters.chips import reached_field
from guanxi.web.filters.editing import WITHIN, part_at, steps_of

UNUSABLE = {"json", "file"}
MANY = {"in", "not_in", "has_any", "has_all", "has_none"}
SILENT = {"empty", "not_empty"}
FIRST_OPERATORS = {"text": "contains", "long": "contains", "date": "within", "datetime": "within"}
# More fields than these make a menu that nobody reads, and a page of hundreds of kilobytes.
MOST_HOPPED = 600
UNITS = ("day", "week", "month", "quarter", "year")
RELATED, VIA, TEXT = "related:", "via:", "text:"
SEPARATOR = re.compile(r"[,，、;；\n]")


@dataclass(frozen=True)
class Offer:
    """A group of fields one may ask about."""

    label: str
    fields: list[tuple[str, Label]] = field(default_factory=list)


def offers(actor: Actor, noun: Noun[Any], path: str = "") -> list[Offer]:
    """What one may ask about rows of ``noun``, reached over ``path`` from where the filter stands.

    The noun's own fields, those one hop away with the ways on from there, and, where nothing
    has been hopped over, its text and its related records. Where too many would be one hop away,
    only the ways there are offered.
    """
    found = [*_in_sections(noun, path, _asked(actor, noun, path)), *_hopped(actor, noun, path)]
    if path:
        return found
    lists = [one for one in noun.related_lists if _readable(actor, one)]
    if lists:
        related = [(f"{RELATED}{one.name}", one.label) for one in lists]
        found.append(Offer(_("Related records"), related))
    if noun.search:
        found.append(Offer(_("Everything"), [(TEXT, _("Text anywhere"))]))
    return found


def place_of(noun: Noun[Any], filter: Mapping[str, Any], place: str) -> Noun[Any]:
    """The noun whose rows are asked about at a place of the filter."""
    for at, step in enumerate(steps := steps_of(place)):
        if step == WITHIN:
            part = part_at(filter, ".".join(map(str, steps[:at]))) or {}
            noun = related_noun(noun, str(part.get("related", ""))) or noun
    return noun


def related_noun(noun: Noun[Any], name: str) -> Noun[Any] | None:
    """The noun of the related list called ``name``; None when there is none."""
    related = next((one for one in noun.related_lists if one.name == name), None)
    return nouns().get(related.noun) if related else None


def noun_over(noun: Noun[Any], path: str) -> Noun[Any] | None:
    """The noun that a path of hops such as "account.owner_account" leads to."""
    for name in path.split("."):
        one = noun.fields.get(name)
        target = nouns().get(one.target) if one is not None and one.type == "relation" else None
        if target is None:
            return None
        noun = target
    return noun


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
    if name.startswith(RELATED):
        return _related_given(name.removeprefix(RELATED), given)
    if name == TEXT:
        text = given.get("value", "").strip()
        return {"text": text} if text else {}
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
    if operator in MANY:
        return [part.strip() for part in SEPARATOR.split(value) if part.strip()]
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


def _in_sections(noun: Noun[Any], path: str, asked: list[tuple[str, Label]]) -> list[Offer]:
    """The noun's own fields by the sections of its form, those in none under its name."""
    labels = {name.removeprefix(path): label for name, label in asked}
    return [
        Offer(
            str(noun.label if one.key == REST else one.label),
            [(f"{path}{name}", labels[name]) for name in one.names],
        )
        for one in sections_of(noun, labels)
    ]


def _hopped(actor: Actor, noun: Noun[Any], path: str) -> list[Offer]:
    hops = _hops(actor, noun)
    if sum(len(target.fields) for _name, target in hops) > MOST_HOPPED:
        return [Offer(_("Over a relation"), _ways(noun, hops, path))]
    return [
        Offer(str(noun.fields[name].label), _asked(actor, target, f"{path}{name}.", ways=True))
        for name, target in hops
    ]


def _asked(
    actor: Actor, noun: Noun[Any], path: str = "", ways: bool = False
) -> list[tuple[str, Label]]:
    found: list[tuple[str, Label]] = [
        (f"{path}{name}", one.label)
        for name, one in noun.fields.items()
        if one.type not in UNUSABLE and actor.field_mode(noun.key, name) not in {"hidden", "masked"}
    ]
    return found + _ways(noun, _hops(actor, noun), path) if ways else found


def _ways(
    noun: Noun[Any], hops: Sequence[tuple[str, Noun[Any]]], path: str
) -> list[tuple[str, Label]]:
    return [(f"{VIA}{path}{name}", f"{noun.fields[name].label} ›") for name, _target in hops]


def _hops(actor: Actor, noun: Noun[Any]) -> list[tuple[str, Noun[Any]]]:
    hops = [
        (name, nouns().get(one.target))
        for name, one in noun.fields.items()
        if one.type == "relation" and actor.field_mode(noun.key, name) not in {"hidden", "masked"}
    ]
    return [
        (name, target)
        for name, target in hops
        if target is not None and actor.may(target.permission("read"))
    ]


def _readable(actor: Actor, related: Any) -> bool:
    target: Mapping[str, Noun[Any]] = nouns()
    return related.noun in target and actor.may(target[related.noun].permission("read"))
