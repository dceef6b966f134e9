"""The computation as a job: every night, and whenever somebody asks for it."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanxi.insight.aftermath import ask_for_what_follows, is_followed
from guanxi.insight.last_day import day_of_figures
from guanxi.platform.actors.actor import Actor
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.registry import job, scheduled

KIND = "insight.run"
RECALL = "insight.recall"
STEPS = 17


@job(KIND, retries=2, long=True, alone=True)
def compute(context: JobContext, **args: Any) -> dict[str, Any]:
    """Refresh the warehouse and compute every measure as of the day asked for, or that which holds.

    That is today, or the last day of books that have ended where the firm has chosen so.
    """
    # DuckDB and its kin cost 100 MB, which an idle worker need not hold.
    from guanxi.insight.contradiction import refusal_of
    from guanxi.insight.run import Order, run
    from guanxi.warehouse.data_tests import StarBroken

    at = timezone.now()
    asked = args.get("as_of")
    as_of = dt.date.fromisoformat(asked) if asked else day_of_figures(timezone.localdate(at))

    def tell(step: str) -> None:
        context.progress(context.done + 1, STEPS)
        context.check_cancelled()

    order = Order(as_of=as_of, overrides={}, fresh=bool(args.get("full")))
    try:
        finished = run(order, actor=context.actor, at=at, progress=tell)
    except StarBroken as broken:
        # All was read anew already: another try would find the same.
        raise refusal_of(broken) from broken
    if is_followed(as_of, at):
        ask_for_what_follows(actor=context.actor, at=at)
    return {
        "as_of": as_of.isoformat(),
        "profiles": finished.written.profiles,
        "reclassified": finished.written.reclassified,
        "seconds": finished.seconds,
    }


@job(RECALL, retries=2, long=True)
def recall_past(context: JobContext, months: int = 36) -> dict[str, Any]:
    """Rebuild the classes of so many past month ends, for days before what runs have kept."""
    from guanxi.insight.past.recalling import recall

    at = timezone.now()
    return {"measures": recall(months, at=at, today=timezone.localdate(at))}


def ask_for_run(*, actor: Actor, at: dt.datetime) -> Job:
    """The job that computes all measures; the one that waits when there is one already.

    One under way has read its parameters: another is left that computes again after it.
    """
    title = str(_("Compute customer value"))
    return enqueue(KIND, actor=actor, at=at, title=title, dedupe_key=KIND, follows=True)


scheduled("insight.nightly", kind=KIND, cron="10 2 * * *")
