"""The sections of a noun's form: in which order its fields stand, and under which titles."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.models import FormArrangement
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.rights.administering import require_administrator

MOST_SECTIONS, LONGEST_LABEL = 40, 80


@dataclass(frozen=True)
class SectionDraft:
    """One section as an administrator says it; ``key`` is empty for a new one."""

    zh: str
    en: str
    fields: tuple[str, ...]
    key: str = ""


def placeable(noun: Noun[Any]) -> list[str]:
    """The fields that may be put into sections: those declared for the form, and own ones."""
    declared = noun.form or noun.sections
    names = [name for group in declared for name in group.names]
    own = [name for name, one in noun.fields.items() if one.is_custom]
    return [name for name in dict.fromkeys([*names, *own]) if name in noun.fields]


def drafts_of(noun: Noun[Any]) -> list[SectionDraft]:
    """The sections of the form as they stand: arranged, or as they were declared."""
    row = FormArrangement.objects.filter(noun=noun.key).first()
    if row is not None:
        return [
            SectionDraft(one["zh"], one["en"], tuple(one["fields"]), one["key"])
            for one in row.sections
        ]
    return [
        SectionDraft(*in_both(part.label), tuple(part.names), f"d{place}")
        for place, part in enumerate(noun.form or noun.sections)
    ]


def in_both(label: Any) -> tuple[str, str]:
    """A label of the house in Chinese and English; without one, what the rest is called."""
    said = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said.append(str(label) if label else pgettext("section of fields", "More"))
    return said[0], said[1]


@transaction.atomic
def place_field(noun: Noun[Any], name: str, key: str, *, actor: Actor, at: dt.datetime) -> None:
    """The field at the end of the section with this ``key``; "" puts it after all of them."""
    require_administrator(actor)
    drafts, row = drafts_of(noun), FormArrangement.objects.filter(noun=noun.key).first()
    is_there = next((one.key for one in drafts if name in one.fields), "") == key
    if is_there or (row is None and not key):
        return
    if key and all(one.key != key for one in drafts):
        raise RuleBroken(_("Some values need attention."), {"section": _("There is none such.")})
    placed = [replace(one, fields=_placed(one, name, key)) for one in drafts]
    quick = row.quick if row else noun.quick
    arrange_form(noun, placed, quick, version=row.version if row else 0, actor=actor, at=at)


@transaction.atomic
def arrange_form(
    noun: Noun[Any],
    sections: Sequence[SectionDraft],
    quick: Iterable[str],
    *,
    version: int,
    actor: Actor,
    at: dt.datetime,
) -> FormArrangement:
    """The form of a noun in these sections, unless somebody arranged it after ``version``."""
    require_administrator(actor)
    row = _row_at(noun, version)
    before = _told(row)
    _require_sound(noun, sections)
    known = {name for one in sections for name in one.fields}
    row.sections = _keyed(sections)
    row.quick = sorted(known & set(quick))
    row.version = version + 1
    row.save()
    schema_changed()
    _record("form.arranged", noun, before, _told(row), actor, at)
    return row


@transaction.atomic
def arrange_as_declared(noun: Noun[Any], *, actor: Actor, at: dt.datetime) -> None:
    """The form of a noun as it came."""
    require_administrator(actor)
    row = FormArrangement.objects.select_for_update().filter(noun=noun.key).first()
    if row is None:
        return
    before = _told(row)
    row.delete()
    schema_changed()
    _record("form.reset", noun, before, [], actor, at)


def _placed(section: SectionDraft, name: str, key: str) -> tuple[str, ...]:
    others = tuple(one for one in section.fields if one != name)
    return (*others, name) if section.key == key else others


def _row_at(noun: Noun[Any], version: int) -> FormArrangement:
    row = FormArrangement.objects.select_for_update().filter(noun=noun.key).first()
    if (row.version if row else 0) != version:
        raise RuleBroken(_("Somebody arranged these fields meanwhile. Look at theirs first."))
    return row or FormArrangement(noun=noun.key, version=0)


def _require_sound(noun: Noun[Any], sections: Sequence[SectionDraft]) -> None:
    if not 1 <= len(sections) <= MOST_SECTIONS:
        raise RuleBroken(_("A form has 1 to 40 sections."))
    for one in sections:
        if not one.zh and not one.en:
            raise RuleBroken(_("Name every section."))
        if max(len(one.zh), len(one.en)) > LONGEST_LABEL:
            raise RuleBroken(_("Shorten this to %(limit)d characters.") % {"limit": LONGEST_LABEL})
    placed = Counter(name for one in sections for name in one.fields)
    if set(placed) - set(placeable(noun)):
        raise RuleBroken(_("A section names a field that is not on this form."))
    if any(times > 1 for times in placed.values()):
        raise RuleBroken(_("A field stands in one section."))


def _keyed(sections: Sequence[SectionDraft]) -> list[dict[str, Any]]:
    """As they are kept: each with a key of its own that outlives renaming and moving."""
    taken = {one.key for one in sections}
    fresh = (key for key in (f"s{number}" for number in range(1, 1000)) if key not in taken)
    used: set[str] = set()
    found = []
    for one in sections:
        key = one.key if one.key and one.key not in used else next(fresh)
        used.add(key)
        found.append({"key": key, "zh": one.zh, "en": one.en, "fields": list(one.fields)})
    return found


def _told(row: FormArrangement) -> list[str]:
    return [f"{one['zh'] or one['en']}: {', '.join(one['fields'])}" for one in row.sections]


def _record(
    kind: str, noun: Noun[Any], before: list[str], after: list[str], actor: Actor, at: dt.datetime
) -> None:
    changes = {"sections": [before, after]}
    publish(Happening(kind, "form", None, changes, {"key": noun.key}), actor=actor, at=at)
