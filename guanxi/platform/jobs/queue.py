"""Asking for work, and calling it off."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.registry import kind_named, teller_of

# The key of a job that waits for the one under way, which has begun without what is asked for.
FOLLOWING = ":next"


def enqueue(  # noqa: PLR0913 - what is asked for, by whom, and how often at once
    kind: str,
    args: Mapping[str, Any] | None = None,
    *,
    actor: Actor,
    at: dt.datetime,
    title: str = "",
    dedupe_key: str = "",
    follows: bool = False,
) -> Job:
    """The job, to be run from ``at`` on; it exists if and only if the caller's transaction commits.

    With a ``dedupe_key`` the unfinished job of that key is returned instead of a second one. With
    ``follows`` one that runs already does not count, as it may have read what has changed since:
    a single job is left that does the work again.
    """
    job = Job(
        kind=kind,
        lane=kind_named(kind).lane,
        title=title,
        args=dict(args or {}),
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name[:80],
        run_after=at,
        created_at=at,
        dedupe_key=dedupe_key,
    )
    if not dedupe_key:
        job.save(force_insert=True)
        return job
    if follows and _is_running(dedupe_key):
        job.dedupe_key = dedupe_key + FOLLOWING
    return _saved_or_twin(job)


@transaction.atomic
def cancel(job: Job, *, at: dt.datetime) -> None:
    """Ends a waiting job at once; a running one stops at its next check."""
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED)
    if not waiting.update(state=Job.State.CANCELLED, finished_at=at):
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel_requested=True)
    elif tell := teller_of(job.kind):
        tell(**job.args, at=at)


def unfinished(dedupe_key: str) -> Job | None:
    """The job of that key that waits or runs."""
    states = [Job.State.QUEUED, Job.State.RUNNING]
    return Job.objects.filter(dedupe_key=dedupe_key, state__in=states).first()


def try_again(job: Job, *, at: dt.datetime) -> None:
    """Puts a failed or cancelled job back in the queue; it goes on from its checkpoint."""
    ended = Job.objects.filter(pk=job.pk, state__in=[Job.State.FAILED, Job.State.CANCELLED])
    changed = ended.update(
        state=Job.State.QUEUED,
        run_after=at,
        attempts=0,
        cancel_requested=False,
        finished_at=None,
        error="",
        trace="",
    )
    if not changed:
        raise RuleBroken(_("Only a failed or cancelled job can be tried again."))


def _is_running(dedupe_key: str) -> bool:
    return Job.objects.filter(dedupe_key=dedupe_key, state=Job.State.RUNNING).exists()


def _saved_or_twin(job: Job) -> Job:
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        twin = unfinished(job.dedupe_key)
        # It may have ended between the two statements; then nothing stands in the way.
        if twin is None:
            job.save(force_insert=True)
        return twin or job
    return job
