"""One act on many rows: as a job, in short transactions, with the outcome of every row kept."""

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.registry import job
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.intake import read_values
from guanxi.platform.records.reading import ListQuery, matching
from guanxi.platform.records.writing import update_record
from guanxi.platform.rights.visibility import require
from guanxi.platform.verbs.models import Batch, BatchRow
from guanxi.platform.verbs.params import read_params
from guanxi.platform.verbs.verb import run_verb, verb_named

EDIT = "edit"
CHOOSE_AT_ONCE = 2_000
ACT_AT_ONCE = 50
MOST_BY_HAND = 10_000


@dataclass(frozen=True)
class Chosen:
    """The rows meant: those ticked by hand, or all that match filter and text."""

    ids: tuple[int, ...] = ()
    filter: Mapping[str, Any] | None = None
    text: str = ""


@transaction.atomic
def run_verb_on_many(
    act: str,
    noun: Noun[Any],
    chosen: Chosen,
    given: Mapping[str, Any],
    *,
    actor: Actor,
    at: dt.datetime,
) -> Batch:
    """The batch that a worker carries out; refused now where no row could succeed.

    ``act`` is the name of a verb, or "edit" with ``given`` holding the new values by field.
    """
    _require_sound(act, noun, chosen, given, actor)
    batch = Batch.objects.create(
        code=secrets.token_hex(8),
        noun=noun.key,
        act=act,
        params=dict(given),
        chosen=asdict(chosen),
        user_id=actor.user_id,
        actor_name=actor.name[:80],
        created_at=at,
    )
    title = f"{act_label(act, noun)} · {noun.plural}"
    work = enqueue("batch.run", {"batch": batch.pk}, actor=actor, at=at, title=title)
    batch.job = work
    batch.save(update_fields=["job"])
    return batch


def act_label(act: str, noun: Noun[Any]) -> str:
    """What an act on many rows is called."""
    return _("Change") if act == EDIT else str(verb_named(act, noun).label)


def outcomes(batch: Batch) -> dict[str, int]:
    """How many rows of the batch had each outcome."""
    names = BatchRow.Outcome.values
    return {name: batch.rows.filter(outcome=name).count() for name in names}


def _require_sound(
    act: str, noun: Noun[Any], chosen: Chosen, given: Mapping[str, Any], actor: Actor
) -> None:
    if not chosen.ids and chosen.filter is None and not chosen.text:
        raise RuleBroken(_("Choose at least one row."))
    if len(chosen.ids) > MOST_BY_HAND:
        raise RuleBroken(_("Choose fewer rows, or all that match."))
    if act == EDIT:
        require(actor, noun.permission("edit"))
        read_values(noun, given, actor, is_new=False)
        return
    one = verb_named(act, noun)
    require(actor, one.permission)
    read_params(one.params, one.signature[2], given, actor)


@job("batch.run", long=True)
def carry_out(context: JobContext, batch: int) -> dict[str, Any]:
    """Choose the rows, then act on each; goes on where an earlier run stopped."""
    found = Batch.objects.get(pk=batch)
    noun = noun_named(found.noun)
    actor = replace(context.actor, batch=found.code)
    _choose(context, found, noun)
    Batch.objects.filter(pk=found.pk).update(state=Batch.State.RUNNING)
    act = _act(found, noun, actor)
    for_each_row(context, found, BatchRow.Outcome.WAITING, act)
    Batch.objects.filter(pk=found.pk).update(state=Batch.State.DONE, finished_at=timezone.now())
    return outcomes(found)


def _choose(context: JobContext, batch: Batch, noun: Noun[Any]) -> None:
    """Write down the rows that are meant, as they are when the work begins."""
    chosen = Chosen(**batch.chosen)
    query = ListQuery(filter=chosen.filter or {}, text=chosen.text)
    is_in_bin = batch.act != EDIT and verb_named(batch.act, noun).in_bin
    # Ticked rows are acted upon one by one, so that an unseen one is refused by name.
    ticked = noun.base().filter(pk__in=chosen.ids)
    rows = ticked if chosen.ids or is_in_bin else matching(context.actor, noun, query)
    while not context.state.get("is_chosen"):
        context.check_cancelled()
        beyond = rows.filter(pk__gt=context.state.get("last", 0)).order_by("pk")
        ids = list(beyond.values_list("pk", flat=True)[:CHOOSE_AT_ONCE])
        with transaction.atomic():
            BatchRow.objects.bulk_create(BatchRow(batch=batch, record_id=pk) for pk in ids)
            last = ids[-1] if ids else context.state.get("last", 0)
            context.checkpoint({"last": last, "is_chosen": len(ids) < CHOOSE_AT_ONCE})


def for_each_row(
    context: JobContext, batch: Batch, outcome: str, act: Callable[[int], tuple[str, str]]
) -> None:
    """Call ``act`` for every row with ``outcome``, keeping the outcome and message it answers."""
    left = batch.rows.filter(outcome=outcome)
    context.progress(batch.rows.count() - left.count(), batch.rows.count())
    while True:
        context.check_cancelled()
        with transaction.atomic():
            rows = list(left.order_by("id")[:ACT_AT_ONCE])
            for row in rows:
                row.outcome, row.message = act(row.record_id)
            BatchRow.objects.bulk_update(rows, ["outcome", "message"])
            context.progress(context.done + len(rows))
            context.checkpoint(context.state)
        if len(rows) < ACT_AT_ONCE:
            return


def _act(batch: Batch, noun: Noun[Any], actor: Actor) -> Callable[[int], tuple[str, str]]:
    def on_row(pk: int) -> None:
        at = timezone.now()
        if batch.act == EDIT:
            update_record(noun, pk, batch.params, actor=actor, at=at)
        else:
            run_verb(verb_named(batch.act, noun), pk, batch.params, actor=actor, at=at)

    return lambda pk: outcome_of(on_row, pk)


def outcome_of(work: Callable[[int], None], pk: int) -> tuple[str, str]:
    """What became of one row; a refusal takes back what the row's own work had changed."""
    try:
        with transaction.atomic():
            work(pk)
    except (RuleBroken, Denied, ObjectDoesNotExist) as refusal:
        return BatchRow.Outcome.REFUSED, reason_of(refusal)
    return BatchRow.Outcome.DONE, ""


def reason_of(refusal: Exception) -> str:
    """Why a row was refused, for the person who asked."""
    if isinstance(refusal, RuleBroken):
        return "；".join(map(str, refusal.fields.values())) or str(refusal.message)
    if isinstance(refusal, Denied):
        return _("You may see this but not change it.")
    return _("There is no such record.")
