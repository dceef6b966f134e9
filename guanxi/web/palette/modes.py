"""What the first sign or word of a line narrows the palette to, in Chinese and in English alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import pgettext_lazy

from guanxi.platform.nouns.fields import Label


@dataclass(frozen=True)
class Mode:
    """One way to narrow. ``signs`` are the one that is told, and its full widths.

    ``words`` do the same before a colon: "view:" and 视图：.
    """

    name: str
    signs: str
    words: Sequence[str]
    label: Label

    @property
    def sign(self) -> str:
        """The sign that is told."""
        return self.signs[0]


RECORDS = Mode("records", "#＃", ("records", "记录"), pgettext_lazy("palette", "Records of a kind"))
MODES = (
    RECORDS,
    Mode("views", "/／、", ("view", "views", "视图"), pgettext_lazy("palette", "Lists and views")),
    Mode("acts", ">＞》", ("do", "操作"), pgettext_lazy("palette", "Things to do")),
    Mode("people", "@＠", ("people", "人", "联系人"), pgettext_lazy("palette", "People")),
    Mode("settings", ",，", ("settings", "设置"), pgettext_lazy("palette", "Settings")),
    Mode("recent", ".。．", ("recent", "最近"), pgettext_lazy("palette", "Opened last")),
)


@dataclass(frozen=True)
class Line:
    """A typed line: what it narrows to, if anything, and what is looked for."""

    text: str
    mode: Mode | None = None
    kind: str = ""


def read_line(typed: str) -> Line:
    """The line as it is meant; ``kind`` is a word before a colon that is the name of no mode."""
    line = typed.strip()
    for mode in MODES:
        if line[:1] and line[0] in mode.signs:
            return Line(line[1:].strip(), mode)
    word, colon, rest = line.replace("：", ":", 1).partition(":")
    if not colon:
        return Line(line)
    named = next((one for one in MODES if word.strip().casefold() in one.words), None)
    if named:
        return Line(rest.strip(), named)
    return Line(rest.strip(), kind=word.strip()) if word.strip() else Line(line)
