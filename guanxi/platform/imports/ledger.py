"""The account of a run: where it is, what it did, what it refused."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from guanxi.platform.cleaning.kinds import plain
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.imports.models import ImportRun, RejectedRow
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.plan import Prepared
from guanxi.platform.imports.recipes import Outcome, Recipe
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.registry import nouns

EXAMPLES = 5
_ACCOUNT = (
    *("share", "checkpoint", "read", "report"),
    *("created", "updated", "skipped", "rejected"),
)
_RUNNABLE = (ImportRun.State.DRAFT, ImportRun.State.RUNNING, ImportRun.State.STOPPED)


class TakenOver(Exception):
    """Another process has moved the run on."""


def begin(run: ImportRun, *, at: dt.datetime) -> None:
    """Mark the run as running; refused when it has ended."""
    started = run.started_at or at
    open_runs = ImportRun.objects.filter(pk=run.pk, state__in=_RUNNABLE)
    resumed = {"resumed_at": at, "resumed_share": F("share")}
    running = {"state": ImportRun.State.RUNNING, "started_at": started, "error": ""}
    if not open_runs.update(**running, **resumed):
        raise RuleBroken(_("This import has ended; start a new one."))
    run.refresh_from_db()


def advance(
    run: ImportRun,
    outcome: Outcome,
    last: int,
    read: int,
    changes: Mapping[tuple[str, str], int],
    share: float = 0.0,
) -> None:
    """Note what a batch did and how far the file is read; call it in its transaction."""
    report = _counted(run.report, outcome, changes)
    counts: dict[str, Any] = {
        "share": max(run.share, share),
        "read": run.read + read,
        "created": run.created + outcome.created,
        "updated": run.updated + outcome.updated,
        "skipped": run.skipped + outcome.skipped,
        "rejected": run.rejected + len(outcome.rejected),
    }
    mine = ImportRun.objects.filter(
        pk=run.pk, state=ImportRun.State.RUNNING, checkpoint=run.checkpoint
    )
    if not mine.update(checkpoint=last, report=report, **counts):
        raise TakenOver
    RejectedRow.objects.bulk_create([_kept(run, row) for row in outcome.rejected])
    run.checkpoint, run.report = last, report
    for name, count in counts.items():
        setattr(run, name, count)


def keep_account(run: ImportRun, rejected: Sequence[RejectedRow]) -> bool:
    """Write down what a rehearsal told, once it is taken back; False where the run was stopped."""
    account = {name: getattr(run, name) for name in _ACCOUNT}
    if not ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.RUNNING).update(**account):
        return False
    for row in rejected:
        row.pk = None
    RejectedRow.objects.bulk_create(rejected)
    return True


def take_after_all(run: ImportRun, outcome: Outcome, tried: Sequence[RejectedRow]) -> None:
    """Note which of these rejected rows were taken when tried again; call it in its transaction."""
    report = _counted(run.report, outcome, {})
    for row in tried:
        for field, code, _value in row.problems:
            _add(report["problems"], f"{field}:{code}", -1)
    report["problems"] = {name: count for name, count in report["problems"].items() if count}
    counts = {
        "created": run.created + outcome.created,
        "updated": run.updated + outcome.updated,
        "skipped": run.skipped + outcome.skipped,
        "rejected": run.rejected - len(tried) + len(outcome.rejected),
    }
    mine = ImportRun.objects.filter(
        pk=run.pk, state=ImportRun.State.RUNNING, checkpoint=run.checkpoint
    )
    if not mine.update(report={**run.report, **report}, **counts):
        raise TakenOver
    RejectedRow.objects.filter(pk__in=[row.pk for row in tried]).delete()
    RejectedRow.objects.bulk_create([_kept(run, row) for row in outcome.rejected])
    run.refresh_from_db()


def finish(run: ImportRun, notes: Mapping[str, Any], *, at: dt.datetime) -> None:
    """Mark the run as done, with the oddities of its file."""
    run.report = {**run.report, "file": dict(notes)}
    run.state, run.finished_at = ImportRun.State.DONE, at
    run.save(update_fields=["report", "state", "finished_at"])


def stop(run: ImportRun, error: str, *, at: dt.datetime) -> None:
    """Mark the run as stopped; it goes on from its checkpoint when it is started again."""
    run.state, run.error, run.finished_at = ImportRun.State.STOPPED, error, at
    run.save(update_fields=["state", "error", "finished_at"])


def why_stopped(run: ImportRun) -> str:
    """The reason why somebody stopped the run; empty while it is not stopped."""
    stopped = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.STOPPED)
    return stopped.values_list("error", flat=True).first() or ""


def taken_over(run: ImportRun) -> RuleBroken:
    """What to say to the one whose run was moved on, or stopped, by another."""
    return RuleBroken(why_stopped(run) or _("This import is running elsewhere already."))


def _counted(
    report: Mapping[str, Any], outcome: Outcome, changes: Mapping[tuple[str, str], int]
) -> dict[str, Any]:
    counted = {part: dict(report.get(part, {})) for part in ("changes", "problems", "notes")}
    for (field, code), count in changes.items():
        _add(counted["changes"], f"{field}:{code}", count)
    for row in outcome.rejected:
        for problem in row.problems:
            _add(counted["problems"], f"{problem.field}:{problem.code}", 1)
    for code, numbers in outcome.notes.items():
        kept = dict(counted["notes"].get(code, {"count": 0, "rows": []}))
        kept["count"] += len(numbers)
        kept["rows"] = [*kept["rows"], *sorted(numbers)][:EXAMPLES]
        counted["notes"][code] = kept
    return counted


def _add(counts: dict[str, int], name: str, count: int) -> None:
    counts[name] = counts.get(name, 0) + count


def _kept(run: ImportRun, row: Prepared) -> RejectedRow:
    cells = [plain(cell) for cell in row.cells]
    return RejectedRow(
        run=run, number=row.number, cells=cells, problems=[list(one) for one in row.problems]
    )


def nouns_written(recipe: Recipe, options: Options, mapped: Mapping[str, Field]) -> Iterator[str]:
    """Keys of the nouns that a run may write, those of missing relations included."""
    yield from recipe.nouns()
    if options.create_related:
        yield from nouns_named(mapped)


def nouns_named(mapped: Mapping[str, Field]) -> Iterator[str]:
    """Keys of the nouns that the records of a file point to."""
    yield from (one.target for one in mapped.values() if one.type == "relation")


def nouns_made(run: ImportRun, recipe: Recipe) -> list[str]:
    """Keys of the nouns the run wrote, each after those it points to, as far as they still are."""
    found = list(recipe.nouns())
    if Options.read(run.options).create_related:
        written = Fact.objects.filter(batch=run.batch).order_by("noun")
        made = written.values_list("noun", flat=True).distinct()
        # They were made of their names alone and point to nothing.
        found = [*(key for key in made if key not in found), *found]
    return [key for key in found if key in nouns()]
