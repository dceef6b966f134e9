"""The numbers of the grams of many texts, found in all their characters at once.

It gives what `grams_of` and `numbers_of` give for each text alone, for a fraction of the price; a
test holds them together. The number of a gram is a sum over its characters, each times a power of
one factor: those of all pieces of one length are a product and a sum of whole arrays.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from guanxi.platform.search.grams import (
    END,
    HAN_FROM,
    INITIAL,
    RUNS,
    SHORT_TITLE,
    START,
    WHOLE,
    is_digits,
    is_han,
)
from guanxi.platform.search.numbers import BITS, BYTES, FACTOR, WIDTH

Numbers = NDArray[np.uint64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
# Where pieces of one length begin, their length, and the mark that stands before them.
Pieces = tuple[Places, int, str]

NOTHING, DIGIT, HAN, LETTER = range(4)
LONGEST = 4
# As many texts have their numbers sorted at once as the bits above a number can tell apart.
GROUP = 2 ** (64 - BITS)


def elements_of(texts: Sequence[str], of_noun: int) -> list[bytes]:
    """For each text the different numbers of its grams in order, as elements of an array.

    `of_noun` is what the noun of the texts adds to each number.
    """
    owners, numbers = _sorted(*_numbered(_Page(texts), of_noun))
    is_new = np.ones(len(numbers), np.bool_)
    is_new[1:] = (numbers[1:] != numbers[:-1]) | (owners[1:] != owners[:-1])
    owners, numbers = owners[is_new], numbers[is_new]
    rows = np.empty(len(numbers), [("length", ">i4"), ("number", ">u8")])
    rows["length"], rows["number"] = BYTES, numbers
    content = rows.tobytes()
    counts = np.bincount(owners, minlength=len(texts))
    cuts = accumulate((counts * WIDTH).tolist(), initial=0)
    return [content[start:end] for start, end in pairwise(cuts)]


class _Page:
    """Indexed texts one below the other.

    ``alike[n]`` says where n characters of one kind stand, ``begins`` where the first of a run
    does; the initials, which are cut otherwise, are of no kind.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.characters, kinds = _characters(texts)
        lengths = np.array([len(text) + 1 for text in texts])
        self.owners = np.repeat(np.arange(len(texts)), lengths)
        self.ends = np.cumsum(lengths) - 1
        breaks = np.flatnonzero(self.characters == ord("\n"))
        last = np.searchsorted(breaks, self.ends)
        self.titles = self.ends + 1 - lengths
        self.title_ends = breaks[np.append(0, last[:-1] + 1)]
        self.pinyin, self.initials = breaks[last - 2] + 1, breaks[last - 1] + 1
        changes = np.zeros(len(kinds), np.int8)
        changes[self.initials] += 1
        changes[self.ends] -= 1
        self.is_initial = np.cumsum(changes, dtype=np.int8).astype(np.bool_)
        kinds[self.is_initial] = NOTHING
        self.kinds = kinds
        pairs = np.append(kinds[1:] == kinds[:-1], False) & (kinds != NOTHING)
        self.alike = [kinds == kinds, kinds != NOTHING, pairs]
        for further in range(1, LONGEST - 1):
            self.alike.append(self.alike[-1] & np.roll(pairs, -further))
        self.begins = self.alike[1] & ~np.roll(pairs, 1)

    def runs_of(self, kind: int, length: int, *, begin: bool = False) -> Places:
        """Where so many characters of a kind stand, or where runs of at least so many begin."""
        found = self.alike[length] & (self.kinds == kind)
        return np.flatnonzero(found & self.begins if begin else found)


def _numbered(page: _Page, of_noun: int) -> tuple[Places, Numbers]:
    """Every gram of a page: whose it is, and its number."""
    sums = _sums(page.characters)
    owners, numbers = [], []
    for places, length, mark in _pieces(page):
        owners.append(page.owners[places])
        constant = np.uint64((_constant(length, mark) + of_noun) % 2**64)
        numbers.append((sums[length][places] + constant) >> np.uint64(64 - BITS))
    return np.concatenate(owners), np.concatenate(numbers)


