"""A formula as people type it, and where in it something is wrong."""

import ast
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guanxi.platform.errors import Message, RuleBroken

_QUOTED_OR_IF = re.compile(r"""("[^"]*"|'[^']*')|\bif\s*(?=[(（])""")
# Signs that a Chinese keyboard gives; a line may break anywhere.
_NARROW = str.maketrans("（）＋－×÷＊／＝＞＜％．，；\r\n\t　", "()+-*/*/=><%.,;    ")


class FormulaFault(RuleBroken):
    """A formula that does not work, with the part of it that is wrong, by characters."""

    def __init__(self, why: Message, start: int, end: int, text: str) -> None:
        self.why, self.start = why, min(start, max(0, len(text) - 1))
        self.end = min(max(end, self.start + 1), len(text))
        self.text = text
        said = _("At character %(place)s, “%(part)s”: %(why)s")
        part = text[self.start : self.end]
        super().__init__(said % {"place": self.start + 1, "part": part, "why": why})


@dataclass(frozen=True)
class Spelled:
    """A formula in the signs of the language; ``origin`` leads each back to what was typed."""

    text: str
    plain: str
    origin: tuple[int, ...]

    def fault(self, why: Message, start: int, end: int) -> FormulaFault:
        """What is wrong between two places of the plain text."""
        last = len(self.origin) - 1
        first, end = self.origin[min(start, last)], self.origin[min(max(end, start), last)]
        return FormulaFault(why, first, end, self.text)

    def span(self, node: ast.AST) -> tuple[int, int]:
        """From where to where a node stands in the plain text."""
        start, end = getattr(node, "col_offset", 0), getattr(node, "end_col_offset", None) or 0
        written = self.plain.encode()
        return len(written[:start].decode()), len(written[:end].decode())

    def unread(self, error: SyntaxError) -> FormulaFault:
        """Why the text cannot be read at all, in words of ours."""
        start = max(0, (error.offset or 1) - 1)
        said, why = str(error.msg), _("this cannot be read; check brackets, commas and quotes.")
        if "never closed" in said:
            why = _("this bracket is never closed.")
        elif "unmatched" in said or "does not match" in said:
            why = _("this bracket closes none.")
        elif "unterminated string" in said:
            why = _("this quote is never closed.")
        return self.fault(why, start, max(start + 1, (error.end_offset or 0) - 1))


def spelled(text: str) -> Spelled:
    """The formula with narrow signs, and ``if`` by the name that it has inside."""
    plain, origin = "", []
    for place, sign in _signs(text):
        plain += sign
        origin += [place] * len(sign)
    lead = len(plain) - len(plain.lstrip())
    return Spelled(text, plain.strip(), (*origin[lead:], len(text)))


def _signs(text: str) -> list[tuple[int, str]]:
    found, place = [], 0
    for match in _QUOTED_OR_IF.finditer(text):
        between = text[place : match.start()].translate(_NARROW)
        found += list(enumerate(between, place))
        if match[1]:
            found += list(enumerate(match[1], match.start()))
        else:
            found.append((match.start(), "if_"))
        place = match.end()
    return found + list(enumerate(text[place:].translate(_NARROW), place))
