"""Letting go of an erased person in the files and rejected rows that imports keep."""

from collections.abc import Collection
from functools import partial
from pathlib import Path

from django.db import transaction

from guanxi.platform.facts.models import Fact
from guanxi.platform.imports.models import ImportRun, RejectedRow
from guanxi.platform.records.naming import KnownBy

FINISHED = (ImportRun.State.DONE, ImportRun.State.UNDONE)


def forget_in_imports(noun: str, ids: Collection[int], known: KnownBy) -> dict[str, int]:
    """Blank the rejected rows that name the person; remove the finished files they came in.

    Files that made or changed the records ``ids`` go as well. Gives how many rows and files.
    """
    runs = _runs_that_wrote(noun, ids)
    blanked = 0
    rows = RejectedRow.objects.exclude(cells=[]).only("pk", "cells", "run_id")
    for row in rows.order_by("pk").iterator(1_000):
        if known.is_among(row.cells):
            state = RejectedRow.State.DROPPED
            RejectedRow.objects.filter(pk=row.pk).update(cells=[], problems=[], state=state)
            runs.add(row.run_id)
            blanked += 1
    finished = ImportRun.objects.filter(pk__in=runs, state__in=FINISHED)
    paths = [Path(path) for path in finished.values_list("path", flat=True) if path]
    for path in paths:
        transaction.on_commit(partial(path.unlink, missing_ok=True))
    return {"import_rows": blanked, "import_files": len(paths)}


def _runs_that_wrote(noun: str, ids: Collection[int]) -> set[int]:
    facts = Fact.objects.filter(noun=noun, record_id__in=ids, batch__startswith="import:")
    batches = facts.order_by().values_list("batch", flat=True).distinct()
    return {int(number) for _, _, number in (one.partition(":") for one in batches)}
