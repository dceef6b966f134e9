"""Which column of a file goes to which field, ready to be sent to another process."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from guanxi.platform.cleaning import Hints
from guanxi.platform.imports.reading import Cell, Choices
from guanxi.platform.imports.signs import MatchRule, Sign
from guanxi.platform.nouns.fields import Field
from guanxi.platform.records.bulk_writing import Making
from guanxi.platform.records.drafting import Draft


class Problem(NamedTuple):
    """What is wrong with one cell, or with the whole row when ``field`` is empty."""

    field: str
    code: str
    value: str = ""


class Prepared(NamedTuple):
    """One row with its clean values by field; problems keep it out of the books.

    ``signs`` are what it could be met by, rule by rule, and ``draft`` its record, where both can be
    told without the books; ``findable`` is what the search index will hold of a new record.
    """

    number: int
    values: dict[str, Any]
    cells: list[Cell]
    problems: tuple[Problem, ...] = ()
    findable: tuple[str, str] | None = None
    signs: tuple[Sign, ...] = ()
    draft: Draft | None = None


@dataclass
class Batch:
    """Some rows in the order of the file, and how often what was changed while cleaning."""

    rows: list[Prepared]
    last: int
    changes: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass(frozen=True)
class Column:
    """A column of the file and the field it fills."""

    position: int
    field: Field
    hints: Hints


@dataclass(frozen=True)
class Drafting:
    """The noun whose records the reading process makes ready, and by what they are met."""

    noun: str
    making: Making
    rules: tuple[MatchRule, ...]


@dataclass(frozen=True)
class Plan:
    """Everything that reading and cleaning need to know."""

    path: str
    choices: Choices
    columns: tuple[Column, ...]
    time_zone: str
    region: str = "CN"
    currency: str = "CNY"
    searched: tuple[str, ...] = ()
    drafting: Drafting | None = None
