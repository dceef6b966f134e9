"""What a reader gives: rows of plain cells, and notes on what was odd in the file."""

from collections.abc import Callable, Iterator
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


class Course:
    """How much of a file was read, as a share of it: 0 before the first byte, 1 at the end."""

    def __init__(self) -> None:
        self._place: Callable[[], int] = lambda: 0
        self._size = 1

    def follow(self, place: Callable[[], int], size: int) -> None:
        """From now on the share is the ``place`` among ``size`` bytes."""
        self._place, self._size = place, max(1, size)

    @property
    def share(self) -> float:
        """The share now; a file that was closed was read to its end."""
        try:
            return min(1.0, self._place() / self._size)
        except ValueError:
            return 1.0


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
    """A header and a stream of rows as wide as it.

    `notes` grows while rows are read, and `course` tells how far they were read.
    """

    header: list[str]
    rows: Iterator[Row]
    notes: Notes
    choices: Choices
    sheets: list[str] = field(default_factory=list)
    course: Course = field(default_factory=Course)
