"""Letting PostgreSQL count the rows of the tables that an import fills.

It does so by itself within a minute or two. Until then its planner takes a table for empty, and
looks for duplicates by walking through whatever index comes first.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from guanxi.platform.nouns.noun import Noun

FIRST = 1_000
GROWTH = 8


class Counting:
    """Has the tables of some nouns counted after a thousand rows and whenever they have grown."""

    def __init__(self, filled: Iterable[Noun[Any]]) -> None:
        self._tables = [noun.model._meta.db_table for noun in filled]
        self._is_asked = connection.vendor == "postgresql"
        self._written, self._due = 0, FIRST

    def learn(self, rows: int) -> None:
        """Note that so many rows came; counts when it is time."""
        self._written += rows
        if self._written < self._due or not self._is_asked:
            return
        self._due = self._written * GROWTH
        with connection.cursor() as cursor:
            for table in self._tables:
                cursor.execute(f'ANALYZE "{table}"')
