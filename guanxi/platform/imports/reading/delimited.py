"""Rows of a text file, one at a time, whatever is wrong with some of them."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from guanxi.platform.exports.formulas import as_it_was
from guanxi.platform.imports.reading.kinds import (
    MAX_CELL,
    Cell,
    Course,
    Notes,
    Row,
    Unreadable,
)
from guanxi.platform.imports.reading.mixed import KEPT, UNREADABLE, Strangers

MAX_LINE = 10_000_000
MAX_LINES_IN_ROW = 500

csv.field_size_limit(MAX_CELL)


class _RunawayQuote(Exception):
    """A quote that was opened did not close within reason."""


class _Lines:
    """Lines of a file without NUL bytes; remembers those of the row being read."""

    def __init__(self, file: TextIO, notes: Notes) -> None:
        self.of_row: list[str] = []
        self._file = file
        self._notes = notes
        self._again: list[str] = []
        self._strangers = Strangers()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._again:
            line = self._again.pop()
        else:
            line = self._file.readline(MAX_LINE)
            if "\0" in line or UNREADABLE in line or len(line) >= MAX_LINE:
                line = self._mended(line)
        if not line:
            raise StopIteration
        self.of_row.append(line)
        if len(self.of_row) > MAX_LINES_IN_ROW:
            raise _RunawayQuote
        return line

    def put_back_all_but_first(self) -> str:
        """The first line of the row; the others will be read again."""
        self._again.extend(reversed(self.of_row[1:]))
        return self.of_row[0]

    def _mended(self, line: str) -> str:
        if len(line) >= MAX_LINE:
            raise Unreadable("line_too_long", limit=MAX_LINE)
        if "\0" in line:
            self._notes.add("nul_bytes", count=line.count("\0"))
            line = line.replace("\0", "") or "\n"
        if UNREADABLE in line:
            line, encoding = self._strangers.read(line)
            if encoding:
                self._notes.add(f"lines:{encoding}", line.strip()[:40])
            if wrong := line.count(UNREADABLE):
                self._notes.add("undecodable", line.strip()[:40], wrong)
        return line


def rows_of_text(
    path: Path, encoding: str, delimiter: str, quote: str, notes: Notes, course: Course
) -> Iterator[Row]:
    """Every row of the file with its number; a broken quote costs one row, not the rest."""
    with (
        path.open("rb") as raw,
        TextIOWrapper(raw, encoding=encoding, errors=_errors(encoding), newline="") as file,
    ):
        course.follow(raw.tell, path.stat().st_size)
        lines = _Lines(file, notes)
        _skip_sep_line(file)
        reader = _reader(lines, delimiter, quote)
        number = 0
        while True:
            number += 1
            lines.of_row.clear()
            row = _next_row(reader, lines, delimiter, quote)
            if row is None:
                return
            cells, fault = row
            if "'" in "".join(lines.of_row):
                cells = [as_it_was(str(cell)) for cell in cells]
            yield Row(number, cells, fault)


def sample_of(path: Path, encoding: str, *, lines: int = 200, chars: int = 500_000) -> list[str]:
    """The first lines of the file, for looking at its delimiter and header."""
    sample: list[str] = []
    strangers = Strangers()
    with path.open(encoding=encoding, errors=_errors(encoding), newline="") as file:
        _skip_sep_line(file)
        while len(sample) < lines and chars > 0 and (line := file.readline(chars)):
            sample.append(strangers.read(line.replace("\0", ""))[0])
            chars -= len(line)
    return sample


def _errors(encoding: str) -> str:
    # Other encodings take nearly every byte for some sign, so what is no sign of theirs is lost.
    return KEPT if encoding.startswith("utf-8") else "replace"


def _reader(lines: _Lines, delimiter: str, quote: str) -> Iterator[list[str]]:
    if not quote:
        return csv.reader(lines, delimiter=delimiter, quotechar=None, quoting=csv.QUOTE_NONE)
    return csv.reader(lines, delimiter=delimiter, quotechar=quote)


def _next_row(
    reader: Iterator[list[str]], lines: _Lines, delimiter: str, quote: str
) -> tuple[list[Cell], str] | None:
    try:
        cells = next(reader)
    except StopIteration:
        return None
    except (_RunawayQuote, csv.Error):
        return _first_line_alone(lines, delimiter)
    if len(lines.of_row) > 1 and _is_open(lines.of_row, quote):
        return _first_line_alone(lines, delimiter)
    return list(cells), ""


def _is_open(of_row: list[str], quote: str) -> bool:
    # Only the end of the file ends a row inside quotes, so this runs for rows of many lines alone.
    return bool(quote) and sum(line.count(quote) for line in of_row) % 2 == 1


def _first_line_alone(lines: _Lines, delimiter: str) -> tuple[list[Cell], str]:
    line = lines.put_back_all_but_first().rstrip("\r\n")
    if len(line) > MAX_CELL:
        return [piece[:MAX_CELL] for piece in line.split(delimiter)], "cell_too_long"
    return list(line.split(delimiter)), "broken_quote"


def _skip_sep_line(file: TextIO) -> None:
    """Step over the `sep=;` line that some spreadsheets write first."""
    if not file.readline(20).strip().lower().startswith("sep="):
        file.seek(0)
