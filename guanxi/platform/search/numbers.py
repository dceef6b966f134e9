"""Grams as numbers, in the form in which PostgreSQL takes them fastest.

Its index compares numbers in half the time that it needs for words. A number follows from the
characters of its gram alone, so that every process gives the same; of 58 bits, two grams of a
firm share one about never.
"""

import struct
from collections.abc import Iterable, Sequence

from guanxi.platform.search.grams import grams_of

NUMBERED = "bigint[]"
# An odd number without a pattern, by whose powers characters are told apart.
FACTOR = 0x9E3779B97F4A7C15
# The other bits of 64 tell apart whose number it is while many are sorted (`packing`).
BITS = 58
# As many texts are taken together as stay near the processor. Fewer than a few are not worth an
# arrangement in arrays.
TOGETHER = 256
FEW = 8

# As COPY reads binary rows: the number of columns; each with its length in front. An array tells
# its dimensions, whether it holds nulls, the type of its elements, how many, and its first index.
_ENTRY = struct.Struct(">hiq").pack
_LENGTH = struct.Struct(">i").pack
_ELEMENT = struct.Struct(">iQ").pack
_ARRAY = struct.Struct(">iiiiii").pack
_COLUMNS, _BIGINT, _HEADER = 3, 20, 20
BYTES, WIDTH = 8, 12
_NO_ELEMENTS = struct.pack(">iiii", 12, 0, 0, _BIGINT)


def numbers_of(grams: Iterable[str]) -> list[int]:
    """The numbers that stand for grams, as the database tells them."""
    return list(map(_number, dict.fromkeys(grams)))


def packed(texts: Sequence[str]) -> list[bytes]:
    """Texts, each with its grams, as the columns of rows that follow their ids."""
    rows: list[bytes] = []
    for start in range(0, len(texts), TOGETHER):
        some = texts[start : start + TOGETHER]
        elements = _elements(some) if len(some) >= FEW else map(_elements_of_one, some)
        rows += [_row(text.encode(), one) for text, one in zip(some, elements, strict=True)]
    return rows


def entry_row(entry: int) -> bytes:
    """What stands before `packed` in the row of an entry."""
    return _ENTRY(_COLUMNS, BYTES, entry)


def _row(text: bytes, elements: bytes) -> bytes:
    array = _NO_ELEMENTS
    if elements:
        length = _HEADER + len(elements)
        array = _ARRAY(length, 1, 0, _BIGINT, len(elements) // WIDTH, 1)
    return b"".join((_LENGTH(len(text)), text, array, elements))


def _number(gram: str) -> int:
    number = len(gram)
    for character in gram:
        number = (number + ord(character)) * FACTOR % 2**64
    return number >> (64 - BITS)


def _elements(texts: Sequence[str]) -> list[bytes]:
    # Not for whoever saves a single record: it takes longer to load than to save.
    from guanxi.platform.search.packing import elements_of  # noqa: PLC0415

    return elements_of(texts)


def _elements_of_one(text: str) -> bytes:
    return b"".join([_ELEMENT(BYTES, number) for number in sorted({*numbers_of(grams_of(text))})])
