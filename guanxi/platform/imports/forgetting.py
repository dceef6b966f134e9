"""Letting go of an erased person in the files and rejected rows that imports keep."""

import re
from collections.abc import Collection, Iterable
from functools import partial
from pathlib import Path

from django.db import transaction

from guanxi.platform.facts.models import Fact
from guanxi.platform.imports.models import ImportRun, RejectedRow

FINISHED = (ImportRun.State.DONE, ImportRun.State.UNDONE)
# Fewer digits than this name nobody.
LEAST_DIGITS = 7


def forget_in_imports(noun: str, ids: Collection[int], words: Iterable[str]) -> dict[str, int]:
    """Blank the rejected rows that hold one of the words; remove the finished files they came in.

    ``words`` are names, numbers and addresses of the person as the record held them. Files that
    made or changed the records ``ids`` go as well. Gives how many rows and files.
    """
    runs = _runs_that_wrote(noun, ids)
    known = _Known(words)
    blanked = 0
    rows = RejectedRow.objects.exclude(cells=[]).only("pk", "cells", "run_id")
    for row in rows.order_by("pk").iterator(1_000):
        if known.is_in(row.cells):
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


class _Known:
    """What names the person: words as they stand, numbers by their digits."""

    def __init__(self, words: Iterable[str]) -> None:
        given = {word.strip().casefold() for word in words if len(word.strip()) > 1}
        self.words = given
        digits = {_digits(word) for word in given}
        self.numbers = tuple(one[-11:] for one in digits if len(one) >= LEAST_DIGITS)

    def is_in(self, cells: Iterable[str]) -> bool:
        """Whether one of the cells names the person."""
        return any(self._is_named_by(str(cell)) for cell in cells)

    def _is_named_by(self, cell: str) -> bool:
        if cell.strip().casefold() in self.words:
            return True
        return bool(self.numbers) and _digits(cell).endswith(self.numbers)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
