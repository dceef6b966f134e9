"""Imports as jobs: run and undone in the background, gone on with after a crash."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.imports.ledger import stop
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.imports.noun_recipe import recipe_named
from guanxi.platform.imports.report import report_of
from guanxi.platform.imports.running import run_import, tell_of_records
from guanxi.platform.imports.undo import undo_import
from guanxi.platform.jobs.context import Cancelled, JobContext
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.queue import cancel, enqueue, unfinished
from guanxi.platform.jobs.registry import job

RUN, UNDO = "import.run", "import.undo"


@transaction.atomic
def start_import(run: ImportRun, *, actor: Actor, at: dt.datetime) -> Job:
    """The job that will run an import that was agreed to, or go on with it."""
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.RUNNING, error="")
    return _enqueued(RUN, run, actor, at)


@transaction.atomic
def call_off_import(run: ImportRun, *, actor: Actor, at: dt.datetime) -> None:
    """Stop an import after the rows at hand, or at once while none are; what is in stays."""
    recipe_named(run.target).require(actor)
    if run.state != ImportRun.State.RUNNING:
        raise RuleBroken(_("This import does not run any more."))
    if job := unfinished(_key(RUN, run)):
        cancel(job, at=at)
    else:
        # A command runs it, or its job failed for good; the command ends at its next step.
        stop_waiting(run=run.pk, at=at)


def is_called_off(run: ImportRun) -> bool:
    """Whether the run is about to stop because somebody called it off."""
    job = unfinished(_key(RUN, run)) if run.state == ImportRun.State.RUNNING else None
    return job is not None and job.cancel_requested


def stop_waiting(*, run: int, at: dt.datetime) -> None:
    """Mark an import that nobody works on as called off."""
    found = ImportRun.objects.filter(pk=run, state=ImportRun.State.RUNNING).first()
    if found:
        stop(found, _called_off(found), at=at)


def stop_failed(*, run: int, why: str, at: dt.datetime) -> None:
    """Mark an import whose job failed for good as stopped, so that it can be gone on with."""
    found = ImportRun.objects.filter(pk=run, state=ImportRun.State.RUNNING).first()
    if found:
        stop(found, why or _broke_off(), at=at)


def leave_failed(*, run: int, why: str, at: dt.datetime) -> None:
    """Put an import whose undoing failed for good back to where it stood before, and say so."""
    ImportRun.objects.filter(pk=run, state=ImportRun.State.UNDOING).update(
        error=why or _broke_off()
    )
    leave_undone(run=run, at=at)


def leave_undone(*, run: int, at: dt.datetime) -> None:
    """Put an import back to where it stood before it was to be undone."""
    found = ImportRun.objects.filter(pk=run, state=ImportRun.State.UNDOING)
    for one in found:
        # Only a run that came to its end knows the oddities of its whole file.
        ended = ImportRun.State.DONE if "file" in one.report else ImportRun.State.STOPPED
        found.update(state=ended)


@transaction.atomic
def start_undo(run: ImportRun, *, actor: Actor, at: dt.datetime) -> Job:
    """The job that will take an import out of the books."""
    return _enqueued(UNDO, run, actor, at)


@job(RUN, long=True, called_off=stop_waiting, failed=stop_failed)
def import_file(context: JobContext, *, run: int) -> dict[str, Any]:
    """Runs one import; a repeated run goes on from the last batch."""
    found = ImportRun.objects.get(pk=run)
    if found.state == ImportRun.State.DONE:
        return report_of(found)

    def step(moved: ImportRun) -> None:
        context.progress(moved.read)
        context.check_cancelled()

    try:
        return report_of(run_import(found, actor=context.actor, at=timezone.now(), step=step))
    except Cancelled:
        now = timezone.now()
        with transaction.atomic():
            stop(found, _called_off(found), at=now)
            tell_of_records(found, recipe_named(found.target), context.actor, now)
        raise


@job(UNDO, long=True, called_off=leave_undone, failed=leave_failed)
def undo_file(context: JobContext, *, run: int) -> dict[str, Any]:
    """Takes one import out of the books; a repeated run does what is left."""
    found = ImportRun.objects.get(pk=run)
    if found.state != ImportRun.State.UNDONE:
        undo_import(found, actor=context.actor, at=timezone.now())
    return dict(found.report.get("undone", {}))


def _enqueued(kind: str, run: ImportRun, actor: Actor, at: dt.datetime) -> Job:
    title, key = run.file_name, _key(kind, run)
    return enqueue(kind, {"run": run.pk}, actor=actor, at=at, title=title, dedupe_key=key)


def _key(kind: str, run: ImportRun) -> str:
    return f"{kind}:{run.pk}"


def _called_off(run: ImportRun) -> str:
    if run.options.get("dry_run"):
        return _("Called off. Nothing has been changed.")
    return _("Called off. What was taken so far is in the books; it can be undone as a whole.")


def _broke_off() -> str:
    return _("This broke off through a fault of the program. Try again, or tell an administrator.")
