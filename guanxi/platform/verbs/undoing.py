"""Taking back what a batch did, row by row, where nobody has touched the row since."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.registry import job
from guanxi.platform.nouns.fields import Label
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import require, visible_to
from guanxi.platform.verbs.carrying import for_each_row
from guanxi.platform.verbs.many import is_made_by
from guanxi.platform.verbs.models import Batch, BatchRow
from guanxi.platform.verbs.rows import AT_ONCE, PLAIN, OnRow, act_on_some, mark_of, outcome_of
from guanxi.platform.verbs.taking_back import asks_by_itself, take_back_fact
from guanxi.platform.verbs.verb import verb_named

UNDO_WITHIN = dt.timedelta(days=30)
# What two rows did to one record is taken back from the end.
LAST_FIRST = "-id"


@transaction.atomic
def undo_batch(batch: Batch, *, actor: Actor, at: dt.datetime) -> Batch:
    """The batch: taken back when its rows are few, else being taken back by a worker."""
    held = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if not may_undo(held, actor):
        raise Denied("batch.undo")
    if stays := why_it_stays(held):
        raise RuleBroken(stays)
    if not is_undoable(held):
        raise RuleBroken(_("This cannot be undone now."))
    if at - held.created_at > UNDO_WITHIN:
        raise RuleBroken(_("This was done too long ago to be undone."))
    if held.rows.filter(outcome=BatchRow.Outcome.DONE).count() <= AT_ONCE:
        act_on_some(held, BatchRow.Outcome.DONE, _taking_back(held, actor), LAST_FIRST)
        held.state = Batch.State.UNDONE
    else:
        held.state = Batch.State.UNDOING
        title = _("Undo")
        held.job = enqueue("batch.undo", {"batch": held.pk}, actor=actor, at=at, title=title)
    held.save(update_fields=["state", "job"])
    return held


def may_undo(batch: Batch, actor: Actor) -> bool:
    """Whether this actor may take the batch back: its maker, or an administrator."""
    return not actor.is_read_only and (actor.is_administrator or is_made_by(actor, batch))


def is_undoable(batch: Batch) -> bool:
    """Whether the batch is over and was not taken back."""
    is_over = batch.state == Batch.State.DONE or (batch.job is not None and batch.job.is_finished)
    return is_over and batch.state not in {Batch.State.UNDOING, Batch.State.UNDONE}


def why_it_stays(batch: Batch) -> Label:
    """Why nothing of what the batch did can be undone, whoever asks; empty where it can."""
    return "" if batch.act in PLAIN else verb_named(batch.act, noun_named(batch.noun)).stays


@job("batch.undo", long=True)
def take_back(context: JobContext, batch: int) -> dict[str, Any]:
    """Take back every row that the batch changed; those changed since are kept."""
    found = Batch.objects.get(pk=batch)
    undo = _taking_back(found, context.actor)
    for_each_row(context, found, BatchRow.Outcome.DONE, undo, LAST_FIRST)
    Batch.objects.filter(pk=found.pk).update(state=Batch.State.UNDONE)
    return {
        "undone": found.rows.filter(outcome=BatchRow.Outcome.UNDONE).count(),
        "kept": found.rows.filter(outcome=BatchRow.Outcome.KEPT).count(),
        "batch": found.pk,
    }


def _taking_back(batch: Batch, actor: Actor) -> OnRow:
    doer = replace(actor, batch=f"undo-{batch.code}")

    def undo(pk: int) -> None:
        _undo_row(batch, pk, doer, timezone.now())

    def on_row(pk: int) -> tuple[str, str]:
        outcome, message = outcome_of(undo, pk)
        is_undone = outcome == BatchRow.Outcome.DONE
        return (BatchRow.Outcome.UNDONE, "") if is_undone else (BatchRow.Outcome.KEPT, message)

    return on_row


def _undo_row(batch: Batch, pk: int, actor: Actor, at: dt.datetime) -> None:
    """Take back what one row did, to its record and to others: all of it or nothing."""
    facts = list(Fact.objects.filter(batch=mark_of(batch, pk)).order_by("-pk"))
    if not facts:
        raise RuleBroken(_("Nothing was changed here."))
    _refuse_later_changes(batch, facts)
    for fact in facts:
        take_back_fact(fact, actor=actor, at=at)
    asked = {(fact.noun, fact.record_id) for fact in facts if asks_by_itself(fact)}
    changed = {(fact.noun, fact.record_id) for fact in facts} - asked
    for key, record in changed:
        _require_reach(batch, key, int(record or 0), actor)


def _refuse_later_changes(batch: Batch, facts: Sequence[Fact]) -> None:
    changing = ~Q(changes={}) | Q(kind__endswith=".deleted") | Q(kind__endswith=".restored")
    last = {(fact.noun, fact.record_id): fact.pk for fact in reversed(facts)}
    for (noun, record), pk in last.items():
        later = Fact.objects.filter(changing, noun=noun, record_id=record, pk__gt=pk)
        others = later.exclude(batch__startswith=f"{batch.code}/")
        if others.exclude(batch=f"undo-{batch.code}").exists():
            raise RuleBroken(_("This was changed since and stays as it is."))


def _require_reach(batch: Batch, key: str, pk: int, actor: Actor) -> None:
    """Refuse one who may not change the record as it was before.

    Asked when it is put back: an act may itself have taken it out of the actor's sight.
    """
    noun = noun_named(key)
    is_own = key == batch.noun and batch.act not in PLAIN
    action = verb_named(batch.act, noun).action if is_own else "edit"
    require(actor, noun.permission(action))
    if not visible_to(actor, noun, action).filter(pk=pk).exists():
        raise Denied(noun.permission(action))
