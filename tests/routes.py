"""Every address of the product, as the resolver knows them, with something to fill it in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

FILLED = {
    "noun_key": "account",
    "noun": "account",
    "key": "account",
    "target": "account",
    "format": "csv",
    "act": "apply",
    "name": "name",
    "token": "nothing",
    "resource": "roles",
    "mark": "1",
    "uidb36": "1",
    "provider_id": "company",
}


@dataclass(frozen=True)
class Route:
    """One pattern; ``pattern`` is written as in the files of addresses."""

    pattern: str

    def address(self, pk: int, **given: str) -> str:
        """The address with the record ``pk`` and these parts, the others filled in."""
        parts = {**FILLED, **given}
        path = re.sub(r"[\^$]", "", self.pattern)
        path = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda part: parts.get(part[1], "x"), path)
        path = re.sub(r"<int:\w+>", str(pk), path)
        return "/" + re.sub(r"<\w+:(\w+)>", lambda part: parts.get(part[1], "x"), path)


def every_route() -> list[Route]:
    """All of them, in the order of the resolver."""
    return [Route(pattern) for pattern in _patterns(get_resolver().url_patterns, "")]


def _patterns(entries: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for entry in entries:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns, pattern)
        else:
            yield pattern
