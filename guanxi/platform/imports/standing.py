"""Which cells of a column are kept as they stand.

Most are, and looking at all of them together costs a fraction of reading each. A test holds both
ways together: a cell that stands is one whose reader would give it back as it is.
"""

from collections.abc import Callable, Sequence
from typing import cast

from guanxi.platform.cleaning.emails import is_plain_address
from guanxi.platform.cleaning.text import are_tidy, is_tidy
from guanxi.platform.imports.plan import Column
from guanxi.platform.imports.reading import Cell

# The places of those cells that have to be read.
Sieve = Callable[[Sequence[Cell]], Sequence[int]]
_LINES = frozenset(["text", "long"])


def sieve_of(column: Column, *, is_code: bool) -> Sieve | None:
    """What tells the cells of this column apart; None where each has to be read.

    A code loses the .0 that a spreadsheet gave it, and so has to be read where it has a point.
    """
    field = column.field
    limit = field.max_length or 0
    if column.is_whole_address or field.name in ("credit_code", "currency"):
        return None
    if field.type == "email":
        return _of_addresses(limit)
    if field.type in _LINES:
        return _of_lines(limit, "." if is_code else "")
    return None


def _of_lines(limit: int, sign: str) -> Sieve:
    def doubtful(cells: Sequence[Cell]) -> Sequence[int]:
        texts = _texts(cells)
        if texts is None:
            return range(len(cells))
        if _fit(texts, limit) and are_tidy(texts) and not (sign and sign in "".join(texts)):
            return _empty(texts)
        return [
            place
            for place, text in enumerate(texts)
            if not text or (0 < limit < len(text)) or not is_tidy(text) or (sign and sign in text)
        ]

    return doubtful


def _of_addresses(limit: int) -> Sieve:
    def doubtful(cells: Sequence[Cell]) -> Sequence[int]:
        texts = _texts(cells)
        if texts is None or not _fit(texts, limit):
            return range(len(cells))
        return [place for place, text in enumerate(texts) if not is_plain_address(text)]

    return doubtful


def _texts(cells: Sequence[Cell]) -> Sequence[str] | None:
    return cast("Sequence[str]", cells) if set(map(type, cells)) == {str} else None


def _fit(texts: Sequence[str], limit: int) -> bool:
    return not limit or max(map(len, texts)) <= limit


def _empty(texts: Sequence[str]) -> Sequence[int]:
    return [place for place, text in enumerate(texts) if not text] if "" in texts else ()
