"""Making, changing and retiring custom record types."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import SCOPES, Actor
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import Grant
from guanxi.platform.boards.standing import stand_by_history
from guanxi.platform.custom.graph import graph
from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.readers import refuse_noun_read_by_others
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.errors import Message, RuleBroken
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import ACTIONS, Noun
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.rights.administering import require_administrator

KEY = re.compile(r"[a-z][a-z0-9_]{1,38}$")
# Words that stand in addresses and in the names of facts.
RESERVED = {
    *("user", "team", "role", "rule", "key", "field", "noun", "webhook", "job", "static", "api"),
    # Pages and addresses that no record type may stand in the way of.
    *("new", "settings", "insight", "palette", "notices", "batches", "imports", "exports", "files"),
    *("bin", "work", "pick", "live", "keys", "create", "welcome", "oidc", "duplicates", "language"),
}
SETTINGS = {"columns", "board", "calendar", "sort", "closed"}
# The types of field that each part of a board or calendar takes.
FITTING = {
    ("board", "by"): ("choice", "relation", "user"),
    ("board", "total"): ("money", "number"),
    ("board", "weighted"): ("money", "number"),
    ("calendar", "start"): ("date", "datetime"),
    ("calendar", "end"): ("date", "datetime"),
}
MOST_NOUNS = 200


@dataclass(frozen=True)
class NounDraft:
    """Everything an administrator can say of a record type.

    ``settings`` may hold columns, sort, board {by, total} and calendar {start, end} by field
    name, and closed: the stages of the board where work is over.
    ``open_to`` maps a role's id to the scope over which it gets every right.
    """

    key: str
    label_zh: str
    label_en: str = ""
    plural_en: str = ""
    icon: str = "rows"
    settings: dict[str, Any] = field(default_factory=dict)


PARTS = tuple(one.name for one in fields(NounDraft))


@transaction.atomic
def create_noun(
    draft: NounDraft, open_to: Mapping[int, str], *, actor: Actor, at: dt.datetime
) -> CustomNoun:
    """A new record type with its list, form, import and endpoint, open to the given roles."""
    require_administrator(actor)
    _require_sound(draft, None)
    row = CustomNoun.objects.create(**vars(draft))
    for role, scope in open_to.items():
        if scope not in SCOPES:
            raise RuleBroken(_("There is no such right."))
        Grant.objects.bulk_create(
            Grant(role_id=role, permission=f"{row.key}.{action}", scope=scope) for action in ACTIONS
        )
    rights_changed()
    schema_changed()
    _record("noun.created", row, {"key": [None, row.key]}, actor, at)
    return row


@transaction.atomic
def create_noun_like(draft: NounDraft, like: str, *, actor: Actor, at: dt.datetime) -> CustomNoun:
    """A new record type with which each role may do what it may with the record type ``like``.

    Where ``like`` is empty, administrators alone work with it until somebody says otherwise.
    """
    row = create_noun(draft, {}, actor=actor, at=at)
    held = {f"{like}.{action}": f"{row.key}.{action}" for action in ACTIONS}
    grants = Grant.objects.filter(permission__in=list(held))
    Grant.objects.bulk_create(
        Grant(role_id=one.role_id, permission=held[one.permission], scope=one.scope)
        for one in grants
    )
    rights_changed()
    return row


@transaction.atomic
def change_noun(
    row: CustomNoun, changes: Mapping[str, Any], *, actor: Actor, at: dt.datetime
) -> CustomNoun:
    """The record type with some parts said anew; its key stays."""
    require_administrator(actor)
    before = {part: getattr(row, part) for part in PARTS}
    after = {**before, **{k: v for k, v in changes.items() if k != "key"}}
    _require_sound(NounDraft(**after), row)
    for part, value in after.items():
        setattr(row, part, value)
    row.save()
    schema_changed()
    if _board_by(after) != _board_by(before):
        stand_by_history(noun_named(row.key))
    changed = {part: [before[part], after[part]] for part in PARTS if before[part] != after[part]}
    _record("noun.changed", row, changed, actor, at)
    return row


def _board_by(parts: Mapping[str, Any]) -> str:
    """The field that the board of a record type goes by; nothing where it has none."""
    return str((parts["settings"].get("board") or {}).get("by", ""))


@transaction.atomic
def retire_noun(row: CustomNoun, *, actor: Actor, at: dt.datetime) -> CustomNoun:
    """The record type, gone from every door; its records are kept and come back with it."""
    require_administrator(actor)
    pointing = CustomField.objects.filter(retired_at=None, settings__target=row.key)
    pointing = pointing.exclude(noun=row.key)
    if pointing.exists():
        raise RuleBroken(
            _("The field “%(name)s” points here; retire it first.") % {"name": pointing[0].name}
        )
    refuse_noun_read_by_others(row)
    row.retired_at = at
    row.save(update_fields=["retired_at"])
    schema_changed()
    _record("noun.retired", row, {"key": [row.key, None]}, actor, at)
    return row


@transaction.atomic
def revive_noun(row: CustomNoun, *, actor: Actor, at: dt.datetime) -> CustomNoun:
    """A retired record type, back with all its records."""
    require_administrator(actor)
    row.retired_at = None
    row.save(update_fields=["retired_at"])
    schema_changed()
    for noun in {row.key, *(one.noun for one in graph().rollups_over(row.key))}:
        enqueue("custom.recompute", {"noun": noun}, actor=actor, at=at)
    _record("noun.revived", row, {"key": [None, row.key]}, actor, at)
    return row


def _require_sound(draft: NounDraft, present: CustomNoun | None) -> None:
    problems: dict[str, Message] = {}
    taken = draft.key in nouns() or CustomNoun.objects.filter(key=draft.key).exists()
    if not KEY.match(draft.key) or draft.key in RESERVED:
        problems["key"] = _("Use small Latin letters, digits and _, beginning with a letter.")
    elif present is None and taken:
        problems["key"] = _("There is a record type with this key already.")
    if not draft.label_zh.strip() and not draft.label_en.strip():
        problems["label_zh"] = _("Name the record type.")
    if present is None and CustomNoun.objects.count() >= MOST_NOUNS:
        problems["key"] = _("There are 200 record types already; retire one first.")
    noun = noun_named(draft.key) if present is not None else None
    if not _are_sound_settings(draft.settings, noun):
        problems["settings"] = _("Board, calendar and columns name fields of the record type.")
    if problems:
        raise RuleBroken(_("Some values need attention."), problems)


def _are_sound_settings(settings: Mapping[str, Any], noun: Noun[Any] | None) -> bool:
    if not settings:
        return True
    if noun is None or set(settings) - SETTINGS:
        return False
    fields = noun.fields
    board, calendar = settings.get("board") or {}, settings.get("calendar") or {}
    parts = {("board", name): value for name, value in board.items()}
    parts |= {("calendar", name): value for name, value in calendar.items()}
    if not all(part in FITTING for part in parts):
        return False
    if (board and not board.get("by")) or (calendar and not calendar.get("start")):
        return False
    if not set(settings.get("closed", ())) <= _stages(fields, board):
        return False
    columns = [*settings.get("columns", ()), *filter(None, [settings.get("sort", "").lstrip("-")])]
    return all(name in fields for name in columns) and all(
        name in fields and fields[name].type in FITTING[part]
        for part, name in parts.items()
        if name
    )


def _stages(fields: Mapping[str, Field], board: Mapping[str, str]) -> set[str]:
    by = fields.get(board.get("by", ""))
    return set(by.options) if by is not None else set()


def _record(
    kind: str, row: CustomNoun, changes: Mapping[str, Any], actor: Actor, at: dt.datetime
) -> None:
    publish(Happening(kind, "noun", row.pk, changes, {"key": row.key}), actor=actor, at=at)
