"""Sorting new grams into PostgreSQL's index beside the import that brings them.

On one connection the rows would wait for it: a fourth of all that an import asks of the server.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from threading import Event, Thread

from django.db import DatabaseError, connection

from guanxi.platform.search.engines import POSTGRESQL_SETTLING

# Sorting seldom is cheaper, since most of it is finding the place of each gram; but meanwhile every
# search reads what was not sorted yet, at about a microsecond a record.
AT_ONCE = 16_000
LONGEST_SECONDS = 20.0


class _Waiting:
    """How many records wait to be sorted in."""

    def __init__(self) -> None:
        self.number = 0
        self.is_due = Event()

    def brought(self, records: int) -> None:
        self.number += records
        if self.number >= AT_ONCE:
            self.is_due.set()


@contextmanager
def settling() -> Iterator[Callable[[int], None]]:
    """While it lasts, and once more at its end, new grams are sorted in; on SQLite they are.

    It yields what is to be told how many records were brought.
    """
    waiting = _Waiting()
    if connection.vendor != "postgresql":
        yield waiting.brought
        return
    is_over = False

    def settle_again_and_again() -> None:
        # A server that is gone is told by the work itself. Where this connection alone was ended,
        # what waits is found all the same, and the vacuum sorts it in.
        with closing(connection), suppress(DatabaseError):
            while not is_over:
                waiting.is_due.wait(LONGEST_SECONDS)
                waiting.is_due.clear()
                waiting.number = 0
                settle()
            settle()

    beside = Thread(target=settle_again_and_again, daemon=True)
    beside.start()
    try:
        yield waiting.brought
    finally:
        is_over = True
        waiting.is_due.set()
        beside.join()


def settle() -> int:
    """Sort the new grams into the index of PostgreSQL; gives the number of pages they filled."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(POSTGRESQL_SETTLING)
        return int(cursor.fetchone()[0])
