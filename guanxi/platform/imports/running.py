"""Runs an import: batch by batch, each with its place in one transaction, from wherever it was."""

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace

from django.db import DatabaseError, transaction
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.disk import is_disk_full
from guanxi.platform.errors import RuleBroken
from guanxi.platform.imports.counting import Counting
from guanxi.platform.imports.faults import is_refusal_of_rows, stopping_message
from guanxi.platform.imports.feeder import FeederDied, fed
from guanxi.platform.imports.feeding import batches, noted, opened, prepared_rows
from guanxi.platform.imports.filling import filling
from guanxi.platform.imports.ledger import (
    TakenOver,
    advance,
    begin,
    finish,
    nouns_made,
    nouns_named,
    nouns_written,
    stop,
    taken_over,
)
from guanxi.platform.imports.leftovers import one_import_at_a_time, remove_leftovers
from guanxi.platform.imports.matching import tell_of_created
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.imports.noun_recipe import recipe_named
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.plan import Batch, Plan
from guanxi.platform.imports.planning import plan_of
from guanxi.platform.imports.reading import Notes, Row, Unreadable
from guanxi.platform.imports.recipes import Outcome, Recipe, Writer
from guanxi.platform.imports.refused import problem_of
from guanxi.platform.imports.rehearsing import TakenBack, looked_ahead, rehearsal
from guanxi.platform.imports.waiting import take_waiting
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.pace import Pace, bulk_habits
from guanxi.platform.records.bulk_writing import Making
from guanxi.platform.search.beside import entries_beside, kept_together
from guanxi.platform.search.settling import settling

Step = Callable[[ImportRun], None]


@dataclass(frozen=True)
class Work:
    """A run at work: who writes it, how, the nouns it may write and those it only names.

    ``for_good`` writes what ``writer`` only tries, where the run is a trial.
    """

    run: ImportRun
    writer: Writer
    for_good: Writer
    plan: Plan
    actor: Actor
    mapped: Mapping[str, Field]
    written: frozenset[str]
    named: frozenset[str]


# A file of less than this is read in this process: starting another takes longer.
SMALL_FILE = 200_000


def run_import(
    run: ImportRun, *, actor: Actor, at: dt.datetime, step: Step | None = None
) -> ImportRun:
    """The run, brought to its end or stopped with a reason; may be called again after a crash."""
    recipe = recipe_named(run.target)
    recipe.require(actor)
    options = Options.read(run.options)
    plan, mapped = plan_of(run, recipe, actor)
    making = Making(actor, at, run.batch)
    if not plan.exactness.is_of_other_books:
        plan = replace(plan, drafting=recipe.drafting(making, options, mapped))
    work = _work(run, recipe, making, plan, mapped)
    if run.started_at:
        remove_leftovers(recipe)
    begin(run, at=at)
    notes = Notes()
    try:
        _bring_in(work, notes, step)
        _end(run, recipe, notes, actor)
    except (Unreadable, FeederDied, OSError, DatabaseError) as fault:
        if isinstance(fault, DatabaseError) and not is_disk_full(fault):
            raise
        message = stopping_message(fault)
        _stop(run, str(message))
        raise RuleBroken(message) from fault
    return run


def _work(
    run: ImportRun, recipe: Recipe, making: Making, plan: Plan, mapped: Mapping[str, Field]
) -> Work:
    options = Options.read(run.options)
    written = frozenset(nouns_written(recipe, options, mapped))
    for_good = recipe.writer(making, replace(options, dry_run=False), mapped)
    tried = TakenBack(recipe.writer(making, options, mapped)) if options.dry_run else None
    named = frozenset(nouns_named(mapped))
    return Work(run, tried or for_good, for_good, plan, making.actor, mapped, written, named)


def _bring_in(work: Work, notes: Notes, step: Step | None) -> None:
    run, plan = work.run, work.plan
    with (
        bulk_habits(),
        filling(run, plan.drafting),
        _index_beside(run) as brought,
        _source(plan, run, notes) as source,
    ):
        if run.options.get("dry_run"):
            _try_all(work, source, step)
        else:
            _write_all(work, source, brought, step)


