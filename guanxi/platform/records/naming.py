"""What a person is known by, found in texts and taken out of them."""

import re
from collections.abc import Iterable
from typing import Any

# Fewer digits than this name nobody.
LEAST_DIGITS = 7


class KnownBy:
    """Names and addresses of a person as they stand, numbers by their digits."""

    def __init__(self, words: Iterable[str]) -> None:
        given = {word.strip().casefold() for word in words if len(word.strip()) > 1}
        self.words = given
        digits = {_digits(word) for word in given}
        self.numbers = tuple(one[-11:] for one in digits if len(one) >= LEAST_DIGITS)
        self._parts = re.compile("|".join(map(_as_part, sorted(given)))) if given else None

    def is_among(self, cells: Iterable[str]) -> bool:
        """Whether one of the cells is a name, address or number of the person."""
        return any(self._is(str(cell)) for cell in cells)

    def is_in(self, text: str) -> bool:
        """Whether the text names the person anywhere."""
        if self._parts and self._parts.search(text.casefold()):
            return True
        digits = _digits(text) if self.numbers else ""
        return any(number in digits for number in self.numbers)

    def without(self, value: Any) -> Any:
        """A text or JSON value, each text in it that names the person emptied."""
        if isinstance(value, str):
            return "" if self.is_in(value) else value
        if isinstance(value, list):
            return [self.without(one) for one in value]
        if isinstance(value, dict):
            return {key: self.without(one) for key, one in value.items()}
        return value

    def _is(self, cell: str) -> bool:
        if cell.strip().casefold() in self.words:
            return True
        return bool(self.numbers) and _digits(cell).endswith(self.numbers)


def _as_part(word: str) -> str:
    """A pattern for the word: "Li" is in "Mr Li" and not in "Client"."""
    found = re.escape(word)
    return rf"(?<![a-z0-9]){found}(?![a-z0-9])" if word.isascii() else found


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
