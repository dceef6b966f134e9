"""Files of rows: CSV for machines, XLSX for people; written row by row in constant memory."""

import csv
import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Any, Protocol
from unicodedata import east_asian_width

import xlsxwriter
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from xlsxwriter.exceptions import FileCreateError

from guanxi.platform.errors import RuleBroken
from guanxi.platform.exports.formulas import harmless
from guanxi.platform.exports.values import Cell, text_of

ROWS_OF_SHEET = 1_000_000
LONGEST_CELL = 32_767
EXACT_DIGITS = 10**15
# Columns are as wide as what the first rows hold, within reason; a Chinese character takes two.
MEASURED_ROWS, NARROWEST, WIDEST = 200, 8, 44


class Sheet(Protocol):
    """Takes a heading and rows, then is closed; ``cut`` counts the texts that did not fit."""

    cut: int

    def row(self, cells: Sequence[Cell]) -> None:
        """Write the next row."""

    def close(self) -> None:
        """Finish the file."""


class CsvSheet:
    """UTF-8, quoted where needed; with a byte order mark Excel knows that it is UTF-8."""

    cut = 0

    def __init__(self, path: Path, heading: Sequence[str], *, mark: bool = True) -> None:
        encoding = "utf-8-sig" if mark else "utf-8"
        self._file = path.open("w", encoding=encoding, newline="", errors="replace")
        self._writer = csv.writer(self._file, lineterminator="\r\n")
        self._writer.writerow([harmless(one) for one in heading])

    def row(self, cells: Sequence[Cell]) -> None:
        self._writer.writerow(
            [harmless(cell) if isinstance(cell, str) else text_of(cell) for cell in cells]
        )

    def close(self) -> None:
        self._file.close()


@contextmanager
def closing(sheet: Sheet) -> Iterator[None]:
    """Finish the file at the end; after a fault only that one is told, not what comes of it."""
    try:
        yield
    except BaseException:
        # A row that a full disk cut in two can not even be read back.
        with suppress(OSError, ValueError):
            sheet.close()
        raise
    sheet.close()


class XlsxSheet:
    """Text is typed as text, so that nothing in it is a formula, a link or a number."""

    def __init__(
        self,
        path: Path,
        heading: Sequence[str],
        *,
        may_cut: bool = True,
        patterns: Sequence[str] = (),
        about: Sequence[str] = (),
    ) -> None:
        """`patterns` say how the numbers of each column are shown, such as 0.0%; "" as they are.

        `about` are lines for a last sheet that says what the others hold.
        """
        self._about = about
        self.cut = 0
        self._may_cut = may_cut
        self._book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_date_format": "yyyy-mm-dd",
            },
        )
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._bold = self._book.add_format({"bold": True})
        self._shown = [
            self._book.add_format({"num_format": one}) if one else None for one in patterns
        ]
        self._heading = list(heading)
        self._start_sheet()

    def row(self, cells: Sequence[Cell]) -> None:
        if self._at > ROWS_OF_SHEET:
            self._finish_sheet()
            self._start_sheet()
        if self._at <= MEASURED_ROWS:
            self._measure(cells)
        for column, cell in enumerate(cells):
            self._write(column, cell)
        self._at += 1

    def close(self) -> None:
        self._finish_sheet()
        self._tell_about()
        try:
            self._book.close()
        except FileCreateError as fault:
            # The library wraps what the disk says into a fault of its own.
            if fault.args and isinstance(fault.args[0], OSError):
                raise fault.args[0] from fault
            raise

    def _start_sheet(self) -> None:
        self._sheet: Any = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        for column, title in enumerate(self._heading):
            self._sheet.write_string(0, column, title, self._bold)
        self._at = 1
        self._widths = [max(NARROWEST, _width(title)) for title in self._heading]

    def _finish_sheet(self) -> None:
        last = max(len(self._heading) - 1, 0)
        self._sheet.autofilter(0, 0, self._at - 1, last)
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, min(width + 2, WIDEST))

    def _tell_about(self) -> None:
        if not self._about:
            return
        sheet = self._book.add_worksheet(gettext("About this"))
        sheet.set_column(0, 0, 2 * WIDEST)
        for line, text in enumerate(self._about):
            sheet.write_string(line, 0, text)

    def _measure(self, cells: Sequence[Cell]) -> None:
        wide = [_width(text_of(cell)) for cell in cells]
        pairs = zip_longest(self._widths, wide, fillvalue=NARROWEST)
        self._widths = [max(pair) for pair in pairs]

    def _write(self, column: int, cell: Cell) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, dt.datetime):
            self._sheet.write_datetime(self._at, column, cell, self._moment)
        elif isinstance(cell, dt.date):
            self._write_day(column, cell)
        elif isinstance(cell, int | float | Decimal) and -EXACT_DIGITS < cell < EXACT_DIGITS:
            shown = self._shown[column] if column < len(self._shown) else None
            self._sheet.write_number(self._at, column, cell, shown)
        else:
            self._sheet.write_string(self._at, column, self._fitting(str(cell)))

    def _fitting(self, text: str) -> str:
        # Excel counts a character beyond the first 65,536 as two.
        if len(text) * 2 <= LONGEST_CELL or len(text.encode("utf-16-le")) // 2 <= LONGEST_CELL:
            return text
        if not self._may_cut:
            raise RuleBroken(
                _("A text is longer than a cell of XLSX can hold. Export as CSV instead.")
            )
        self.cut += 1
        return text.encode("utf-16-le")[: LONGEST_CELL * 2].decode("utf-16-le", "ignore")

    def _write_day(self, column: int, day: dt.date) -> None:
        # Excel's calendar begins with 1900.
        if day.year < 1900:
            self._sheet.write_string(self._at, column, day.isoformat())
        else:
            self._sheet.write_datetime(self._at, column, day)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text[:WIDEST])
