"""A filter as the sentence of chips that stands above a list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from guanxi.platform.given import whole_number
from guanxi.platform.glossary.saying import said
from guanxi.platform.money.amounts import minor_units
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.web.filters import words
from guanxi.web.filters.editing import (
    WITHIN,
    as_group,
    negated,
    parts_of,
    switched,
    without,
    word_of,
)
from guanxi.web.look import figures

MANY = 3
NameOf = Callable[[str, int], str]
AddressOf = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True)
class Chip:
    """One condition, or a bracket of several, at its place in the filter.

    A condition on related records has parts too: what is asked of those.
    """

    place: str
    label: str = ""
    operator: str = ""
    value: str = ""
    word: str = ""
    parts: list["Chip"] = field(default_factory=list)
    drop_href: str = ""
    switch_href: str = ""
    negate_href: str = ""
    within: str = ""

    @property
    def is_group(self) -> bool:
        """Whether this is a bracket of several."""
        return bool(self.word) and not self.within


@dataclass(frozen=True)
class ChipMaker:
    """Turns one filter into chips; ``name_of`` titles a record, ``address_of`` a filter."""

    filter: Mapping[str, Any]
    name_of: NameOf = lambda target, key: ""
    address_of: AddressOf = lambda filter: ""

    def chips(self, noun: Noun[Any]) -> Chip:
        """The whole filter as one group of chips."""
        return self._chip(noun, as_group(self.filter), "")

    def _chip(self, noun: Noun[Any], part: Mapping[str, Any], place: str) -> Chip:
        word = word_of(part)
        drop = self.address_of(without(self.filter, place)) if place else ""
        if word:
            return Chip(
                place,
                word=word,
                parts=self._parts(noun, part, place),
                drop_href=drop,
                switch_href=self.address_of(switched(self.filter, place)),
                negate_href=self.address_of(negated(self.filter, place)),
            )
        if "related" in part:
            return self._related(noun, part, place, drop)
        label, operator, value = self._said(noun, part)
        return Chip(place, label, operator, value, drop_href=drop)

    def _parts(self, noun: Noun[Any], group: Mapping[str, Any], place: str) -> list[Chip]:
        return [
            self._chip(noun, one, f"{place}.{at}".lstrip("."))
            for at, one in enumerate(parts_of(group))
        ]

    def _related(self, noun: Noun[Any], part: Mapping[str, Any], place: str, drop: str) -> Chip:
        related = next((one for one in noun.related_lists if one.name == part["related"]), None)
        if related is None:
            return Chip(place, str(part["related"]), "", _("no longer exists"), drop_href=drop)
        operator, within = str(part.get("op", "any")), f"{place}.{WITHIN}"
        group = as_group(part.get("where") or {})
        return Chip(
            place,
            label=str(related.label),
            operator=str(words.RELATED_OPERATORS.get(operator, operator)),
            value="" if operator in {"any", "none"} else str(part.get("value", "")),
            word=word_of(group),
            parts=self._parts(noun_named(related.noun), group, within),
            drop_href=drop,
            switch_href=self.address_of(switched(self.filter, within)),
            within=within,
        )

    def _said(self, noun: Noun[Any], part: Mapping[str, Any]) -> tuple[str, str, str]:
        if "text" in part:
            return _("Text"), str(words.OPERATORS["contains"]), str(part["text"])
        found = reached_field(noun, str(part.get("field", "")))
        if found is None:
            return str(part.get("field", "?")), "", _("no longer exists")
        label, one = found
        operator = str(part.get("op", "is"))
        said = value_label(one, operator, part.get("value"), self.name_of)
        return label, str(words.operator_label(operator, one.type)), said


def reached_field(noun: Noun[Any], path: str) -> tuple[str, Field] | None:
    """The label and field at a dotted path such as "account.city"; None when it is gone."""
    labels: list[str] = []
    *hops, last = path.split(".")
    for hop in hops:
        one = noun.fields.get(hop)
        if one is None or not one.target:
            return None
        labels.append(str(one.label))
        noun = noun_named(one.target)
    found = noun.fields.get(last)
    return (" › ".join([*labels, str(found.label)]), found) if found else None


def value_label(one: Field, operator: str, value: Any, name_of: NameOf) -> str:
    """The right-hand side of a condition in words."""
    if operator in {"empty", "not_empty"}:
        return ""
    if operator in {"within", "not_within"}:
        return words.period_label(value)
    if operator == "between" and isinstance(value, list):
        return " – ".join(_single(one, part, name_of) for part in value)
    if isinstance(value, list):
        said = [_single(one, part, name_of) for part in value[:MANY]]
        rest = len(value) - MANY
        return _(", ").join(said) + (f" +{rest}" if rest > 0 else "")
    return _single(one, value, name_of)


def sentence(chip: Chip) -> str:
    """A group of chips as plain words."""
    said = " ".join(part for part in (chip.operator, chip.label, chip.value) if part)
    if not chip.is_group and not chip.within:
        said = " ".join(part for part in (chip.label, chip.operator, chip.value) if part)
    joint = _(" and ") if chip.word == "all" else _(" or ")
    inner = joint.join(sentence(part) for part in chip.parts)
    return f"{said} {inner}".strip()


def _single(one: Field, value: Any, name_of: NameOf) -> str:
    if isinstance(value, dict) and (value.get("me") or value.get("my_team")):
        return _("me") if value.get("me") else _("my team")
    if one.type in {"date", "datetime"}:
        return words.date_label(value)
    if one.type == "boolean":
        return _("yes") if value in (True, "true", "1", 1) else _("no")
    if one.type == "money":
        return _money(value, one.currency or settings.BASE_CURRENCY)
    return _worded(one, value, name_of)


def _worded(one: Field, value: Any, name_of: NameOf) -> str:
    """A record by its name, a choice by its label, a text as it is said to the reader."""
    key = whole_number(value) if one.is_relation else None
    if key is not None:
        return name_of(one.target or one.type, key) or str(value)
    if one.spoken:
        return said(one, [str(value)])[str(value)]
    return str(one.options.get(str(value), value))


def _money(value: Any, currency: str) -> str:
    try:
        amount = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        return str(value)
    return strip_tags(figures.money(minor_units(amount, currency), currency))
