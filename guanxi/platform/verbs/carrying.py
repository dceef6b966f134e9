"""The worker's part of an act on many rows: choose them, act on each, go on where it stopped."""

import time
from typing import Any

from django.db import transaction
from django.utils import timezone

from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.registry import job
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.pace import Pace
from guanxi.platform.verbs.many import outcomes, rows_meant
from guanxi.platform.verbs.models import Batch, BatchRow
from guanxi.platform.verbs.rows import AT_ONCE, OnRow, act_of, act_on_some, write_down

CHOOSE_AT_ONCE = 2_000
# Each row is a whole act with its fact and index: a few of them make a transaction.
FIRST, SMALLEST = 10, 2


@job("batch.run", long=True)
def carry_out(context: JobContext, batch: int) -> dict[str, Any]:
    """Choose the rows, then act on each; goes on where an earlier run stopped."""
    found = Batch.objects.get(pk=batch)
    noun = noun_named(found.noun)
    _choose(context, found)
    Batch.objects.filter(pk=found.pk).update(state=Batch.State.RUNNING)
    for_each_row(context, found, BatchRow.Outcome.WAITING, act_of(found, noun, context.actor))
    Batch.objects.filter(pk=found.pk).update(state=Batch.State.DONE, finished_at=timezone.now())
    return {**outcomes(found), "batch": found.pk}


def _choose(context: JobContext, batch: Batch) -> None:
    """Write down the rows that are meant, as they are when the work begins."""
    rows = rows_meant(batch, noun_named(batch.noun), context.actor)
    while not context.state.get("is_chosen"):
        context.check_cancelled()
        beyond = rows.filter(pk__gt=context.state.get("last", 0))
        ids = list(beyond.values_list("pk", flat=True)[:CHOOSE_AT_ONCE])
        with transaction.atomic():
            write_down(batch, ids)
            last = ids[-1] if ids else context.state.get("last", 0)
            context.checkpoint({"last": last, "is_chosen": len(ids) < CHOOSE_AT_ONCE})


def for_each_row(
    context: JobContext, batch: Batch, outcome: str, act: OnRow, order: str = "id"
) -> None:
    """Call ``act`` for every row with ``outcome``, keeping the outcome and message it answers."""
    total = batch.rows.count()
    context.progress(total - batch.rows.filter(outcome=outcome).count(), total)
    pace, is_over = Pace(FIRST, SMALLEST, AT_ONCE), False
    while not is_over:
        context.check_cancelled()
        began = time.monotonic()
        with transaction.atomic():
            count = act_on_some(batch, outcome, act, order, pace.rows)
            context.progress(context.done + count)
            context.checkpoint(context.state)
        is_over = count < pace.rows
        pace.learn(count, time.monotonic() - began)
        pace.rest()
