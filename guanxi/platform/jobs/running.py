"""Running one job from claim to end."""

import datetime as dt
import threading
import traceback
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from guanxi.platform.actors.actor import SYSTEM, Actor, Kind
from guanxi.platform.actors.compiling import actor_for_key, actor_for_user
from guanxi.platform.actors.models import ApiKey, User
from guanxi.platform.disk import refusal_of_disk
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.jobs.context import Cancelled, JobContext, Stopping
from guanxi.platform.jobs.leases import LeaseLost, claim, give_back, keep
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.pulse import Pulse
from guanxi.platform.jobs.registry import JobKind, kind_named, teller_of_failure
from guanxi.platform.jobs.rules import pause_after
from guanxi.platform.nouns.extension import extension

TRACE_CHARACTERS = 8_000


def run_next(lane: str, stopping: threading.Event) -> bool:
    """Runs the next due job of a lane, with a heartbeat; False when nothing is due."""
    job = claim(lane, at=timezone.now())
    if job:
        run(job, stopping)
    return job is not None


def run_all_now(at: dt.datetime) -> int:
    """Runs every job due at ``at`` in this thread, without heartbeat; how many there were."""
    count = 0
    for lane in Job.Lane.values:
        while job := claim(lane, at=at):
            run(job, None)
            count += 1
    return count


def run(job: Job, stopping: threading.Event | None) -> None:
    """Runs a claimed job and notes what came of it."""
    # A run that lost its lease leaves no trace: the one that holds the job goes on.
    with suppress(LeaseLost), _speaking_to(job):
        _attempt(job, stopping)


def _speaking_to(job: Job) -> AbstractContextManager[None]:
    """Say what comes of it, a refusal too, in the language of whoever asked."""
    person = job.actor_id if job.actor_kind == "person" else None
    language = person and User.objects.filter(pk=person).values_list("language", flat=True).first()
    return override(language) if language else nullcontext()


def _attempt(job: Job, stopping: threading.Event | None) -> None:
    try:
        extension().refresh()
        kind, actor = _runnable(job), _actor(job)
        context = JobContext(job, actor, job.checkpoint, job.done_count, job.total_count)
        with override(actor.language), Pulse(context, stopping) if stopping else nullcontext():
            _work(kind, context)
    except Stopping:
        give_back(job, at=timezone.now())
    except Cancelled:
        _end(job, Job.State.CANCELLED)
    except (RuleBroken, Denied) as refusal:
        _end(job, Job.State.FAILED, error=str(refusal))
    except LeaseLost:
        raise
    except Exception as error:  # noqa: BLE001 - the edge of the worker: kept, and tried again
        _failed(job, error)


def _runnable(job: Job) -> JobKind:
    kind = kind_named(job.kind)
    if job.attempts > kind.retries + 1:
        raise RuleBroken(
            _("The worker died %(count)s times over this.") % {"count": job.attempts - 1}
        )
    return kind


def _actor(job: Job) -> Actor:
    """The one who asked, with the rights of this moment."""
    if job.actor_kind == "person":
        user = User.objects.get(pk=job.actor_id or 0)
        if not user.is_active:
            raise RuleBroken(_("%(name)s may no longer sign in.") % {"name": user.name})
        return actor_for_user(user)
    if job.actor_kind == "key":
        return actor_for_key(ApiKey.objects.get(pk=job.actor_id or 0))
    return SYSTEM


def _work(kind: JobKind, context: JobContext) -> None:
    whole = transaction.atomic() if kind.atomic else nullcontext()
    with whole:
        result = kind.work(context, **context.job.args)
        context.job.done_count, context.job.total_count = context.done, context.total
        _end(context.job, Job.State.DONE, result=result or {}, error="", trace="")


def _failed(job: Job, error: Exception) -> None:
    at, full = timezone.now(), refusal_of_disk(error)
    told = str(full) if full else f"{type(error).__name__}: {error}"
    trace = "".join(traceback.format_exception(error))[-TRACE_CHARACTERS:]
    if job.attempts > _retries(job):
        _end(job, Job.State.FAILED, error=told, trace=trace)
        return
    again = at + pause_after(job.attempts)
    keep(job, state=Job.State.QUEUED, run_after=again, error=told, trace=trace)


def _retries(job: Job) -> int:
    try:
        return kind_named(job.kind).retries
    except LookupError:
        return 0


def _end(job: Job, state: Job.State, **changes: Any) -> None:
    at = timezone.now()
    with transaction.atomic():
        keep(
            job,
            state=state,
            done_count=job.done_count,
            total_count=job.total_count,
            finished_at=at,
            **changes,
        )
        teller = teller_of_failure(job.kind) if state == Job.State.FAILED else None
        if teller:
            # What has a trace is a fault of ours, and nothing that people could mend.
            why = "" if changes.get("trace") else changes["error"]
            teller(**job.args, why=why, at=at)
        _tell(job, state, at)


def _tell(job: Job, state: Job.State, at: dt.datetime) -> None:
    """Whoever asked hears of the end; the system hears of its own failures only."""
    if job.actor_kind == SYSTEM.kind and state == Job.State.DONE:
        return
    said = {"kind": job.kind, "title": job.title}
    asker = replace(SYSTEM, kind=cast(Kind, job.actor_kind), id=job.actor_id, name=job.actor_name)
    publish(Happening(f"job.{state}", "job", job.pk, data=said), actor=asker, at=at)
