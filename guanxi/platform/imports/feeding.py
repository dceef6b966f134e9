"""Reads and cleans a file batch by batch; touches no database."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from guanxi.platform.cleaning import Address
from guanxi.platform.imports.cells import Reader, reader_of
from guanxi.platform.imports.drafts import Draftsman
from guanxi.platform.imports.plan import Batch, Column, Plan, Prepared, Problem
from guanxi.platform.imports.reading import Cell, Notes, Row, Table, Unreadable, open_table
from guanxi.platform.search.grams import indexed_text
from guanxi.platform.search.index import prepared

# Reads a cell, knowing what was read of its row before.
ReaderOfRow = Callable[[dict[str, Any]], Reader]
ROWS = 2_000
SHOWN = 200


def opened(plan: Plan) -> Table:
    """The file of the plan."""
    return open_table(Path(plan.path), plan.choices)


def batches(plan: Plan, table: Table, after: int = 0) -> Iterator[Batch]:
    """Clean rows in batches, from the first row beyond ``after`` to the end of the file."""
    readers = _readers(plan)
    rows = (row for row in table.rows if row.number > after)
    further = _further(plan)
    for chunk in _chunks(rows):
        batch = further(_cleaned(chunk, readers, plan.blanks_count))
        batch.share = table.course.share
        yield batch


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Rows by the thousand; what stands before an unreadable place comes before the complaint."""
    complaint: Unreadable | None = None
    while complaint is None:
        chunk: list[Row] = []
        try:
            for row in islice(rows, ROWS):
                chunk.append(row)  # noqa: PERF402 - what was read has to survive a complaint
        except Unreadable as refused:
            complaint = refused
        if chunk:
            yield chunk
        elif complaint is None:
            return
    raise complaint


def prepared_row(plan: Plan, row: Row) -> Prepared:
    """One row read and cleaned, for a row that a person corrected."""
    return _cleaned([row], _readers(plan), plan.blanks_count).rows[0]


def noted(notes: Notes) -> dict[str, dict[str, object]]:
    """The oddities of a file as a report keeps them."""
    return {code: {"count": note.count, "rows": note.examples} for code, note in notes.items()}


def _further(plan: Plan) -> Callable[[Batch], Batch]:
    """What is done with clean rows here, so that the writing process need not."""
    if plan.drafting:
        return Draftsman(plan.drafting, plan.searched).drafted
    if plan.searched:
        return lambda batch: _findable(batch, plan.searched)
    return lambda batch: batch


def _findable(batch: Batch, names: tuple[str, ...]) -> Batch:
    texts = []
    for row in batch.rows:
        title, *others = [row.values.get(name) or "" for name in names]
        texts.append(indexed_text(title, others))
    batch.rows = [
        row._replace(findable=ready) for row, ready in zip(batch.rows, prepared(texts), strict=True)
    ]
    return batch


def _readers(plan: Plan) -> list[tuple[Column, Reader, ReaderOfRow | None]]:
    """How to read each column; amounts in the currency of their row come after that."""
    named = {column.field.name for column in plan.columns}
    columns = sorted(plan.columns, key=lambda one: one.field.currency_path in named)
    return [
        (
            one,
            reader_of(one, plan),
            _of_row(one, plan) if one.field.currency_path in named else None,
        )
        for one in columns
    ]


def _of_row(column: Column, plan: Plan) -> ReaderOfRow:
    path, known = column.field.currency_path, dict[str, Reader]()

    def read(values: dict[str, Any]) -> Reader:
        currency = values.get(path) or ""
        if currency not in known:
            told = replace(plan, currency=currency, may_change=False) if currency else plan
            known[currency] = reader_of(column, told)
        return known[currency]

    return read


def _cleaned(
    chunk: list[Row],
    readers: list[tuple[Column, Reader, ReaderOfRow | None]],
    blanks_count: bool = False,
) -> Batch:
    changes: Counter[tuple[str, str]] = Counter()
    values: list[dict[str, Any]] = [{} for _ in chunk]
    problems: list[list[Problem]] = [[Problem("", row.fault)] if row.fault else [] for row in chunk]
    for column, always, of_row in readers:
        name = column.field.name
        for place, cell in enumerate(_column(chunk, column.position)):
            if cell == "":
                if blanks_count:
                    values[place].update(dict.fromkeys(_filled_by(column)))
                continue
            read = of_row(values[place]) if of_row else always
            value, change, problem = read(cell)
            if problem:
                problems[place].append(Problem(name, problem, str(cell)[:SHOWN]))
            elif column.is_whole_address and value:
                values[place].update(value._asdict())
            else:
                values[place][name] = value
            if change:
                changes[name, change] += 1
    rows = [
        Prepared(row.number, found, row.cells, tuple(wrong))
        for row, found, wrong in zip(chunk, values, problems, strict=True)
    ]
    return Batch(rows, changes)


def _filled_by(column: Column) -> tuple[str, ...]:
    return Address._fields if column.is_whole_address else (column.field.name,)


def _column(chunk: list[Row], position: int) -> list[Cell]:
    try:
        return [row.cells[position] for row in chunk]
    except IndexError:
        return [row.cells[position] if position < len(row.cells) else "" for row in chunk]
