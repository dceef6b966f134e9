"""What the people of a role find on the page of a record, and in which order.

A page is put together by rights first: a part that a role may not read stays away whatever is
arranged, and one that is put away is still read by list, search, address and REST.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Role
from guanxi.platform.custom.models import PageArrangement
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.nouns.fields import Label
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.page import PageOrder
from guanxi.platform.nouns.panels import panels_for
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rights.administering import require_administrator

TABS, BLOCKS, SECTIONS = "tabs", "blocks", "sections"
FILES, HISTORY = "files", "history"


@dataclass(frozen=True)
class PagePart:
    """One part of a page: where it stands, and which record type it shows, if one."""

    name: str
    label: Label
    place: str
    reads: str = ""


def parts_of(noun: Noun[Any]) -> list[PagePart]:
    """The parts of the noun's page in the order in which they stand when nobody arranges any."""
    known = nouns()
    lists = [one for one in noun.related_lists if one.noun in known]
    panels = [one for place in ("left", "right") for one in panels_for(noun.key, place)]
    sections = [(one.key or f"d{n}", one.label) for n, one in enumerate(noun.sections)]
    return [
        *(PagePart(list_part(one.name), one.label, TABS, one.noun) for one in lists),
        PagePart(FILES, _("Files"), TABS),
        PagePart(HISTORY, _("History"), TABS),
        *(PagePart(panel_part(one.key), one.label, BLOCKS) for one in panels if one.label),
        *(PagePart(section_part(key), label, SECTIONS) for key, label in sections if label),
    ]


def list_part(name: str) -> str:
    """How a related list is named in an arrangement."""
    return f"list:{name}"


def panel_part(key: str) -> str:
    """How a panel is named in an arrangement."""
    return f"panel:{key}"


def section_part(key: str) -> str:
    """How a section of fields is named in an arrangement."""
    return f"section:{key}"


@transaction.atomic
def arrange_page(
    noun: Noun[Any],
    role: Role | None,
    order: PageOrder,
    *,
    version: int,
    actor: Actor,
    at: dt.datetime,
) -> PageArrangement:
    """The page for a role, or for everybody without one, unless somebody arranged it meanwhile."""
    require_administrator(actor)
    row = _row(noun, role) or PageArrangement(noun=noun.key, role=role, version=0)
    if row.version != version:
        raise RuleBroken(_("Somebody arranged this page meanwhile. Look at theirs first."))
    _require_sound(noun, [*order.shown, *order.away])
    before = row.shown, row.away
    row.shown, row.away, row.version = list(order.shown), sorted(order.away), version + 1
    row.save()
    changes = {"shown": [before[0], row.shown], "away": [before[1], row.away]}
    _record("form.page_arranged", noun, role, changes, actor, at)
    return row


@transaction.atomic
def page_as_declared(noun: Noun[Any], role: Role | None, *, actor: Actor, at: dt.datetime) -> None:
    """The page for a role as everybody has it; for everybody as it came."""
    require_administrator(actor)
    row = _row(noun, role)
    if row is not None:
        changes = {"shown": [row.shown, []], "away": [row.away, []]}
        row.delete()
        _record("form.page_reset", noun, role, changes, actor, at)


def _row(noun: Noun[Any], role: Role | None) -> PageArrangement | None:
    rows = PageArrangement.objects.select_for_update().filter(noun=noun.key, role=role)
    return rows.first()


def _require_sound(noun: Noun[Any], names: Sequence[str]) -> None:
    if set(names) - {one.name for one in parts_of(noun)}:
        raise RuleBroken(_("This page has no such part."))
    if len(set(names)) < len(names):
        raise RuleBroken(_("Each part of a page stands once."))


def _record(
    kind: str, noun: Noun[Any], role: Role | None, changes: Any, actor: Actor, at: dt.datetime
) -> None:
    schema_changed()
    data = {"key": noun.key, "role": role.code if role else ""}
    publish(Happening(kind, "form", None, changes, data), actor=actor, at=at)
