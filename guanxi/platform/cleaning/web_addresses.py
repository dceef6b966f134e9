"""Addresses of pages on the web."""

import re

from guanxi.platform.cleaning.kinds import Cell, Cleaned
from guanxi.platform.cleaning.text import clean_line

_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+")


def clean_url(cell: Cell) -> Cleaned[str]:
    """The address with its scheme; one without is taken to be https."""
    text, change, _problem = clean_line(cell)
    if text is None:
        return Cleaned(None, change)
    found = text if "://" in text else f"https://{text}"
    if not _ADDRESS.fullmatch(found):
        return Cleaned(None, problem="bad_url")
    return Cleaned(found, change if found == text else "reformatted")
