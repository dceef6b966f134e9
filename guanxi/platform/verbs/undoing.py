"""Taking back what a batch did, row by row, where nobody has touched the row since."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Share
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.registry import job
from guanxi.platform.money.amounts import Money
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import delete_record, restore_record, update_record
from guanxi.platform.verbs.carrying import for_each_row
from guanxi.platform.verbs.models import Batch, BatchRow
from guanxi.platform.verbs.rows import AT_ONCE, OnRow, act_on_some, outcome_of

UNDO_WITHIN = dt.timedelta(days=30)


@transaction.atomic
def undo_batch(batch: Batch, *, actor: Actor, at: dt.datetime) -> Batch:
    """The batch: taken back when its rows are few, else being taken back by a worker."""
    held = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if not may_undo(held, actor):
        raise Denied("batch.undo")
    if not is_undoable(held):
        raise RuleBroken(_("This cannot be undone now."))
    if at - held.created_at > UNDO_WITHIN:
        raise RuleBroken(_("This was done too long ago to be undone."))
    if held.rows.filter(outcome=BatchRow.Outcome.DONE).count() <= AT_ONCE:
        act_on_some(held, BatchRow.Outcome.DONE, _taking_back(held, actor))
        held.state = Batch.State.UNDONE
    else:
        held.state = Batch.State.UNDOING
        title = _("Undo")
        held.job = enqueue("batch.undo", {"batch": held.pk}, actor=actor, at=at, title=title)
    held.save(update_fields=["state", "job"])
    return held


def may_undo(batch: Batch, actor: Actor) -> bool:
    """Whether this actor may take the batch back: its maker, or an administrator."""
    is_own = batch.user_id is not None and batch.user_id == actor.user_id
    return not actor.is_read_only and (actor.is_administrator or is_own)


def is_undoable(batch: Batch) -> bool:
    """Whether the batch is over and was not taken back."""
    is_over = batch.state == Batch.State.DONE or (batch.job is not None and batch.job.is_finished)
    return is_over and batch.state not in {Batch.State.UNDOING, Batch.State.UNDONE}


@job("batch.undo", long=True)
def take_back(context: JobContext, batch: int) -> dict[str, Any]:
    """Take back every row that the batch changed; those changed since are kept."""
    found = Batch.objects.get(pk=batch)
    for_each_row(context, found, BatchRow.Outcome.DONE, _taking_back(found, context.actor))
    Batch.objects.filter(pk=found.pk).update(state=Batch.State.UNDONE)
    return {
        "undone": found.rows.filter(outcome=BatchRow.Outcome.UNDONE).count(),
        "kept": found.rows.filter(outcome=BatchRow.Outcome.KEPT).count(),
        "batch": found.pk,
    }


def _taking_back(batch: Batch, actor: Actor) -> OnRow:
    noun = noun_named(batch.noun)
    doer = replace(actor, batch=f"undo-{batch.code}")

    def undo(pk: int) -> None:
        undo_record(noun, pk, batch.code, actor=doer, at=timezone.now())

    def on_row(pk: int) -> tuple[str, str]:
        outcome, message = outcome_of(undo, pk)
        is_undone = outcome == BatchRow.Outcome.DONE
        return (BatchRow.Outcome.UNDONE, "") if is_undone else (BatchRow.Outcome.KEPT, message)

    return on_row


def undo_record(noun: Noun[Any], pk: int, code: str, *, actor: Actor, at: dt.datetime) -> None:
    """Take back what the batch ``code`` did to one record; refused when it was changed since."""
    facts = list(Fact.objects.filter(noun=noun.key, record_id=pk, batch=code).order_by("-pk"))
    if not facts:
        return
    _refuse_later_change(noun, pk, code, facts[0].pk)
    for fact in facts:
        what = fact.kind.rpartition(".")[2]
        revert = _REVERTS.get(what, _take_back_changes if fact.changes else _refuse)
        revert(noun, fact, actor, at)


def _refuse_later_change(noun: Noun[Any], pk: int, code: str, last: int) -> None:
    changing = ~Q(changes={}) | Q(kind__endswith=".deleted") | Q(kind__endswith=".restored")
    later = Fact.objects.filter(changing, noun=noun.key, record_id=pk, pk__gt=last)
    if later.exclude(batch=code).exists():
        raise RuleBroken(_("This was changed since and stays as it is."))


def _take_back_changes(noun: Noun[Any], fact: Fact, actor: Actor, at: dt.datetime) -> None:
    fields = noun.fields
    values = {
        name: pair[0]
        for name, pair in fact.changes.items()
        if name in fields and fields[name].editable
    }
    update_record(noun, _pk(fact), given_back(noun, values), actor=actor, at=at)


def given_back(noun: Noun[Any], values: dict[str, Any]) -> dict[str, Any]:
    """Stored values in the form in which they are given: money that knows it is in cents."""
    given = dict(values)
    for name, value in values.items():
        field = noun.field(name)
        if field.type == "money" and value is not None:
            given[name] = Money(value, field.currency)
    return given


def _take_back_creation(noun: Noun[Any], fact: Fact, actor: Actor, at: dt.datetime) -> None:
    delete_record(noun, _pk(fact), actor=actor, at=at)


def _take_back_deletion(noun: Noun[Any], fact: Fact, actor: Actor, at: dt.datetime) -> None:
    restore_record(noun, _pk(fact), actor=actor, at=at)


def _take_back_share(noun: Noun[Any], fact: Fact, actor: Actor, at: dt.datetime) -> None:
    held = Share.objects.filter(noun=noun.key, record_id=_pk(fact))
    held.filter(user=fact.data["user"], team=fact.data["team"]).delete()


def _refuse(noun: Noun[Any], fact: Fact, actor: Actor, at: dt.datetime) -> None:
    raise RuleBroken(_("What this did cannot be taken back."))


def _pk(fact: Fact) -> int:
    return int(fact.record_id or 0)


Revert = Callable[[Noun[Any], Fact, Actor, dt.datetime], None]
_REVERTS: dict[str, Revert] = {
    "created": _take_back_creation,
    "deleted": _take_back_deletion,
    "restored": _take_back_creation,
    "shared": _take_back_share,
    "updated": _take_back_changes,
}
