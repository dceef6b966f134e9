"""What a cell calls a related record: its code, its name, or # and its number."""

import re
from collections.abc import Callable
from typing import Any

from guanxi.platform.cleaning import Cell, Cleaned
from guanxi.platform.cleaning.kinds import plain
from guanxi.platform.exports.exactness import Exactness
from guanxi.platform.nouns.fields import Field

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

    In other books the title beside it says who is meant.
    """

    def exactly(cell: Cell) -> Cleaned[Any]:
        text = plain(cell)
        if exactness.is_by_id and _BARE.fullmatch(text):
            text = f"#{text}"
        if field.type == "relation" and (both := _NUMBER_AND_TITLE.fullmatch(text)):
            number, title = both.groups()
            return read(title) if exactness.is_of_other_books else Cleaned(number)
        if not number_in(text):
            return read(cell)
        if exactness.is_of_other_books:
            return Cleaned(None, problem="of_other_books")
        return read(text) if field.type == "file" else Cleaned(text)

    return exactly
