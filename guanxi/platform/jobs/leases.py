"""Who may run a job now: taken, prolonged and given back with one guarded UPDATE each."""

import datetime as dt
from typing import Any
from uuid import uuid4

from django.db.models import F, Q, QuerySet

from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.registry import kinds_alone
from guanxi.platform.jobs.rules import LEASE

# A few, so that workers who look at the same moment need not look again.
CANDIDATES = 5


class LeaseLost(Exception):
    """Another run holds the job by now; whatever this one was doing must not count."""


def claim(lane: str, *, at: dt.datetime) -> Job | None:
    """The next due job of a lane, held for a minute; None when nothing is due.

    Works alike on every database, as it needs no row locks: of several who try, one changes
    the row.
    """
    due = _claimable(at).filter(lane=lane, run_after__lte=at).exclude(_is_held_up(at))
    for pk in due.order_by("run_after", "pk").values_list("pk", flat=True)[:CANDIDATES]:
        holder = uuid4().hex
        taken = (
            _claimable(at)
            .filter(pk=pk)
            .update(
                state=Job.State.RUNNING,
                lease_holder=holder,
                lease_until=at + LEASE,
                started_at=at,
                attempts=F("attempts") + 1,
            )
        )
        if taken:
            return Job.objects.get(pk=pk)
    return None


def prolong(job: Job, *, at: dt.datetime, **changes: Any) -> None:
    """Holds the job for another minute and saves ``changes``; LeaseLost when it is too late."""
    keep(job, lease_until=at + LEASE, **changes)


def keep(job: Job, **changes: Any) -> None:
    """Saves ``changes`` if this run still holds the job, else raises LeaseLost."""
    if not _held(job).update(**changes):
        raise LeaseLost(str(job))


def give_back(job: Job, *, at: dt.datetime) -> None:
    """Lets another worker take the job at once, as if this run had not been."""
    _held(job).update(
        state=Job.State.QUEUED,
        lease_holder="",
        lease_until=None,
        run_after=at,
        attempts=F("attempts") - 1,
    )


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, lease_holder=job.lease_holder, state=Job.State.RUNNING)


def _is_held_up(at: dt.datetime) -> Q:
    """Whether another job of the same kind runs, of which there may be one at a time."""
    running = Job.objects.filter(
        kind__in=kinds_alone(), state=Job.State.RUNNING, lease_until__gte=at
    )
    return Q(kind__in=running.values("kind"))


def _claimable(at: dt.datetime) -> QuerySet[Job]:
    abandoned = Q(state=Job.State.RUNNING, lease_until__lt=at)
    return Job.objects.filter(Q(state=Job.State.QUEUED) | abandoned)
