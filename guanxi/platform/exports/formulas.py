"""Cells that a spreadsheet would run are marked with an apostrophe, and can be unmarked exactly."""

import re

_RUNS = re.compile("['\"\\s]*[=+\\-@\t\r＝＋－＠﹢﹣﹦﹫]")
_MARKED = re.compile("'['\"\\s]*[=+\\-@\t\r＝＋－＠﹢﹣﹦﹫]")


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if _RUNS.match(text) else text


def as_it_was(cell: str) -> str:
    """The text from which ``harmless`` made the cell."""
    return cell[1:] if cell[:1] == "'" and _MARKED.match(cell) else cell
