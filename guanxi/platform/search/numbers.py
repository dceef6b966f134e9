"""Grams as numbers, in the form in which PostgreSQL takes them fastest.

Its index compares numbers in half the time that it needs for words. A number follows from the
characters of its gram alone, so that every process gives the same; of 58 bits, two grams of a
firm share one about never.
"""

import struct
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from guanxi.platform.search.grams import grams_of

NUMBERED = "bigint[]"
# An odd number without a pattern, by whose powers characters are told apart.
FACTOR = 0x9E3779B97F4A7C15
LONGEST = 5
# As many texts have their grams numbered at once as stay near the processor; the bits that tell
# them apart are taken from the numbers. Fewer than a few are not worth an arrangement in arrays.
BITS = 58
GROUP = 2 ** (64 - BITS)
FEW = 8

# As COPY reads binary rows: the number of columns; each with its length in front. An array tells
# its dimensions, whether it holds nulls, the type of its elements, how many, and its first index.
_ENTRY = struct.Struct(">hiq").pack
_LENGTH = struct.Struct(">i").pack
_ELEMENT = struct.Struct(">iQ").pack
_ARRAY = struct.Struct(">iiiiii").pack
_COLUMNS, _BYTES, _BIGINT = 3, 8, 20
_HEADER, _WIDTH = 20, 12
_NO_ELEMENTS = struct.pack(">iiii", 12, 0, 0, _BIGINT)


def numbers_of(grams: Iterable[str]) -> list[int]:
    """The numbers that stand for grams, as the database tells them."""
    return list(map(_number, dict.fromkeys(grams)))


def packed(texts: Sequence[str]) -> list[bytes]:
    """Texts, each with its grams, as the columns of rows that follow their ids."""
    rows: list[bytes] = []
    for start in range(0, len(texts), GROUP):
        some = texts[start : start + GROUP]
        grams = [grams_of(text) for text in some]
        elements = _elements(grams) if len(some) >= FEW else map(_elements_of_one, grams)
        rows += [_row(text.encode(), one) for text, one in zip(some, elements, strict=True)]
    return rows


def entry_row(entry: int) -> bytes:
    """What stands before `packed` in the row of an entry."""
    return _ENTRY(_COLUMNS, _BYTES, entry)


def _row(text: bytes, elements: bytes) -> bytes:
    array = _NO_ELEMENTS
    if elements:
        length = _HEADER + len(elements)
        array = _ARRAY(length, 1, 0, _BIGINT, len(elements) // _WIDTH, 1)
    return b"".join((_LENGTH(len(text)), text, array, elements))


def _number(gram: str) -> int:
    number = len(gram)
    for character in gram:
        number = (number + ord(character)) * FACTOR % 2**64
    return number >> (64 - BITS)


def _elements_of_one(grams: Iterable[str]) -> bytes:
    return b"".join([_ELEMENT(_BYTES, number) for number in sorted(set(map(_number, grams)))])


def _elements(grams: Sequence[list[str]]) -> list[bytes]:
    """The same for a group of texts, all their grams at once."""
    import numpy as np  # noqa: PLC0415 - not for whoever saves a single record

    places = np.repeat(np.arange(len(grams), dtype=np.uint64), [len(some) for some in grams])
    together = " ".join([" ".join(some) for some in grams if some]) + " " * LONGEST
    characters = np.frombuffer(together.encode("utf-32-le"), "<u4").astype(np.uint64)
    ends = np.flatnonzero(characters == ord(" "))[: len(places)]
    starts = np.concatenate(([0], ends + 1))[: len(places)]
    lengths = ends - starts
    numbers = lengths.astype(np.uint64)
    for place in range(LONGEST):
        further = (numbers + characters[starts + place]) * np.uint64(FACTOR)
        numbers = np.where(place < lengths, further, numbers)
    numbers = np.sort(places << np.uint64(BITS) | numbers >> np.uint64(64 - BITS))
    numbers = numbers[np.append(True, numbers[1:] != numbers[:-1])[: len(numbers)]]
    counts = np.bincount((numbers >> np.uint64(BITS)).astype(np.int64), minlength=len(grams))
    rows = np.empty(len(numbers), [("length", ">i4"), ("number", ">u8")])
    rows["length"], rows["number"] = _BYTES, numbers & np.uint64(2**BITS - 1)
    content = rows.tobytes()
    cuts = accumulate((counts * _WIDTH).tolist(), initial=0)
    return [content[start:end] for start, end in pairwise(cuts)]
