"""Imports as jobs: run and undone in the background, gone on with after a crash."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.imports.ledger import stop
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.imports.report import report_of
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.undo import undo_import
from guanxi.platform.jobs.context import Cancelled, JobContext
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.registry import job

RUN, UNDO = "import.run", "import.undo"


@transaction.atomic
def start_import(run: ImportRun, *, actor: Actor, at: dt.datetime) -> Job:
    """The job that will run an import that was agreed to, or go on with it."""
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.RUNNING, error="")
    key = f"{RUN}:{run.pk}"
    return enqueue(RUN, {"run": run.pk}, actor=actor, at=at, title=run.file_name, dedupe_key=key)


@transaction.atomic
def start_undo(run: ImportRun, *, actor: Actor, at: dt.datetime) -> Job:
    """The job that will take an import out of the books."""
    key = f"{UNDO}:{run.pk}"
    return enqueue(UNDO, {"run": run.pk}, actor=actor, at=at, title=run.file_name, dedupe_key=key)


@job(RUN, long=True)
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
        stop(found, _("Called off. What was taken so far is in the books."), at=timezone.now())
        raise


@job(UNDO, long=True)
def undo_file(context: JobContext, *, run: int) -> dict[str, Any]:
    """Takes one import out of the books; a repeated run does what is left."""
    found = ImportRun.objects.get(pk=run)
    if found.state != ImportRun.State.UNDONE:
        undo_import(found, actor=context.actor, at=timezone.now())
    return dict(found.report.get("undone", {}))
