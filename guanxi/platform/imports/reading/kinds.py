"""What a reader gives: rows of plain cells, and notes on what was odd in the file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

Cell = str | int | float | bool | date | datetime

MAX_COLUMNS = 2_000
MAX_CELL = 100_000
EXAMPLES = 5


class Unreadable(Exception):
    """The file cannot be read as a table; `code` says why and `details` fill the message."""

    def __init__(self, code: str, **details: str | int) -> None:
        super().__init__(f"{code} {details}" if details else code)
        self.code = code
        self.details = details


class Row(NamedTuple):
    """One row of the file: its number as a spreadsheet shows it, its cells, and what is wrong."""

    number: int
    cells: list[Cell]
    fault: str = ""


@dataclass
class Note:
    """How often one oddity was met, with the first rows or names that show it."""

    count: int = 0
    examples: list[str] = field(default_factory=list)


class Notes(dict[str, Note]):
    """Oddities of a file by their code, counted while it is read."""

    def add(self, code: str, example: object = "", count: int = 1) -> None:
        note = self.setdefault(code, Note())
        note.count += count
        if example != "" and len(note.examples) < EXAMPLES:
            note.examples.append(str(example))


@dataclass(frozen=True)
class Choices:
    """How to read a file; what is left empty is found out by looking at it."""

    encoding: str = ""
    delimiter: str = ""
    quote: str | None = None
    sheet: str = ""
    header_row: int = 0


@dataclass
class Table:
    """A header and a stream of rows as wide as it; `notes` grows while rows are read."""

    header: list[str]
    rows: Iterator[Row]
    notes: Notes
    choices: Choices
    sheets: list[str] = field(default_factory=list)
