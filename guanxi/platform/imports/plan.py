"""Which column of a file goes to which field, ready to be sent to another process."""

import pickle
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any, NamedTuple

from guanxi.platform.cleaning import Hints
from guanxi.platform.exports.exactness import Exactness
from guanxi.platform.imports.naming import There
from guanxi.platform.imports.reading import Cell, Choices
from guanxi.platform.imports.signs import MatchRule, Sign, SignColumns
from guanxi.platform.nouns.fields import Field
from guanxi.platform.records.bulk_writing import Making
from guanxi.platform.records.drafting import Drafts
from guanxi.platform.search.engines import Ready


class Problem(NamedTuple):
    """What is wrong with one cell, or with the whole row when ``field`` is empty."""

    field: str
    code: str
    value: str = ""


class Prepared(NamedTuple):
    """One row with its clean values by field; problems keep it out of the books.

    ``findable`` is what the search index will hold of a new record, where it can be told already;
    ``signs`` are what the record could be met by, rule by rule; ``there`` is which record of other
    books it is, where the file tells.
    """

    number: int
    values: dict[str, Any]
    cells: list[Cell]
    problems: tuple[Problem, ...] = ()
    findable: Ready = None
    signs: tuple[Sign, ...] = ()
    there: There | None = None


@dataclass
class Drafted:
    """Rows whose records are ready: their numbers, drafts, and what their signs are made of.

    Signs travel as columns, whose texts are those of the drafts: as pairs they would be made here,
    packed and unpacked again one by one.
    ``packed`` holds the cells of rows in the file, of which these are the ``places``; it stays
    packed, since cells are asked for only when the database refuses a row.
    """

    numbers: list[int]
    drafts: Drafts
    met_by: SignColumns
    packed: bytes
    places: list[int]

    def only(self, keep: Sequence[bool]) -> "Drafted":
        """Those that are to be kept, in the same order."""
        numbers, places = list(compress(self.numbers, keep)), list(compress(self.places, keep))
        met_by = {path: list(compress(one, keep)) for path, one in self.met_by.items()}
        return Drafted(numbers, self.drafts.only(keep), met_by, self.packed, places)

    def as_in_the_file(self) -> list[Prepared]:
        """The rows with their cells alone, to be kept as rejected."""
        cells = pickle.loads(self.packed)  # noqa: S301 - packed by our own process
        rows = zip(self.numbers, self.places, strict=True)
        return [Prepared(number, {}, cells[place]) for number, place in rows]


@dataclass
class Batch:
    """Some rows of the file, and how often what was changed while cleaning.

    ``rows`` are to be made into records by the writer, ``drafted`` are made already; ``share`` of
    the file was read when they came.
    """

    rows: list[Prepared]
    changes: Counter[tuple[str, str]] = field(default_factory=Counter)
    drafted: Drafted | None = None
    share: float = 0.0

    @property
    def numbers(self) -> list[int]:
        """The numbers of all rows in the order of the file."""
        drafted = self.drafted.numbers if self.drafted else []
        return sorted([*drafted, *(row.number for row in self.rows)])

    def as_in_the_file(self) -> list[Prepared]:
        """The rows with their cells, to be kept as rejected."""
        return [*self.rows, *(self.drafted.as_in_the_file() if self.drafted else ())]

    def parts(self, size: int) -> "Iterator[Batch]":
        """The batch in parts of so many rows; the first tells of the changes."""
        numbers = self.numbers
        if len(numbers) <= size:
            yield self
            return
        changes = self.changes
        for start in range(0, len(numbers), size):
            first, last = numbers[start], numbers[min(start + size, len(numbers)) - 1]
            yield self._between(first, last, changes)
            changes = Counter()

    def _between(self, first: int, last: int, changes: Counter[tuple[str, str]]) -> "Batch":
        rows = [row for row in self.rows if first <= row.number <= last]
        drafted = self.drafted
        if drafted:
            drafted = drafted.only([first <= number <= last for number in drafted.numbers])
        return Batch(rows, changes, drafted if drafted and drafted.numbers else None, self.share)


@dataclass(frozen=True)
class Column:
    """A column of the file and the field it fills.

    ``is_whole_address`` says that its cells also tell province, city and district.
    """

    position: int
    field: Field
    hints: Hints
    is_whole_address: bool = False


@dataclass(frozen=True)
class Drafting:
    """The noun whose records the reading process makes ready, and by what they are met."""

    noun: str
    making: Making
    rules: tuple[MatchRule, ...]


@dataclass(frozen=True)
class Plan:
    """Everything that reading and cleaning need to know.

    ``exactness`` says whether the file is an exact export, whose texts are taken as they stand;
    ``blanks_count`` that an empty cell is a value: nothing. Where rows ``may_change`` records,
    amounts without a currency of their own wait for that of the record.
    """

    path: str
    choices: Choices
    columns: tuple[Column, ...]
    time_zone: str
    region: str = "CN"
    currency: str = "CNY"
    noun: str = ""
    searched: tuple[str, ...] = ()
    drafting: Drafting | None = None
    exactness: Exactness = Exactness()
    blanks_count: bool = False
    may_change: bool = False