def _pieces(page: _Page) -> Iterator[Pieces]:
    """Every gram, in the order of the rules in `grams_of`."""
    yield page.runs_of(HAN, 2), 2, ""
    for length in (2, 3):
        yield page.runs_of(DIGIT, length, begin=True), length, ""
    fours = page.runs_of(DIGIT, LONGEST)
    yield fours, LONGEST, ""
    is_tail = page.alike[2][fours - 1] & ~page.alike[2][fours + LONGEST - 1]
    yield fours[is_tail], LONGEST, END
    yield page.runs_of(LETTER, 2, begin=True), 2, ""
    yield page.runs_of(LETTER, 3), 3, ""
    yield from _pieces_of_titles(page)
    yield from _pieces_of_pinyin(page)


def _pieces_of_titles(page: _Page) -> Iterator[Pieces]:
    begins = np.flatnonzero(page.begins)
    first = np.append(begins, len(page.kinds))[np.searchsorted(begins, page.titles)]
    has_run = first < page.title_ends
    first, titles, ends = first[has_run], page.titles[has_run], page.title_ends[has_run]
    yield first, 1, START
    yield first[page.alike[2][first]], 2, START
    for length in range(1, SHORT_TITLE + 1):
        is_whole = (titles == first) & (ends - titles == length) & page.alike[length][first]
        yield first[is_whole], length, WHOLE


def _pieces_of_pinyin(page: _Page) -> Iterator[Pieces]:
    is_read = page.initials < page.ends
    pinyin, initials = page.pinyin[is_read], page.initials[is_read]
    is_single = ~page.alike[2][pinyin]
    yield pinyin[is_single], 1, ""
    yield pinyin, 1, START
    yield pinyin[~is_single], 2, START
    yield np.flatnonzero(page.is_initial[:-1] & page.is_initial[1:]), 2, INITIAL
    # A single one is the first letter of the pinyin as well.
    yield initials[page.is_initial[initials + 1]], 2, START


def _characters(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """The characters of a page and their kinds; none of any kind are at its end."""
    together = "\n".join([*texts, "\n" * LONGEST])
    characters = np.frombuffer(together.encode("utf-32-le"), "<u4")
    return characters, _kinds()[np.minimum(characters, ord(HAN_FROM))]


def _sums(characters: NDArray[np.uint32]) -> list[Numbers]:
    """For each length and place, what the characters from there on add to the number of a gram."""
    factor = np.uint64(FACTOR)
    single = characters.astype(np.uint64) * factor
    sums = [np.zeros(0, np.uint64), single]
    for length in range(2, LONGEST + 1):
        sums.append(sums[-1][:-1] * factor + single[length - 1 :])
    return sums


@cache
def _constant(length: int, mark: str) -> int:
    """What length and mark add to the number of a gram."""
    of_mark = len(mark) + length + (ord(mark) if mark else 0)
    return of_mark * pow(FACTOR, len(mark) + length, 2**64)


def _sorted(owners: Places, numbers: Numbers) -> tuple[Places, Numbers]:
    """By owner and number; sorting whole numbers group by group is ten times as quick as both."""
    groups = owners // GROUP
    order = np.argsort(groups.astype(np.uint16), kind="stable")
    groups, told = groups[order], numbers[order]
    told |= (owners[order] % GROUP).astype(np.uint64) << np.uint64(BITS)
    ends = np.flatnonzero(np.diff(groups, append=-1)) + 1
    for start, end in pairwise([0, *ends.tolist()]):
        told[start:end].sort()
    owners = groups * GROUP + (told >> np.uint64(BITS)).astype(np.int64)
    return owners, told & np.uint64(2**BITS - 1)


@cache
def _kinds() -> NDArray[np.uint8]:
    """The kind of each character; from `HAN_FROM` on all are alike."""
    kinds = np.zeros(ord(HAN_FROM) + 1, np.uint8)
    for run in RUNS.findall("".join(map(chr, range(len(kinds))))):
        kind = DIGIT if is_digits(run) else HAN if is_han(run) else LETTER
        kinds[[ord(character) for character in run]] = kind
    return kinds
