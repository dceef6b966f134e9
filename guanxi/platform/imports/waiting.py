"""Rows that name a record further down their own file are taken once that one is there."""

from collections.abc import Collection, Iterator, Mapping

from django.db import DatabaseError, transaction

from guanxi.platform.actors.actor import Actor
from guanxi.platform.imports.faults import is_refusal_of_rows
from guanxi.platform.imports.feeding import prepared_rows
from guanxi.platform.imports.ledger import TakenOver, take_after_all, taken_over
from guanxi.platform.imports.leftovers import one_import_at_a_time
from guanxi.platform.imports.models import ImportRun, RejectedRow
from guanxi.platform.imports.noun_recipe import recipe_named
from guanxi.platform.imports.plan import Batch, Plan
from guanxi.platform.imports.reading import Row
from guanxi.platform.imports.recipes import Outcome, Writer
from guanxi.platform.imports.refused import problem_of
from guanxi.platform.nouns.fields import Field

PART = 500
NOT_FOUND = ("no_such_record", "of_other_books")


def take_waiting(
    run: ImportRun,
    plan: Plan,
    writer: Writer,
    mapped: Mapping[str, Field],
    written: Collection[str],
    actor: Actor,
) -> None:
    """Try rows again that lacked nothing but records of the nouns that the run itself makes.

    Each round takes those that stand one step lower; there are rounds as long as one takes any.
    """
    names = {name for name, one in mapped.items() if one.target in written}
    while any(run.report.get("problems", {}).get(f"{one}:{code}") for one, code in _told(names)):
        before = run.rejected
        for part in _parts(run, names):
            # What was not found before may be there now.
            writer.reset()
            _take(run, plan, writer, part, written, actor)
        if run.rejected == before:
            return


def _told(names: Collection[str]) -> list[tuple[str, str]]:
    return [(name, code) for name in sorted(names) for code in NOT_FOUND]


def _parts(run: ImportRun, names: Collection[str]) -> Iterator[list[RejectedRow]]:
    """The rows that lack nothing else, some at a time, in the order of the file."""
    waiting = run.rejected_rows.filter(state=RejectedRow.State.WAITING).order_by("number")
    after = 0
    while rows := list(waiting.filter(number__gt=after)[:PART]):
        after = rows[-1].number
        if part := [one for one in rows if _lacks_only(names, one)]:
            yield part


def _lacks_only(names: Collection[str], row: RejectedRow) -> bool:
    return all(field in names and code in NOT_FOUND for field, code, _value in row.problems)


def _take(
    run: ImportRun,
    plan: Plan,
    writer: Writer,
    part: list[RejectedRow],
    written: Collection[str],
    actor: Actor,
) -> None:
    rows = prepared_rows(plan, [Row(one.number, [*one.cells]) for one in part])
    try:
        with transaction.atomic():
            one_import_at_a_time(written)
            take_after_all(run, writer.write(Batch(rows)), part)
    except DatabaseError as fault:
        writer.reset()
        if not is_refusal_of_rows(fault):
            raise
        if len(part) == 1:
            outcome = Outcome()
            outcome.reject(rows[0], problem_of(fault, recipe_named(run.target), rows[0], actor))
            with transaction.atomic():
                take_after_all(run, outcome, part)
            return
        middle = len(part) // 2
        for half in (part[:middle], part[middle:]):
            _take(run, plan, writer, half, written, actor)
    except TakenOver:
        raise taken_over(run) from None
