"""Making, changing and retiring custom fields, in force at once and without a restart."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.definitions import (
    FieldDraft,
    draft_of,
    require_sound,
    written_draft,
)
from guanxi.platform.custom.indexing import ask_for_index
from guanxi.platform.custom.made import COMPUTED
from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.readers import refuse_read_by_others
from guanxi.platform.custom.results import settled
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.custom.searched import ask_for_words, keep_lines
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.administering import require_administrator


@transaction.atomic
def create_field(noun: str, draft: FieldDraft, *, actor: Actor, at: dt.datetime) -> CustomField:
    """A new field of ``noun``, on every list, form, import and endpoint from now on."""
    require_administrator(actor)
    require_sound(noun_named(noun), draft)
    said = settled(written_draft(noun_named(noun), draft))
    keep_lines(noun)
    row = CustomField.objects.create(noun=noun, **vars(said))
    keep_lines(noun)
    schema_changed()
    if row.is_indexed or row.is_unique:
        ask_for_index(row, actor)
    if row.type in COMPUTED:
        _ask_for_values(row, actor, at)
    _record("field.created", row, {"name": [None, row.name]}, actor, at)
    return row


@transaction.atomic
def change_field(
    row: CustomField, changes: Mapping[str, Any], *, actor: Actor, at: dt.datetime
) -> CustomField:
    """The field with some parts said anew; its stored values stay."""
    require_administrator(actor)
    _keep_line(row)
    before = draft_of(row)
    after = replace(before, **changes)
    require_sound(noun_named(row.noun), after, row)
    after = settled(written_draft(noun_named(row.noun), after))
    if _result(before) != _result(after):
        refuse_read_by_others(row)
    if after.is_unique and not before.is_unique:
        _refuse_doubles(row)
    for name, value in vars(after).items():
        setattr(row, name, value)
    row.save()
    keep_lines(row.noun)
    schema_changed()
    if _words(before) != _words(after):
        ask_for_words(row.noun, actor, at)
    if _index(before) != _index(after):
        ask_for_index(row, actor)
    if row.type in COMPUTED and before.settings != after.settings:
        _ask_for_values(row, actor, at)
    said = asdict(before)
    changed = {n: [said[n], v] for n, v in asdict(after).items() if said[n] != v}
    _record("field.changed", row, changed, actor, at)
    return row


@transaction.atomic
def retire_field(row: CustomField, *, actor: Actor, at: dt.datetime) -> CustomField:
    """The field, gone from every door; its values are kept and its name is free again."""
    require_administrator(actor)
    refuse_read_by_others(row)
    _keep_line(row)
    name = row.name
    row.name, row.retired_at = f"{name[:40]}-{row.pk}", at
    row.settings = {**row.settings, "retired_name": name}
    row.save()
    schema_changed()
    if row.is_indexed or row.is_unique:
        ask_for_index(row, actor)
    if row.is_searchable:
        ask_for_words(row.noun, actor, at)
    _record("field.retired", row, {"name": [name, None]}, actor, at)
    return row


@transaction.atomic
def revive_field(row: CustomField, *, actor: Actor, at: dt.datetime) -> CustomField:
    """A retired field, back with all its values."""
    require_administrator(actor)
    _keep_line(row)
    name = row.settings.get("retired_name", row.name)
    if row.retired_at is None or name in noun_named(row.noun).fields:
        raise RuleBroken(_("There is a field with this name already."))
    row.name, row.retired_at = name, None
    require_sound(noun_named(row.noun), draft_of(row))
    row.save()
    keep_lines(row.noun)
    schema_changed()
    if row.is_searchable:
        ask_for_words(row.noun, actor, at)
    if row.is_indexed or row.is_unique:
        ask_for_index(row, actor)
    _record("field.revived", row, {"name": [None, name]}, actor, at)
    return row


def _keep_line(row: CustomField) -> None:
    keep_lines(row.noun)
    row.refresh_from_db(fields=["search_line"])


def _words(draft: FieldDraft) -> object:
    """What its words in the index follow from; an option is found by its labels."""
    return draft.is_searchable and (True, draft.options)


def _result(draft: FieldDraft) -> str:
    return str(draft.settings.get("result", "number")) if draft.type in COMPUTED else draft.type


def _index(draft: FieldDraft) -> tuple[bool, bool, str]:
    """What the index is made by; numbers and texts compare differently."""
    is_wanted = draft.is_indexed or draft.is_unique
    return draft.is_indexed, draft.is_unique, _result(draft) if is_wanted else ""


def _refuse_doubles(row: CustomField) -> None:
    noun = noun_named(row.noun)
    values = noun.base().filter(deleted_at=None).annotate(held=noun.field(row.name).expression())
    doubles = values.exclude(held=None).values("held").annotate(times=Count("pk"))
    if doubles.filter(times__gt=1).order_by().exists():
        raise RuleBroken(_("Some records have the same value; make them differ first."))


def _ask_for_values(row: CustomField, actor: Actor, at: dt.datetime) -> None:
    args = {"noun": row.noun}
    key = f"recompute-{row.noun}-{row.pk}"
    enqueue("custom.recompute", args, actor=actor, at=at, dedupe_key=key)


def _record(
    kind: str, row: CustomField, changes: Mapping[str, Any], actor: Actor, at: dt.datetime
) -> None:
    data = {"noun": row.noun, "name": row.name}
    publish(Happening(kind, "field", row.pk, changes, data), actor=actor, at=at)
