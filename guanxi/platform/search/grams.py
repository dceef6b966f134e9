"""The small pieces of text that the index stores, the same on every database."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import repeat

from guanxi.platform.search.readings import readings_of

GRAM_VERSION = 4
LINE_LENGTH = 240
SHORT_TITLE = 4
TAIL = 4

# A gram with a mark in front says where it was found: at the start of the title, as the whole
# title, in the first letters of its pinyin, or at the end of a number. Marks are beyond ASCII so
# that SQLite keeps them.
START, WHOLE, INITIAL, END = "«", "»", "¦", "¬"

# From here on a character stands for itself, so two of them make a gram.
HAN_FROM, HAN_MARKS = "\u3021", "々〇"
HAN = f"{HAN_MARKS}{HAN_FROM}-\U0010ffff"
RUNS = re.compile(f"[0-9]+|[{HAN}]+|[^\\W_0-9{HAN}]+")
PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]{5,}")
PHONE_LENGTH = 6
NOT_DIGIT = re.compile("[^0-9]")


def plain(text: str) -> str:
    """Text as it is compared: one width, one case, single spaces, nothing that cannot be stored."""
    if not text.isascii() and not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    text = text.casefold()
    if not text.isprintable():
        text = "".join([c if c.isprintable() else " " for c in text])
    return " ".join(text.split()) if " " in text else text


def line(text: str) -> str:
    """One field as one line of the index; a telephone number becomes its digits."""
    if not text:
        return ""
    if text[0] == "+" and len(text) > PHONE_LENGTH and text.isascii() and text[1:].isdigit():
        return text[1:LINE_LENGTH]
    text = plain(text[:LINE_LENGTH])
    return NOT_DIGIT.sub("", text) if PHONE.fullmatch(text) else text


def lines(texts: Sequence[str]) -> list[str]:
    """The same of many texts, looked at together where nothing in them asks for more."""
    together = "\n".join(texts)
    if (
        max(map(len, texts), default=LINE_LENGTH + 1) > LINE_LENGTH
        or not _is_plain_but_for_case(together)
        or together.count("\n") >= len(texts)
    ):
        return list(map(line, texts))
    fullmatch = PHONE.fullmatch
    return [
        NOT_DIGIT.sub("", text) if fullmatch(text) else text
        for text in together.casefold().split("\n")
    ]


def _is_plain_but_for_case(texts: str) -> bool:
    """Whether each of these lines would be left by `plain` as it is, once its case is folded."""
    if not texts.isascii() and not unicodedata.is_normalized("NFKC", texts):
        return False
    folded = f"\n{texts.casefold()}\n"
    has_stray_blanks = "  " in folded or "\n " in folded or " \n" in folded
    return not has_stray_blanks and folded.replace("\n", "").isprintable()


def indexed_texts(columns: Sequence[Sequence[str]]) -> list[str]:
    """What many records are found by: their titles, then each field of all of them."""
    titles, *fields = columns
    others: Iterable[Sequence[str]] = (
        zip(*map(lines, fields), strict=True) if fields else repeat(())
    )
    texts = zip(titles, others, strict=False)
    return [_indexed(plain(title[:LINE_LENGTH]), rest) for title, rest in texts]


def indexed_text(title: str, fields: Iterable[str]) -> str:
    """What one record is found by: title, each field, pinyin and initials, a line each."""
    return _indexed(plain(title[:LINE_LENGTH]), map(line, fields))


def _indexed(title: str, lines: Iterable[str]) -> str:
    syllables = [] if title.isascii() else readings_of(title)
    initials = "".join([syllable[0] for syllable in syllables])
    return "\n".join([title, *lines, "".join(syllables), initials])


def grams_of(text: str) -> list[str]:
    """Every gram of an indexed text; a gram may come twice."""
    title, *fields, pinyin, initials = text.split("\n")
    found: list[str] = []
    first = _add_line(found, title)
    if first:
        found += (START + first[0], START + first[:2])
        if len(title) <= SHORT_TITLE and title == first:
            found.append(WHOLE + title)
    for line in fields:
        if line:
            _add_line(found, line)
    if pinyin:
        found += map(pinyin.__getitem__, _cuts(len(pinyin), 3))
        found += [INITIAL + initials[cut] for cut in _cuts(len(initials), 2)]
        found += (pinyin[:2], START + pinyin[0], START + pinyin[:2], START + initials[:2])
    return found


def _add_line(found: list[str], line: str) -> str:
    """Add the grams of a line; gives its first run."""
    # This is where an import spends most: the tests of is_han and is_digits stand here in full.
    runs = RUNS.findall(line)
    for run in runs:
        length, first = len(run), run[0]
        if length == 1:
            # Nobody is asked for by a single character but where the title begins.
            continue
        if first >= HAN_FROM or first in HAN_MARKS:
            found += map(run.__getitem__, _cuts(length, 2))
        elif "0" <= first <= "9":
            found += (run[:2], run[:3])
            found += map(run.__getitem__, _cuts(length, 4))
            if length > TAIL:
                found.append(END + run[-TAIL:])
        else:
            found += _grams_of_letters(run)
    return runs[0] if runs else ""


@lru_cache(maxsize=4_096)
def _grams_of_letters(run: str) -> tuple[str, ...]:
    """The same words come again and again: mail hosts, legal forms, given names."""
    return (run[:2], *map(run.__getitem__, _cuts(len(run), 3)))


@cache
def _cuts(length: int, width: int) -> tuple[slice, ...]:
    """Where to cut a run of this length for every gram of this width."""
    return tuple(slice(start, start + width) for start in range(length - width + 1))


def is_han(run: str) -> bool:
    """Whether a run is of Chinese (Japanese, Korean) characters."""
    return run[0] >= HAN_FROM or run[0] in HAN_MARKS


def is_digits(run: str) -> bool:
    """Whether a run is of the digits 0 to 9."""
    return "0" <= run[0] <= "9"
