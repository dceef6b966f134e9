"""What happened to a record: who changed which field from what to what, and taking it back."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Conflict, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.fields import Field, Label
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.putting_back import put_back
from guanxi.platform.records.titles import Titles, titles
from guanxi.platform.records.values import json_value, masked, readable_fields
from guanxi.platform.records.wording import in_words
from guanxi.platform.records.writing import editable
from guanxi.platform.rights.visibility import visible_to


@dataclass(frozen=True)
class Change:
    """One field of one entry, before and after in words."""

    name: str
    label: Label
    before: str
    after: str
    can_revert: bool


@dataclass(frozen=True)
class Entry:
    """One thing that happened, with the changes that this actor may read."""

    fact: Fact
    what: str
    changes: Sequence[Change]


def history_of(
    actor: Actor, noun: Noun[Any], pk: int, *, before_fact: int | None = None, limit: int = 50
) -> list[Entry]:
    """The latest entries, newest first; DoesNotExist when the actor cannot see the record."""
    visible_to(actor, noun, with_deleted=True).values_list("pk").get(pk=pk)
    facts = Fact.objects.filter(noun=noun.key, record_id=pk).order_by("-pk")
    if before_fact is not None:
        facts = facts.filter(pk__lt=before_fact)
    found = list(facts[:limit])
    fields = readable_fields(actor, noun)
    named = _titles(actor, fields, found)
    return [_entry(actor, noun, fields, fact, named) for fact in found]


@transaction.atomic
def revert_fact(
    actor: Actor,
    noun: Noun[Any],
    fact: Fact,
    names: Sequence[str] = (),
    *,
    at: dt.datetime,
    force: bool = False,
) -> Any:
    """The record with the fields of one entry as they were before it.

    Conflict when a field was changed again since, unless ``force``.
    """
    record = editable(noun, int(fact.record_id or 0), actor)
    wanted = {name: pair for name, pair in fact.changes.items() if not names or name in names}
    # A conflict tells what stands against what, so closed fields must not come as far as that.
    known = {name: pair for name, pair in wanted.items() if _is_open(actor, noun, name)}
    if not known:
        raise RuleBroken(_("What this did cannot be taken back."))
    if not force:
        _refuse_changed_since(noun, record, known)
    if not all(noun.field(name).editable for name in known):
        raise RuleBroken(_("What this did cannot be taken back."))
    was = {name: pair[0] for name, pair in known.items()}
    return put_back(noun, record, was, actor=actor, at=at)


def what_happened(noun: Noun[Any], kind: str) -> str:
    """A fact's kind in words: "created", "changed", or its own name."""
    what = kind.rpartition(".")[2]
    words = {
        "created": pgettext("history", "created"),
        "updated": pgettext("history", "changed"),
        "deleted": pgettext("history", "moved to the recycle bin"),
        "restored": pgettext("history", "restored"),
        "shared": pgettext("history", "shared"),
        "unshared": pgettext("history", "no longer shared"),
        "imported": pgettext("history", "imported"),
        "merged": pgettext("history", "merged"),
    }
    return words.get(what, what.replace("_", " "))


def _is_open(actor: Actor, noun: Noun[Any], name: str) -> bool:
    return name in noun.fields and actor.field_mode(noun.key, name) == "full"


def _refuse_changed_since(noun: Noun[Any], record: Any, wanted: dict[str, Any]) -> None:
    differences = {}
    for name, (before, after) in wanted.items():
        present = json_value(noun.field(name).value_of(record))
        if present != after:
            differences[name] = {"was": after, "theirs": present, "yours": before}
    if differences:
        raise Conflict(_("Somebody else changed this meanwhile."), differences)


def _entry(
    actor: Actor, noun: Noun[Any], fields: dict[str, Field], fact: Fact, named: Titles
) -> Entry:
    changes = [
        _change(actor, noun, fields[name], pair, named)
        for name, pair in fact.changes.items()
        if name in fields
    ]
    return Entry(fact, what_happened(noun, fact.kind), changes)


def _change(
    actor: Actor, noun: Noun[Any], field: Field, pair: Sequence[Any], named: Titles
) -> Change:
    mode = actor.field_mode(noun.key, field.name)
    if mode == "masked":
        before, after = (masked(field, value) or "" for value in pair)
    else:
        before, after = (in_words(field, value, named) for value in pair)
    can_revert = mode == "full" and field.editable and actor.may(noun.permission("edit"))
    return Change(field.name, field.label, before, after, can_revert)


def _titles(actor: Actor, fields: dict[str, Field], facts: Sequence[Fact]) -> Titles:
    wanted: dict[str, set[int]] = {}
    for fact in facts:
        for name, pair in fact.changes.items():
            field = fields.get(name)
            if field is not None and field.named_by:
                wanted.setdefault(field.named_by, set()).update(int(one) for one in pair if one)
    return {target: titles(actor, target, ids) for target, ids in wanted.items()}
