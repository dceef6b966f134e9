"""What names an erased person in passing: acts on many rows, jobs, views, reports of imports."""

from typing import Any

from django.db import models
from django.db.models import Q

from guanxi.platform.actors.models import SharingRule
from guanxi.platform.bulk import update_all
from guanxi.platform.facts.models import Delivery, Fact
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.jobs.models import Job
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.naming import KnownBy
from guanxi.platform.verbs.models import Batch, BatchRow
from guanxi.platform.views.models import SavedView

_PART = 500
_DONE = (Batch.State.DONE, Batch.State.UNDONE)
_ENDED = (Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED)
_RUN_ENDED = (ImportRun.State.DONE, ImportRun.State.STOPPED, ImportRun.State.UNDONE)


def forget_in_passing(known: KnownBy) -> int:
    """Empty texts in which the person is named, of work that is over and of what was asked for."""
    return sum(_without(rows, columns, known) for rows, columns in _places())


def _places() -> list[tuple["models.QuerySet[models.Model]", tuple[str, ...]]]:
    texts = ("title", "args", "result", "checkpoint", "error", "trace")
    report = ("file_name", "report", "error")
    return [
        (Batch.objects.filter(state__in=_DONE), ("params", "chosen")),
        (BatchRow.objects.exclude(message=""), ("message",)),
        (Job.objects.filter(state__in=_ENDED), texts),
        (ImportRun.objects.filter(state__in=_RUN_ENDED), report),
        (Delivery.objects.exclude(error=""), ("error",)),
        (SavedView.objects.filter(~Q(filter={}) | ~Q(text="")), ("filter", "text")),
        (SharingRule.objects.all(), ("filter",)),
        # What was done with a list is a fact of no record.
        (Fact.objects.filter(noun__in=["", *nouns()], record_id=None), ("changes", "data")),
    ]


def _without(
    rows: "models.QuerySet[models.Model]", columns: tuple[str, ...], known: KnownBy
) -> int:
    naming = [row.pk for row in rows.order_by("pk").iterator(_PART) if _left(row, columns, known)]
    for start in range(0, len(naming), _PART):
        some = naming[start : start + _PART]
        # Read again under a lock: another erasure, or its owner, may write it meanwhile.
        held = rows.filter(pk__in=some).order_by("pk").select_for_update(of=("self",))
        touched = [row for row in held if _put_left(row, _left(row, columns, known))]
        update_all(touched, columns)
    return len(naming)


def _left(row: "models.Model", columns: tuple[str, ...], known: KnownBy) -> dict[str, Any]:
    """What is left of the columns in which the person is named; empty where none does."""
    left = {name: known.without(getattr(row, name)) for name in columns}
    return {name: value for name, value in left.items() if value != getattr(row, name)}


def _put_left(row: "models.Model", left: dict[str, Any]) -> bool:
    for name, value in left.items():
        setattr(row, name, value)
    return bool(left)
