"""Taking back what one change did to a record."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Conflict, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.record import STANDING
from guanxi.platform.records.putting_back import put_back
from guanxi.platform.records.values import json_value
from guanxi.platform.records.writing import editable


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
    if STANDING in fact.changes and set(wanted) & {noun.board.by if noun.board else ""}:
        wanted[STANDING] = fact.changes[STANDING]
    # A conflict tells what stands against what, so closed fields must not come as far as that.
    known = {name: pair for name, pair in wanted.items() if _is_open(actor, noun, name)}
    if not known:
        raise RuleBroken(_("What this did cannot be taken back."))
    if not force:
        _refuse_changed_since(noun, record, known)
    if not all(noun.field(name).editable for name in known if name != STANDING):
        raise RuleBroken(_("What this did cannot be taken back."))
    was = {name: pair[0] for name, pair in known.items()}
    return put_back(noun, record, was, actor=actor, at=at)


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
