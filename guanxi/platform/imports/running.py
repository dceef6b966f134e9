"""Runs an import: batch by batch, each with its place in one transaction, from wherever it was."""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.imports.faults import is_disk_full, is_refusal_of_rows, stopping_message
from guanxi.platform.imports.feeder import FeederDied, fed
from guanxi.platform.imports.feeding import batches, noted, opened
from guanxi.platform.imports.ledger import TakenOver, advance, begin, finish, stop
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.imports.noun_recipe import recipe_named
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.plan import Batch, Plan, Prepared, Problem
from guanxi.platform.imports.planning import plan_of
from guanxi.platform.imports.reading import Notes, Unreadable
from guanxi.platform.imports.recipes import Outcome, Writer
from guanxi.platform.records.bulk_writing import Making

Step = Callable[[ImportRun], None]

# People wait for our transactions on SQLite: each is kept about this long, and then the door
# stands open for a moment.
TARGET_SECONDS = 0.1
PAUSE_SECONDS = 0.015
SMALLEST, LARGEST = 250, 2_000
# A file of less than this is read in this process: starting another takes longer.
SMALL_FILE = 200_000


@dataclass
class _Pace:
    """How many rows a transaction takes, so that it lasts about as long as it should."""

    rows: int = 500

    def learn(self, rows: int, seconds: float) -> None:
        if rows < self.rows:
            return
        wanted = self.rows * TARGET_SECONDS / max(seconds, 0.001)
        self.rows = int(min(max((self.rows + wanted) / 2, SMALLEST), LARGEST))


def run_import(
    run: ImportRun, *, actor: Actor, at: dt.datetime, step: Step | None = None
) -> ImportRun:
    """The run, brought to its end or stopped with a reason; may be called again after a crash."""
    recipe = recipe_named(run.target)
    recipe.require(actor)
    options = Options.read(run.options)
    plan, mapped = plan_of(run, recipe, actor)
    making = Making(actor, at, run.batch)
    plan = replace(plan, drafting=recipe.drafting(making, options, mapped))
    writer = recipe.writer(making, options, mapped)
    begin(run, at=at)
    notes = Notes()
    try:
        with _source(plan, run, notes) as source:
            _write_all(run, writer, source, options, step)
        finish(run, noted(notes), at=timezone.now())
    except (Unreadable, FeederDied, OSError, DatabaseError) as fault:
        if isinstance(fault, DatabaseError) and not is_disk_full(fault):
            raise
        message = stopping_message(fault)
        stop(run, str(message), at=timezone.now())
        raise RuleBroken(message) from fault
    return run


@contextmanager
def _source(plan: Plan, run: ImportRun, notes: Notes) -> Iterator[Iterator[Batch]]:
    if run.size > SMALL_FILE:
        with fed(plan, run.checkpoint, notes) as source:
            yield source
        return
    table = opened(plan)
    yield batches(plan, table, run.checkpoint)
    notes.update(table.notes)


def _write_all(
    run: ImportRun, writer: Writer, source: Iterator[Batch], options: Options, step: Step | None
) -> None:
    pace = _Pace()
    for batch in source:
        for start in range(0, len(batch.rows), size := pace.rows):
            part = batch.rows[start : start + size]
            changes = batch.changes if not start else {}
            began = time.perf_counter()
            _commit(run, writer, part, changes, options)
            pace.learn(len(part), time.perf_counter() - began)
            time.sleep(PAUSE_SECONDS)
        if step:
            step(run)


def _commit(
    run: ImportRun, writer: Writer, rows: list[Prepared], changes: Any, options: Options
) -> None:
    try:
        with transaction.atomic():
            _one_import_at_a_time(run.target)
            outcome = _written(writer, rows, options)
            advance(run, outcome, rows[-1].number, len(rows), changes)
    except DatabaseError as fault:
        writer.reset()
        if not is_refusal_of_rows(fault):
            raise
        _commit_in_halves(run, writer, rows, changes, options)
    except TakenOver:
        writer.reset()
        raise RuleBroken(_("This import is running elsewhere already.")) from None


def _commit_in_halves(
    run: ImportRun, writer: Writer, rows: list[Prepared], changes: Any, options: Options
) -> None:
    """Find the rows that the database itself refuses; the others are written."""
    if len(rows) > 1:
        half = len(rows) // 2
        _commit(run, writer, rows[:half], changes, options)
        _commit(run, writer, rows[half:], {}, options)
        return
    outcome = Outcome()
    outcome.reject(rows[0], Problem("", "refused_by_database"))
    with transaction.atomic():
        advance(run, outcome, rows[0].number, 1, changes)


def _written(writer: Writer, rows: list[Prepared], options: Options) -> Outcome:
    if not options.dry_run:
        return writer.write(rows)
    mark = transaction.savepoint()
    try:
        return writer.write(rows)
    finally:
        transaction.savepoint_rollback(mark)
        writer.reset()


def _one_import_at_a_time(target: str) -> None:
    # SQLite has one writer anyway; on PostgreSQL two imports could each find a customer missing.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import:{target}"])
