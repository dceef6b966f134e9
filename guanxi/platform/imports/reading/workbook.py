"""Rows of a sheet, streamed from the zip with expat.

openpyxl in its read-only mode needs 195 s for a million rows of eight cells and calamine keeps
the whole sheet in memory; this takes the cells alone and keeps one block of the file at a time.
"""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from xml.parsers.expat import ExpatError

from guanxi.platform.imports.reading.events import streamed
from guanxi.platform.imports.reading.kinds import (
    MAX_CELL,
    MAX_COLUMNS,
    Cell,
    Course,
    Notes,
    Row,
    Unreadable,
)
from guanxi.platform.imports.reading.sheets import (
    DAMAGED,
    SharedTexts,
    date_styles,
    layout_of,
    shared_texts,
    unescaped,
)

_DAY_ZERO = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
_LAST_SERIAL = 2_958_465


def rows_of_sheet(
    archive: zipfile.ZipFile, sheet: str, course: Course, notes: Notes
) -> Iterator[Row]:
    """Every row of the sheet that has cells; formulas give the value last computed for them.

    Those for which none was ever computed, as programs write them, are noted.
    """
    layout = layout_of(archive)
    try:
        values = _Values(shared_texts(archive), date_styles(archive), layout.from_1904)
        part = layout.parts[sheet]
        with archive.open(part) as file:
            course.follow(file.tell, archive.getinfo(part).file_size)
            yield from streamed(file.read, _Cells(values, notes))
    except (*DAMAGED, ExpatError) as error:
        raise Unreadable("half_written") from error


def sheet_names(archive: zipfile.ZipFile) -> list[str]:
    """The sheets one can choose from, visible ones first."""
    return list(layout_of(archive).parts)


class _Values:
    """Turns what stands in a cell into text, number, truth or time."""

    def __init__(self, texts: SharedTexts, dates: frozenset[str], from_1904: bool) -> None:
        self._texts = texts
        self._dates = dates
        self._day_zero = _DAY_ZERO[from_1904]

    def value(self, kind: str, style: str, raw: str) -> Cell:
        if kind == "s":
            return self._texts[int(raw)]
        if kind in ("", "n"):
            return self._number(style, raw)
        if kind == "b":
            return raw.strip() == "1"
        if kind == "d":
            return datetime.fromisoformat(raw)
        return unescaped(raw)

    def _number(self, style: str, raw: str) -> Cell:
        if not raw.strip():
            return ""
        number = float(raw)
        if style in self._dates and 0 <= number <= _LAST_SERIAL:
            return _moment(self._day_zero, number)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _moment(day_zero: datetime, serial: float) -> Cell:
    moment = day_zero + timedelta(seconds=round(serial * 86_400))
    if serial < 1:
        return moment.time().isoformat()
    if serial.is_integer():
        return date(moment.year, moment.month, moment.day)
    return moment


class _Cells:
    """Collects the cells of each row from the events of the parser."""

    def __init__(self, values: _Values, notes: Notes) -> None:
        self._value, self._notes = values.value, notes
        self._rows: list[Row] = []
        self._row: list[Cell] = []
        self._number = 0
        self._column = 0
        self._kind = self._style = ""
        self._found: list[str] = []
        self._is_in_text = self._is_in_reading_aid = self._is_formula = False
        self._columns: dict[str, int] = {}
        self._names: tuple[str, ...] = ()

    def take(self) -> list[Row]:
        rows, self._rows = self._rows, []
        return rows

    def start(self, name: str, given: dict[str, str]) -> None:
        if not self._names:
            prefix = name.rpartition("worksheet")[0]
            self._names = tuple(prefix + local for local in ("c", "v", "t", "row", "rPh", "f"))
        cell, value, text, row, reading_aid, formula = self._names
        if name == cell:
            self._column = self._place(given.get("r", ""))
            self._kind, self._style = given.get("t", ""), given.get("s", "")
            self._found, self._is_formula = [], False
        elif name in (value, text):
            self._is_in_text = not self._is_in_reading_aid
        elif name == row:
            self._number = int(given.get("r") or self._number + 1)
            self._row, self._column = [], 0
        elif name == reading_aid:
            self._is_in_reading_aid = True
        elif name == formula:
            self._is_formula = True

    def text(self, piece: str) -> None:
        if self._is_in_text:
            self._found.append(piece)

    def end(self, name: str) -> None:
        cell, value, text, row, reading_aid, _formula = self._names
        if name == cell:
            if self._found:
                self._keep("".join(self._found))
            elif self._is_formula:
                self._notes.add("formula_without_result", self._number)
                self._keep("")
        elif name in (value, text):
            self._is_in_text = False
        elif name == row and self._row:
            self._rows.append(Row(self._number, self._row))
        elif name == reading_aid:
            self._is_in_reading_aid = False

    def _keep(self, raw: str) -> None:
        if self._column > MAX_COLUMNS:
            raise Unreadable("too_many_columns", limit=MAX_COLUMNS)
        row = self._row
        if len(row) < self._column - 1:
            row.extend([""] * (self._column - 1 - len(row)))
        row.append(self._value(self._kind, self._style, raw[:MAX_CELL]))

    def _place(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        if not letters:
            return self._column + 1
        if letters not in self._columns:
            place = 0
            for letter in letters:
                place = place * 26 + ord(letter) - 64
            self._columns[letters] = place
        return self._columns[letters]