def _stop(run: ImportRun, message: str) -> None:
    try:
        stop(run, message, at=timezone.now())
    except DatabaseError as fault:
        # A full disk may have no room for this either; a run that never ended goes on as well.
        if not is_disk_full(fault):
            raise


def _end(run: ImportRun, recipe: Recipe, notes: Notes, actor: Actor) -> None:
    now = timezone.now()
    with transaction.atomic():
        finish(run, noted(notes), at=now)
        tell_of_records(run, recipe, actor, now)


def tell_of_records(run: ImportRun, recipe: Recipe, actor: Actor, at: dt.datetime) -> None:
    """Let other rooms look at what the run has put into the books."""
    for key in nouns_made(run, recipe) if run.created and not run.options.get("dry_run") else ():
        tell_of_created(noun_named(key), actor, at)


@contextmanager
def _source(plan: Plan, run: ImportRun, notes: Notes) -> Iterator[Iterator[Batch]]:
    if run.size > SMALL_FILE:
        with fed(plan, run.checkpoint, notes) as source:
            yield source
        return
    table = opened(plan)
    yield batches(plan, table, run.checkpoint)
    notes.update(table.notes)


@contextmanager
def _index_beside(run: ImportRun) -> Iterator[Callable[[int], None]]:
    """The work of the search index beside the other, as far as a file is worth it."""
    is_worth_it = run.size > SMALL_FILE and not run.options.get("dry_run")
    with settling() as brought, entries_beside() if is_worth_it else nullcontext():
        yield brought


def _try_all(work: Work, source: Iterator[Batch], step: Step | None) -> None:
    source, is_small = looked_ahead(source)
    if not is_small or work.run.checkpoint:
        _write_all(work, source, lambda _rows: None, step)
        return
    with rehearsal(work.run):
        for batch in source:
            _commit(replace(work, writer=work.for_good), batch)
        take_waiting(work.run, work.plan, work.for_good, work.mapped, work.written, work.actor)
    if step:
        step(work.run)


def _write_all(
    work: Work, source: Iterator[Batch], brought: Callable[[int], None], step: Step | None
) -> None:
    pace = Pace()
    counting = Counting(map(noun_named, recipe_named(work.run.target).nouns()))
    for batch in source:
        for part in batch.parts(pace.rows):
            began = time.perf_counter()
            _commit(work, part)
            pace.learn(len(part.numbers), time.perf_counter() - began)
            pace.rest()
        brought(len(batch.numbers))
        counting.learn(len(batch.numbers))
        if step:
            step(work.run)
    take_waiting(work.run, work.plan, work.writer, work.mapped, work.written, work.actor)


def _commit(work: Work, part: Batch) -> None:
    numbers = part.numbers
    try:
        with kept_together(), transaction.atomic():
            one_import_at_a_time(work.written, work.named)
            outcome = work.writer.write(part)
            advance(work.run, outcome, numbers[-1], len(numbers), part.changes, part.share)
    except DatabaseError as fault:
        work.writer.reset()
        if not is_refusal_of_rows(fault):
            raise
        _commit_in_halves(work, part, fault)
    except TakenOver:
        work.writer.reset()
        raise taken_over(work.run) from None


def _commit_in_halves(work: Work, part: Batch, fault: DatabaseError) -> None:
    """Find the rows that the database itself refuses; the others are written."""
    numbers = part.numbers
    if len(numbers) > 1:
        for half in part.parts(-(-len(numbers) // 2)):
            _commit(work, half)
        return
    [row] = part.as_in_the_file()
    if not row.values:
        [cleaned] = prepared_rows(work.plan, [Row(row.number, [*row.cells])])
        row = row._replace(values=cleaned.values)
    outcome = Outcome()
    outcome.reject(row, problem_of(fault, recipe_named(work.run.target), row, work.actor))
    with transaction.atomic():
        advance(work.run, outcome, numbers[0], 1, part.changes, part.share)
