"""Addresses of pages on the web."""

import re

from guanxi.platform.cleaning.kinds import Cell, Cleaned
from guanxi.platform.cleaning.text import clean_line

# A name ends in letters, as example.com and 例子.中国 do: 12.5 is a number and no address.
_NAME = r"(?:[^\s/@:?#.]+\.)+(?:xn--[a-z0-9-]+|[^\W\d_]{2,})\.?"
_NUMBERS = r"\d{1,3}(?:\.\d{1,3}){3}"
_ADDRESS = re.compile(rf"https?://(?:[^\s/@]+@)?(?:{_NAME}|{_NUMBERS})(?::\d+)?(?:[/?#]\S*)?", re.I)


def clean_url(cell: Cell) -> Cleaned[str]:
    """The address with its scheme; one without is taken to be https."""
    text, change, _problem = clean_line(cell)
    if text is None:
        return Cleaned(None, change)
    found = web_address(text)
    if found is None:
        return Cleaned(None, problem="bad_url")
    return Cleaned(found, change if found == text else "reformatted")


def web_address(text: str) -> str | None:
    """What was typed with its scheme, https where it has none; nothing where it is no address."""
    is_mail = "://" not in text and "@" in text.partition("/")[0]
    found = text if "://" in text else f"https://{text}"
    return found if _ADDRESS.fullmatch(found) and not is_mail else None
