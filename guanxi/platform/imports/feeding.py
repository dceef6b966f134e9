"""Reads and cleans a file batch by batch; touches no database."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from guanxi.platform.imports.cells import Reader, reader_of
from guanxi.platform.imports.drafts import Drafts
from guanxi.platform.imports.plan import Batch, Column, Plan, Prepared, Problem
from guanxi.platform.imports.reading import Notes, Row, Table, open_table
from guanxi.platform.search.index import prepared

ROWS = 2_000
SHOWN = 200


def opened(plan: Plan) -> Table:
    """The file of the plan."""
    return open_table(Path(plan.path), plan.choices)


def batches(plan: Plan, table: Table, after: int = 0) -> Iterator[Batch]:
    """Clean rows in batches, from the first row beyond ``after`` to the end of the file."""
    readers = [(column, reader_of(column.field, column.hints, plan)) for column in plan.columns]
    rows = (row for row in table.rows if row.number > after)
    further = _further(plan)
    while chunk := list(islice(rows, ROWS)):
        batch = _cleaned(chunk, readers)
        batch.rows = further(batch.rows)
        yield batch


def prepared_row(plan: Plan, row: Row) -> Prepared:
    """One row read and cleaned, for a row that a person corrected."""
    readers = [(column, reader_of(column.field, column.hints, plan)) for column in plan.columns]
    return _cleaned([row], readers).rows[0]


def noted(notes: Notes) -> dict[str, dict[str, object]]:
    """The oddities of a file as a report keeps them."""
    return {code: {"count": note.count, "rows": note.examples} for code, note in notes.items()}


def _further(plan: Plan) -> Callable[[list[Prepared]], list[Prepared]]:
    """What is done with clean rows here, so that the writing process need not."""
    if plan.drafting:
        return Drafts(plan.drafting, plan.searched).of
    if plan.searched:
        return lambda rows: [_findable(row, plan.searched) for row in rows]
    return lambda rows: rows


def _findable(row: Prepared, names: tuple[str, ...]) -> Prepared:
    title, *others = [row.values.get(name) or "" for name in names]
    return row._replace(findable=prepared(title, others))


def _cleaned(chunk: list[Row], readers: list[tuple[Column, Reader]]) -> Batch:
    changes: Counter[tuple[str, str]] = Counter()
    values: list[dict[str, object]] = [{} for _ in chunk]
    problems: list[list[Problem]] = [[Problem("", row.fault)] if row.fault else [] for row in chunk]
    for column, read in readers:
        name, position = column.field.name, column.position
        for place, row in enumerate(chunk):
            cell = row.cells[position] if position < len(row.cells) else ""
            if cell == "":
                continue
            value, change, problem = read(cell)
            if change:
                changes[name, change] += 1
            if problem:
                problems[place].append(Problem(name, problem, str(cell)[:SHOWN]))
            else:
                values[place][name] = value
    rows = [
        Prepared(row.number, found, row.cells, tuple(wrong))
        for row, found, wrong in zip(chunk, values, problems, strict=True)
    ]
    return Batch(rows, chunk[-1].number, changes)
