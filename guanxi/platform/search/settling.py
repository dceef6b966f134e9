"""Sorting new grams into PostgreSQL's index beside the import that brings them.

On one connection the rows would wait for it: a fourth of all that an import asks of the server.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import connection

from guanxi.platform.search.engines import POSTGRESQL_SETTLING

# Sorting seldom is cheaper, but meanwhile every search reads what was not sorted yet.
EVERY_SECONDS = 3.0


@contextmanager
def settling() -> Iterator[None]:
    """While it lasts, and once more at its end, new grams are sorted in; on SQLite they are."""
    if connection.vendor != "postgresql":
        yield
        return
    is_over = Event()

    def settle_again_and_again() -> None:
        try:
            while not is_over.wait(EVERY_SECONDS):
                settle()
            settle()
        finally:
            connection.close()

    beside = Thread(target=settle_again_and_again, daemon=True)
    beside.start()
    try:
        yield
    finally:
        is_over.set()
        beside.join()


def settle() -> int:
    """Sort the new grams into the index of PostgreSQL; gives the number of pages they filled."""
    with connection.cursor() as cursor:
        cursor.execute(POSTGRESQL_SETTLING)
        return int(cursor.fetchone()[0])
