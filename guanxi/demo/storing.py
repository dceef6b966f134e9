"""Rows of the demo company on their way into the books, in transactions as short as an import's.

They are put together first, which keeps nobody from writing: ids are drawn then, and noted as the
demo's before there is a row, so that one that is broken off can always be taken away.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import models, transaction

from guanxi.demo.models import DemoLot
from guanxi.platform.bulk import insert_rows, ready_rows, reserve_ids, stored_columns
from guanxi.platform.nouns.record import Staged
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.pace import Pace, bulk_habits

Model = type[models.Model]
# Told how many rows are written, and of how many.
Went = Callable[[int, int], None]


class Waiting:
    """Rows that wait to be written, in the order in which they may be."""

    def __init__(self) -> None:
        self.written = 0
        self._parts: list[tuple[Model, Sequence[Any], bool]] = []
        self._searched = {noun.model for noun in nouns().values() if noun.search}

    def add(self, rows: Sequence[models.Model], *, may_change: bool) -> None:
        """Give the rows their ids and let them wait.

        Those that ``may_change`` until they are written name each other, and are written at once.
        """
        model = type(rows[0])
        with transaction.atomic():
            reserve_ids(model, rows)
            remember(rows)
        for one in rows:
            if isinstance(one, Staged) and one.stage_since is None:
                one.stage_since = one.updated_at  # type: ignore[attr-defined]
        self._parts.append((model, rows if may_change else ready_rows(model, rows), may_change))

    def write(self, went: Went) -> None:
        """Write what waits, people getting in between."""
        total = self.written + sum(len(rows) for _model, rows, _whole in self._parts)
        indexed = sum(len(rows) for model, rows, _ in self._parts if model in self._searched)
        pace = Pace()
        with bulk_habits():
            while self._parts:
                model, rows, is_whole = self._parts.pop(0)
                ready = ready_rows(model, rows) if is_whole else rows
                self._write(model, ready, pace, len(ready) if is_whole else 0)
                went(self.written, total + indexed)

    def _write(self, model: Model, rows: Sequence[Any], pace: Pace, at_once: int) -> None:
        names = [column.column for column in stored_columns(model)]
        place = 0
        while place < len(rows):
            part, began = rows[place : place + (at_once or pace.rows)], time.perf_counter()
            with transaction.atomic():
                insert_rows(model._meta.db_table, names, part)
            pace.learn(len(part), time.perf_counter() - began)
            pace.rest()
            place += len(part)
            self.written += len(part)


def remember(rows: Sequence[Any]) -> None:
    """Note that these rows are the demo's, in runs: others may have been drawn between them."""
    label, runs = rows[0]._meta.label, runs_of(row.pk for row in rows)
    DemoLot.objects.bulk_create(
        DemoLot(model=label, first_id=first, last_id=last) for first, last in runs
    )


def runs_of(ids: Iterable[int]) -> list[tuple[int, int]]:
    """The first and last of each run of neighbouring ids."""
    runs: list[tuple[int, int]] = []
    for pk in sorted(ids):
        if runs and runs[-1][1] == pk - 1:
            runs[-1] = runs[-1][0], pk
        else:
            runs.append((pk, pk))
    return runs
