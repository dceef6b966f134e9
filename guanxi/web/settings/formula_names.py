"""Names and functions to insert into a formula."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.platform.nouns.fields import Label
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.web.fields.sections import REST, sections_of, spelled

UNREAD = {"json", "file", "multi"}
# Beyond so many names nobody reads a list; those of related records are then left to typing.
MOST_NAMES = 900
FUNCTIONS: Mapping[str, tuple[str, Label]] = {
    "if": ("if(, , )", _("One value where a condition holds, else another: if(units > 9, 2, 1)")),
    "round": ("round(, 2)", _("Rounded to so many decimals: round(price * 1.13, 2)")),
    "min": ("min(, )", _("The smallest of these that are there")),
    "max": ("max(, )", _("The greatest of these that are there")),
    "abs": ("abs()", _("Without its sign")),
    "days": ("days(, )", _("Days to the first day from the second")),
    "concat": ("concat(, )", _("Texts one after the other")),
    "coalesce": ("coalesce(, )", _("The first of these that is there")),
}


@dataclass(frozen=True)
class Name:
    """Something to insert: what is typed for it, what it is called, and how else one may ask."""

    inserted: str
    label: Label
    kind: str = ""

    @property
    def spelled(self) -> str:
        """How else its label may be typed."""
        return spelled(str(self.label))


@dataclass(frozen=True)
class Shelf:
    """Names of one kind under a title."""

    label: Label
    names: list[Name] = field(default_factory=list)


def shelves_for(noun: Noun[Any]) -> list[Shelf]:
    """Functions, the fields of the record by section, and those of the records it leads to."""
    found = [Shelf(_("Functions"), [Name(text, said) for text, said in FUNCTIONS.values()])]
    own = [name for name, one in noun.fields.items() if one.type not in UNREAD]
    for part in sections_of(noun, own):
        names = [Name(name, noun.fields[name].label, noun.fields[name].type) for name in part.names]
        found.append(Shelf(noun.label if part.key == REST else part.label, names))
    counted = sum(len(one.names) for one in found)
    for name, one in noun.fields.items():
        target = nouns().get(one.target) if one.type == "relation" else None
        if target is not None and (counted := counted + len(target.fields)) <= MOST_NAMES:
            found.append(Shelf(one.label, _led_to(name, target)))
    return found


def _led_to(relation: str, target: Noun[Any]) -> list[Name]:
    return [
        Name(f"{relation}.{name}", one.label, one.type)
        for name, one in target.fields.items()
        if one.type not in UNREAD
    ]
