"""Grams as numbers, in the form in which PostgreSQL takes them fastest.

Its index compares numbers in half the time that it needs for words. A number follows from the
characters of its gram and from the key of its noun, so that every process gives the same; of 58
bits, two grams of a firm share one about never. That it tells the noun gives each noun lists of
its own in the index: what all customers have is not looked through for the people who have it.
"""

import struct
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import blake2b

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


def numbers_of(noun: str, grams: Iterable[str]) -> list[int]:
    """The numbers that stand for grams in records of a noun, as the database tells them."""
    of_noun = number_of_noun(noun)
    return [_number(gram, of_noun) for gram in dict.fromkeys(grams)]


@cache
def number_of_noun(noun: str) -> int:
    """What a noun adds to the number of each of its grams, of 64 bits."""
    return int.from_bytes(blake2b(noun.encode(), digest_size=8).digest())


def packed(noun: str, texts: Sequence[str]) -> list[bytes]:
    """Texts of a noun, each with its grams, as the columns of rows that follow their ids."""
    rows: list[bytes] = []
    for start in range(0, len(texts), TOGETHER):
        some = texts[start : start + TOGETHER]
        elements = _elements(noun, some)
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


def _number(gram: str, of_noun: int) -> int:
    number = len(gram)
    for character in gram:
        number = (number + ord(character)) * FACTOR % 2**64
    return (number + of_noun) % 2**64 >> (64 - BITS)


def _elements(noun: str, texts: Sequence[str]) -> list[bytes]:
    if len(texts) < FEW:
        return [_elements_of_one(noun, text) for text in texts]
    # Not for whoever saves a single record: it takes longer to load than to save.
    from guanxi.platform.search.packing import elements_of  # noqa: PLC0415

    return elements_of(texts, number_of_noun(noun))


def _elements_of_one(noun: str, text: str) -> bytes:
    numbers = sorted({*numbers_of(noun, grams_of(text))})
    return b"".join([_ELEMENT(BYTES, number) for number in numbers])
