"""Rejected rows as a grid: every mapped cell can be corrected where it stands."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO

from django.utils.translation import gettext

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.errors import Message
from guanxi.platform.exports.formulas import harmless
from guanxi.platform.imports.messages import problem_message
from guanxi.platform.imports.models import ImportRun, RejectedRow
from guanxi.platform.imports.noun_recipe import recipe_named

SHOWN = 50
PAGE = 500
LINE = 80


@dataclass(frozen=True)
class ShownCell:
    """One cell with its column, and what is wrong with it."""

    header: str
    text: str
    is_mapped: bool
    problem: Message
    options: tuple[str, ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether one line does not hold it."""
        return len(self.text) > LINE or "\n" in self.text or "\r" in self.text


@dataclass(frozen=True)
class ShownRow:
    """One rejected row; ``problem`` is what is wrong with it as a whole."""

    pk: int
    number: int
    cells: list[ShownCell]
    problem: Message


def rejected_rows(run: ImportRun, rows: Sequence[RejectedRow] = ()) -> list[ShownRow]:
    """The rows that wait to be corrected, or those given."""
    waiting = run.rejected_rows.filter(state=RejectedRow.State.WAITING).order_by("number")
    return [_shown(run, row) for row in rows or waiting[:SHOWN]]


def waiting_rows(run: ImportRun) -> int:
    """How many rows wait to be corrected or left out."""
    return run.rejected_rows.filter(state=RejectedRow.State.WAITING).count()


def rejected_csv(run: ImportRun) -> IO[bytes]:
    """Every row that waits, after its number and why it waits, as a file that Excel opens."""
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    text = TextIOWrapper(file, "utf-8-sig", newline="", errors="replace")
    csv.writer(text).writerows(_lines_of(run))
    text.detach()
    file.seek(0)
    return file


def _lines_of(run: ImportRun) -> Iterator[list[str]]:
    yield [gettext("Row"), gettext("Why it was rejected"), *map(harmless, run.header)]
    waiting = run.rejected_rows.filter(state=RejectedRow.State.WAITING).order_by("number")
    for row in waiting.iterator(chunk_size=PAGE):
        shown = _shown(run, row)
        reasons = [f"{one.header}: {one.problem}" for one in shown.cells if one.problem]
        why = "; ".join([*reasons, *([str(shown.problem)] if shown.problem else [])])
        yield [str(row.number), why, *map(harmless, row.cells)]


def corrected(row: RejectedRow, posted: Sequence[str]) -> list[str]:
    """The cells as they came from the page, which ends lines in its own way."""
    kept = dict(enumerate(row.cells))
    return [
        kept[place] if _lines(kept.get(place, "")) == _lines(cell) and place in kept else cell
        for place, cell in enumerate(map(_lines, posted))
    ]


def _lines(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n")


def _shown(run: ImportRun, row: RejectedRow) -> ShownRow:
    fields = recipe_named(run.target).fields(SYSTEM)
    problems = {
        name: problem_message(code, value, fields.get(name)) for name, code, value in row.problems
    }
    cells = []
    for place, header in enumerate(run.header):
        text = row.cells[place] if place < len(row.cells) else ""
        field = run.mapping.get(header, "")
        problem = problems.pop(field, "") if field else ""
        options = tuple(map(str, fields[field].options.values())) if field in fields else ()
        cells.append(ShownCell(header, text, bool(field), problem, options))
    # What is left belongs to no column of the file: the row itself, or a field that is missing.
    return ShownRow(row.pk, row.number, cells, "; ".join(str(one) for one in problems.values()))
