"""What a cell calls a related record: its code, its name, or # and its number."""

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from guanxi.platform.cleaning import Cell, Cleaned
from guanxi.platform.cleaning.kinds import plain
from guanxi.platform.exports.exactness import Exactness
from guanxi.platform.nouns.fields import Field


class There(NamedTuple):
    """A record of other books: their mark, its number there, and its title where that helps."""

    books: str
    number: int
    title: str = ""

    @property
    def bare(self) -> "There":
        """The record without its title, which may change."""
        return There(self.books, self.number)

    def __str__(self) -> str:
        return self.title or f"#{self.number}"


_NUMBER = re.compile(r"#([1-9]\d{0,17})", re.ASCII)
_NUMBER_AND_TITLE = re.compile(r"(#[1-9]\d{0,17}) (.+)", re.ASCII | re.DOTALL)
_BARE = re.compile(r"[1-9]\d{0,17}", re.ASCII)


def number_in(name: str) -> int | None:
    """The number of a record where the text is one."""
    found = _NUMBER.fullmatch(name)
    return int(found[1]) if found else None


def takes(field: Field, text: str) -> bool:
    """Whether a form would keep the text as it stands."""
    try:
        return bool(field.kind.read(text, field) == text)
    except ValueError:
        return False


def exactly_named(
    field: Field, exactness: Exactness, read: Callable[[Cell], Cleaned[Any]]
) -> Callable[[Cell], Cleaned[Any]]:
    """The reader of a relation in an exact file, where a number is one of the books it is of.

    In other books it is that of a record which came from there; else the title beside it tells.
    """

    def exactly(cell: Cell) -> Cleaned[Any]:
        text = plain(cell)
        if exactness.is_by_id and _BARE.fullmatch(text):
            text = f"#{text}"
        if field.type == "relation" and (both := _NUMBER_AND_TITLE.fullmatch(text)):
            number, title = both.groups()
            told = read(title).value if exactness.is_of_other_books else None
            return _there(exactness, number, told) if told else Cleaned(number)
        if not number_in(text):
            return read(cell)
        if exactness.is_of_other_books and field.type == "relation":
            return _there(exactness, text)
        if exactness.is_of_other_books:
            return Cleaned(None, problem="of_other_books")
        return read(text) if field.type == "file" else Cleaned(text)

    return exactly


def _there(exactness: Exactness, number: str, title: str = "") -> Cleaned[There]:
    return Cleaned(There(exactness.books, int(number[1:]), title))


def number_there(cells: Sequence[Cell], exactness: Exactness) -> There | None:
    """Which record of other books a row is, as the exact file tells."""
    place = exactness.place
    if not exactness.is_of_other_books or not 0 <= place < len(cells):
        return None
    text = plain(cells[place])
    number = number_in(text if text[:1] == "#" else f"#{text}")
    return There(exactness.books, number) if number else None
