"""Reads and cleans a file batch by batch; touches no database."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from guanxi.platform.cleaning import Address
from guanxi.platform.imports.cells import Reader, is_code, reader_of
from guanxi.platform.imports.drafts import Draftsman
from guanxi.platform.imports.naming import number_there
from guanxi.platform.imports.plan import Batch, Column, Plan, Prepared, Problem
from guanxi.platform.imports.reading import Cell, Notes, Row, Table, Unreadable, open_table
from guanxi.platform.imports.standing import Sieve, sieve_of
from guanxi.platform.search.grams import indexed_texts
from guanxi.platform.search.index import prepared

# Reads a cell, knowing what was read of its row before.
ReaderOfRow = Callable[[dict[str, Any]], Reader]
ROWS = 2_000
SHOWN = 200


class _Reading(NamedTuple):
    """How a column is read, and which of its cells need not be."""

    column: Column
    read: Reader
    of_row: ReaderOfRow | None
    sieve: Sieve | None


def opened(plan: Plan) -> Table:
    """The file of the plan."""
    return open_table(Path(plan.path), plan.choices)


def batches(plan: Plan, table: Table, after: int = 0) -> Iterator[Batch]:
    """Clean rows in batches, from the first row beyond ``after`` to the end of the file."""
    readers = _readers(plan)
    rows = (row for row in table.rows if row.number > after)
    further = _further(plan)
    for chunk in _chunks(rows):
        batch = further(_cleaned(chunk, readers, plan))
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


def prepared_rows(plan: Plan, rows: list[Row]) -> list[Prepared]:
    """Some rows read and cleaned anew, such as one that a person corrected."""
    return _cleaned(rows, _readers(plan), plan).rows


def noted(notes: Notes) -> dict[str, dict[str, object]]:
    """The oddities of a file as a report keeps them."""
    return {code: {"count": note.count, "rows": note.examples} for code, note in notes.items()}


def _further(plan: Plan) -> Callable[[Batch], Batch]:
    """What is done with clean rows here, so that the writing process need not."""
    if plan.drafting:
        return Draftsman(plan.drafting, plan.searched).drafted
    if plan.searched:
        return lambda batch: _findable(batch, plan.noun, plan.searched)
    return lambda batch: batch


def _findable(batch: Batch, noun: str, names: tuple[str, ...]) -> Batch:
    columns = [[row.values.get(name) or "" for row in batch.rows] for name in names]
    findable = prepared(noun, indexed_texts(columns))
    batch.rows = [
        row._replace(findable=ready) for row, ready in zip(batch.rows, findable, strict=True)
    ]
    return batch


def _readers(plan: Plan) -> list[_Reading]:
    """How to read each column; amounts in the currency of their row come after that."""
    named = {column.field.name for column in plan.columns}
    columns = sorted(plan.columns, key=lambda one: one.field.currency_path in named)
    return [
        _Reading(
            one,
            reader_of(one, plan),
            _of_row(one, plan) if one.field.currency_path in named else None,
            sieve_of(one, is_code=is_code(one.field)),
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


def _cleaned(chunk: list[Row], readers: list[_Reading], plan: Plan) -> Batch:
    changes: Counter[tuple[str, str]] = Counter()
    values: list[dict[str, Any]] = [{} for _ in chunk]
    problems: list[list[Problem]] = [[Problem("", row.fault)] if row.fault else [] for row in chunk]
    for reading in readers:
        cells = _column(chunk, reading.column.position)
        places = _keep(reading, cells, values)
        if plan.blanks_count:
            nothing = dict.fromkeys(_filled_by(reading.column))
            for place in places:
                if cells[place] == "":
                    values[place].update(nothing)
        _read(reading, [(place, cells[place]) for place in places], values, problems, changes)
    rows = [
        Prepared(row.number, found, row.cells, tuple(wrong))
        for row, found, wrong in zip(chunk, values, problems, strict=True)
    ]
    if plan.exactness.is_of_other_books:
        rows = [one._replace(there=number_there(one.cells, plan.exactness)) for one in rows]
    return Batch(rows, changes)


def _keep(reading: _Reading, cells: list[Cell], values: list[dict[str, Any]]) -> Sequence[int]:
    """Take over the cells that stand as they are; gives the places of the others."""
    places = range(len(cells))
    doubtful = reading.sieve(cells) if reading.sieve else places
    if len(doubtful) == len(cells):
        return doubtful
    name = reading.column.field.name
    if not doubtful:
        for found, cell in zip(values, cells, strict=True):
            found[name] = cell
        return doubtful
    for place in {*places}.difference(doubtful):
        values[place][name] = cells[place]
    return doubtful


def _read(
    reading: _Reading,
    cells: Iterable[tuple[int, Cell]],
    values: list[dict[str, Any]],
    problems: list[list[Problem]],
    changes: Counter[tuple[str, str]],
) -> None:
    """Put into the rows what the reader makes of these cells, each with its place."""
    column, read, of_row = reading.column, reading.read, reading.of_row
    name = column.field.name
    for place, cell in cells:
        if cell == "":
            continue
        if of_row:
            read = of_row(values[place])
        value, change, problem = read(cell)
        if problem:
            problems[place].append(Problem(name, problem, str(cell)[:SHOWN]))
        elif column.is_whole_address and value:
            values[place].update(value._asdict())
        else:
            values[place][name] = value
        if change:
            changes[name, change] += 1


def _filled_by(column: Column) -> tuple[str, ...]:
    return Address._fields if column.is_whole_address else (column.field.name,)


def _column(chunk: list[Row], position: int) -> list[Cell]:
    try:
        return [row.cells[position] for row in chunk]
    except IndexError:
        return [row.cells[position] if position < len(row.cells) else "" for row in chunk]
