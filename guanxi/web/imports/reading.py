"""How a file is read, as a person may correct it: sheet, encoding, delimiter, header."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.platform.cleaning.kinds import plain
from guanxi.platform.errors import Message
from guanxi.platform.imports.messages import unreadable_message
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.imports.reading import Choices, Unreadable, open_table

LAST_HEADER = 50
ROWS_SHOWN, CELLS_SHOWN, LONGEST_SHOWN = 4, 8, 40
ENCODINGS: Mapping[str, str | Promise] = {
    "utf-8": "UTF-8",
    "gb18030": _("GBK, GB18030 (simplified Chinese)"),
    "big5": _("Big5 (traditional Chinese)"),
    "utf-16": "UTF-16",
    "cp1252": _("Windows-1252 (Western Europe)"),
    "shift_jis": _("Shift JIS (Japanese)"),
}
DELIMITERS: Mapping[str, str | Promise] = {
    ",": _("Comma"),
    ";": _("Semicolon"),
    "\t": _("Tab"),
    "|": pgettext_lazy("sign", "Bar |"),
}


@dataclass(frozen=True)
class Reading:
    """What one can choose from; only a workbook has sheets."""

    sheets: list[str]
    encodings: Mapping[str, str | Promise]
    delimiters: Mapping[str, str | Promise]


def reading_of(run: ImportRun) -> Reading:
    """The ways to read the file of a run, the present one among them."""
    choices = Choices(**run.choices)
    try:
        sheets = open_table(Path(run.path), choices).sheets
    except Unreadable:
        sheets = []
    encoding, delimiter = choices.encoding, choices.delimiter
    encodings = {encoding: encoding, **ENCODINGS} if encoding else ENCODINGS
    return Reading(sheets, encodings, {delimiter: delimiter, **DELIMITERS})


@dataclass(frozen=True)
class Preview:
    """The first rows of a file as it would be read, or why it cannot be read so."""

    header: list[str]
    rows: list[list[str]]
    refused: Message = ""


def preview_of(run: ImportRun, choices: Choices) -> Preview:
    """What the file of a run would look like, read by these choices; nothing is kept."""
    try:
        table = open_table(Path(run.path), choices)
        rows = list(islice(table.rows, ROWS_SHOWN))
    except Unreadable as refused:
        return Preview([], [], unreadable_message(refused))
    shown = [[plain(cell)[:LONGEST_SHOWN] for cell in row.cells[:CELLS_SHOWN]] for row in rows]
    return Preview(table.header[:CELLS_SHOWN], shown)


def choices_in(posted: QueryDict) -> Choices:
    """The choices of the form; what is none of those offered is found out by looking."""
    row = posted.get("header_row", "")
    is_row = row.isascii() and row.isdigit() and int(row) <= LAST_HEADER
    return Choices(
        encoding=_among(ENCODINGS, posted.get("encoding")),
        delimiter=_among(DELIMITERS, posted.get("delimiter")),
        sheet=posted.get("sheet", ""),
        header_row=int(row) if is_row else 0,
    )


def _among(offered: Mapping[str, object], chosen: str | None) -> str:
    return chosen if chosen and chosen in offered else ""
