"""Any file a person may upload, opened as one table."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from guanxi.platform.imports.reading.archive import opened_workbook
from guanxi.platform.imports.reading.delimited import rows_of_text, sample_of
from guanxi.platform.imports.reading.dialect import delimiter_of, quote_of
from guanxi.platform.imports.reading.encoding import encoding_of
from guanxi.platform.imports.reading.headers import LOOK_AT, header_position, unique_names
from guanxi.platform.imports.reading.kinds import (
    MAX_COLUMNS,
    Cell,
    Choices,
    Course,
    Notes,
    Row,
    Table,
    Unreadable,
)
from guanxi.platform.imports.reading.workbook import rows_of_sheet, sheet_names

_SIGNATURES = {
    b"PK\x03\x04": "workbook",
    b"PK\x05\x06": "workbook",
    b"\xd0\xcf\x11\xe0": "old_workbook",
    b"%PDF": "not_a_table",
    b"{\\rt": "not_a_table",
    b"\x1f\x8b": "not_a_table",
    b"<htm": "web_page",
    b"<tab": "web_page",
    b"<!do": "web_page",
}


def open_table(path: Path, choices: Choices | None = None) -> Table:
    """The file as header and streamed rows; its `choices` read the same rows again."""
    choices = choices or Choices()
    kind = _kind_of(path)
    if kind == "workbook":
        return _open_workbook(path, choices)
    if kind:
        raise Unreadable(kind)
    return _open_text(path, choices)


def _kind_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            start = file.read(64)
    except OSError as error:
        raise Unreadable("missing_file") from error
    if not start.strip():
        raise Unreadable("empty_file")
    return _SIGNATURES.get(start.removeprefix(b"\xef\xbb\xbf").lstrip()[:4].lower(), "") or (
        _SIGNATURES.get(start[:4], "")
    )


def _open_text(path: Path, choices: Choices) -> Table:
    notes, course = Notes(), Course()
    encoding = _known(choices.encoding) or encoding_of(path)
    sample = sample_of(path, encoding)
    quote = quote_of(sample) if choices.quote is None else choices.quote
    delimiter = choices.delimiter or delimiter_of(sample, quote)
    rows = rows_of_text(path, encoding, delimiter, quote, notes, course)
    chosen = replace(choices, encoding=encoding, delimiter=delimiter, quote=quote)
    return _headed(Table([], rows, notes, chosen, [], course))


def _known(encoding: str) -> str:
    try:
        "".encode(encoding or "utf-8")
    except (LookupError, ValueError) as error:
        raise Unreadable("no_such_encoding", encoding=encoding) from error
    return encoding


def _open_workbook(path: Path, choices: Choices) -> Table:
    archive = opened_workbook(path)
    sheets = sheet_names(archive)
    if not sheets:
        raise Unreadable("empty_file")
    if choices.sheet and choices.sheet not in sheets:
        raise Unreadable("no_such_sheet", sheet=choices.sheet)
    sheet = choices.sheet or sheets[0]
    course, notes = Course(), Notes()
    rows = rows_of_sheet(archive, sheet, course, notes)
    return _headed(Table([], rows, notes, replace(choices, sheet=sheet), sheets, course))


def _headed(raw: Table) -> Table:
    """The table below its header, once the first rows have told which that is."""
    rows, notes, choices = raw.rows, raw.notes, raw.choices
    first = list(islice(rows, LOOK_AT))
    if choices.header_row:
        position = next((i for i, row in enumerate(first) if row.number == choices.header_row), -1)
    else:
        position = header_position(first) if first else -1
    if position < 0 or not any(cell != "" for cell in first[position].cells):
        raise Unreadable("empty_file")
    header = unique_names(first[position].cells, notes)
    if len(header) > MAX_COLUMNS:
        raise Unreadable("too_many_columns", limit=MAX_COLUMNS)
    body = chain(first[position + 1 :], rows)
    chosen = replace(choices, header_row=first[position].number)
    return replace(raw, header=header, rows=_as_wide_as(len(header), body, notes), choices=chosen)


def _as_wide_as(width: int, rows: Iterator[Row], notes: Notes) -> Iterator[Row]:
    is_bare = True
    for row in rows:
        cells = row.cells
        if len(cells) != width:
            row = _fitted(row, width, notes)
        if row.fault:
            notes.add(row.fault, row.number)
        elif not _has_content(cells):
            notes.add("blank_rows")
            continue
        is_bare = False
        yield row
    if is_bare:
        notes.add("no_rows")


def _fitted(row: Row, width: int, notes: Notes) -> Row:
    cells = row.cells
    if len(cells) < width:
        if cells:
            notes.add("short_rows", row.number)
        return row._replace(cells=cells + [""] * (width - len(cells)))
    if _has_content(cells[width:]) and not row.fault:
        return row._replace(fault="too_many_cells")
    return row if row.fault else row._replace(cells=cells[:width])


def _has_content(cells: list[Cell]) -> bool:
    return any(not isinstance(cell, str) or cell.strip() for cell in cells)
