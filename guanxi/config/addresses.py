"""Addresses found once: to learn which page one names, Django tries a hundred patterns in turn."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.urls import ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

# Of a kilobyte each.
KEPT = 4_096


class FoundOnce(URLResolver):
    """All addresses below it; which page an address names never changes while a process lives."""

    def __init__(self, patterns: Sequence[URLPattern | URLResolver]) -> None:
        super().__init__(RoutePattern("", is_endpoint=False), patterns)
        self._found = lru_cache(KEPT)(self._find)

    def resolve(self, path: Any) -> ResolverMatch:
        """The page that the path names; Resolver404 for one that names none."""
        return self._found(path)

    def _find(self, path: Any) -> ResolverMatch:
        found = super().resolve(path)
        # What was tried before is told of an address that names nothing alone.
        found.tried = None
        return found
