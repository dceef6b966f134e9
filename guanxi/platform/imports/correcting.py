"""Rejected rows, corrected on screen and tried again."""

import datetime as dt
from collections.abc import Sequence

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.imports.faults import is_refusal_of_rows
from guanxi.platform.imports.feeding import prepared_rows
from guanxi.platform.imports.models import ImportRun, RejectedRow
from guanxi.platform.imports.noun_recipe import recipe_named
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.plan import Batch
from guanxi.platform.imports.planning import plan_of
from guanxi.platform.imports.reading import Row
from guanxi.platform.imports.recipes import Outcome, Recipe, Writer
from guanxi.platform.imports.refused import problem_of
from guanxi.platform.records.bulk_writing import Making


@transaction.atomic
def try_row_again(
    row: RejectedRow, cells: Sequence[str], *, actor: Actor, at: dt.datetime
) -> RejectedRow:
    """The row with new cells: taken into the books, or rejected with what is still wrong."""
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=row.run_id)
    row = RejectedRow.objects.get(pk=row.pk)
    recipe = recipe_named(run.target)
    recipe.require(actor)
    if row.state != RejectedRow.State.WAITING:
        raise RuleBroken(_("This row has been dealt with."))
    row.cells = list(cells)
    plan, mapped = plan_of(run, recipe, actor)
    prepared = prepared_rows(plan, [Row(row.number, [*cells])])
    options = Options.read({**run.options, "dry_run": False})
    writer = recipe.writer(Making(actor, at, run.batch), options, mapped)
    outcome = _written(writer, Batch(prepared), recipe, actor)
    if outcome.rejected:
        row.problems = [list(problem) for problem in outcome.rejected[0].problems]
    else:
        row.state, row.problems = RejectedRow.State.TAKEN, []
        run.created += outcome.created
        run.updated += outcome.updated
        run.skipped += outcome.skipped
        run.rejected -= 1
        run.save(update_fields=["created", "updated", "skipped", "rejected"])
    row.save(update_fields=["cells", "problems", "state"])
    return row


def _written(writer: Writer, part: Batch, recipe: Recipe, actor: Actor) -> Outcome:
    """What came of the row; what the database refuses stays rejected, as in the import itself."""
    try:
        with transaction.atomic():
            return writer.write(part)
    except DatabaseError as fault:
        if not is_refusal_of_rows(fault):
            raise
        refused = fault
    [row] = part.rows
    outcome = Outcome()
    outcome.reject(row, problem_of(refused, recipe, row, actor))
    return outcome


def drop_row(row: RejectedRow, *, actor: Actor) -> None:
    """Leave the row out for good."""
    recipe_named(row.run.target).require(actor)
    waiting = RejectedRow.objects.filter(pk=row.pk, state=RejectedRow.State.WAITING)
    if not waiting.update(state=RejectedRow.State.DROPPED):
        raise RuleBroken(_("This row has been dealt with."))
