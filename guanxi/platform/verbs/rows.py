"""The rows of one act on many: written down, acted upon in short transactions, each answered."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Denied, Message, RuleBroken
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.writing import update_record
from guanxi.platform.verbs.models import Batch, BatchRow
from guanxi.platform.verbs.verb import run_verb, verb_named

EDIT, CELLS = "edit", "cells"
PLAIN = {EDIT, CELLS}
AT_ONCE = 50
OnRow = Callable[[int], tuple[str, str]]


def write_down(batch: Batch, ids: Iterable[int]) -> None:
    """Keep which rows are meant, in this order."""
    BatchRow.objects.bulk_create(BatchRow(batch=batch, record_id=pk) for pk in ids)


def act_on_all(batch: Batch, noun: Noun[Any], actor: Actor, at: dt.datetime) -> None:
    """Carry out a batch of no more than AT_ONCE rows in the caller's transaction."""
    act_on_some(batch, BatchRow.Outcome.WAITING, act_of(batch, noun, actor))
    batch.state, batch.finished_at = Batch.State.DONE, at
    batch.save(update_fields=["state", "finished_at"])


def act_on_some(
    batch: Batch, outcome: str, act: OnRow, order: str = "id", most: int = AT_ONCE
) -> int:
    """Call ``act`` for the next rows with ``outcome``, keeping what it answers; how many."""
    rows = list(batch.rows.filter(outcome=outcome).order_by(order)[:most])
    for row in rows:
        row.outcome, row.message = act(row.record_id)
    BatchRow.objects.bulk_update(rows, ["outcome", "message"])
    return len(rows)


def act_of(batch: Batch, noun: Noun[Any], actor: Actor) -> OnRow:
    """What the batch does to the row with a given id."""

    def on_row(pk: int) -> None:
        at, doer = timezone.now(), replace(actor, batch=mark_of(batch, pk))
        if batch.act == EDIT:
            update_record(noun, pk, batch.params, actor=doer, at=at)
        elif batch.act == CELLS:
            update_record(noun, pk, batch.params[str(pk)], actor=doer, at=at)
        else:
            run_verb(verb_named(batch.act, noun), pk, batch.params, actor=doer, at=at)

    return lambda pk: outcome_of(on_row, pk, _labels(batch, noun, pk))


def _labels(batch: Batch, noun: Noun[Any], pk: int) -> Mapping[str, Message]:
    """The fields that nobody looks at in this act: a fault of one of them has to name it."""
    if batch.act not in PLAIN:
        return {}
    given = batch.params if batch.act == EDIT else batch.params.get(str(pk), {})
    return {name: field.label for name, field in noun.fields.items() if name not in given}


def mark_of(batch: Batch, pk: int) -> str:
    """What marks the facts of one row, on whichever records they are."""
    return f"{batch.code}/{pk}"


def outcome_of(
    work: Callable[[int], None], pk: int, labels: Mapping[str, Message] | None = None
) -> tuple[str, str]:
    """What became of one row; a refusal takes back what the row's own work had changed."""
    try:
        with transaction.atomic():
            work(pk)
    except (RuleBroken, Denied, ObjectDoesNotExist) as refusal:
        return BatchRow.Outcome.REFUSED, reason_of(refusal, labels)
    return BatchRow.Outcome.DONE, ""


def in_a_row(reasons: Iterable[str]) -> str:
    """Several reasons as one line, by the marks of the reader's language."""
    return pgettext("between two reasons", "; ").join(reasons)


def reason_of(refusal: Exception, labels: Mapping[str, Message] | None = None) -> str:
    """Why a row was refused, for the person who asked; ``labels`` name the fields of its faults."""
    if isinstance(refusal, RuleBroken):
        faults = (_told(labels or {}, *one) for one in refusal.fields.items())
        return in_a_row(faults) or str(refusal.message)
    if isinstance(refusal, Denied):
        return _("You may see this but not change it.")
    return _("There is no such record.")


def _told(labels: Mapping[str, Message], name: str, fault: Message) -> str:
    if name not in labels:
        return str(fault)
    return _("%(field)s: %(fault)s") % {"field": labels[name], "fault": fault}
