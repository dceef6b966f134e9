"""Text as it should stand in a book: no invisible signs, no stray blanks, one width of digits."""

import re
from collections.abc import Sequence

from guanxi.platform.cleaning.kinds import FORMULA_ERRORS, Cell, Cleaned, plain

_INVISIBLE = (
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
)
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
_TAKE_OUT = re.compile(f"[{_INVISIBLE}{_CONTROLS}]")
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_LINE_ENDS = re.compile(r"\r\n?|\x85|\u2028|\u2029")
_WIDE_LETTERS = {
    code: code - 0xFEE0
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_DOUBTFUL = re.compile(
    f"[{_INVISIBLE}{_CONTROLS}\t\r\n\x85\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
    "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a#\\\\]|  |^ | $"
)
# What of the doubtful signs can be printed.
_DOUBTFUL_IN_PRINT = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a#\\]|  |\| | \|")


def is_tidy(text: str) -> bool:
    """Whether cleaning leaves this text as it is."""
    return not _DOUBTFUL.search(text)


def are_tidy(texts: Sequence[str]) -> bool:
    """Whether cleaning leaves each of these texts as it is; says no to some that it would leave."""
    together = f"|{'|'.join(texts)}|"
    return together.isprintable() and not _DOUBTFUL_IN_PRINT.search(together)


def clean_line(cell: Cell) -> Cleaned[str]:
    """One line of text; punctuation keeps the width the writer chose."""
    text = cell if isinstance(cell, str) else plain(cell)
    if not _DOUBTFUL.search(text):
        return Cleaned(text or None)
    return _told(text, " ".join(_tidy(text).split()))


def clean_text(cell: Cell) -> Cleaned[str]:
    """Text of several lines, each without blanks at its end, never more than one empty between."""
    text = cell if isinstance(cell, str) else plain(cell)
    if not _DOUBTFUL.search(text):
        return Cleaned(text or None)
    lines = [
        _BLANKS.sub(" ", line).strip() for line in _LINE_ENDS.sub("\n", _tidy(text)).split("\n")
    ]
    return _told(text, re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip())


def _tidy(text: str) -> str:
    return _TAKE_OUT.sub("", text).translate(_WIDE_LETTERS)


def _told(before: str, after: str) -> Cleaned[str]:
    if after.lower() in FORMULA_ERRORS:
        return Cleaned(None, "formula_error")
    return Cleaned(after or None, "tidied" if after != before and after else "")
