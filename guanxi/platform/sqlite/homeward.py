"""Bringing the pages of SQLite's log home into the database, beside the work that writes them."""

import sqlite3
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing

from django.db import connection

CHECKPOINT = "PRAGMA wal_checkpoint(PASSIVE)"
# The log begins anew only when all of it is home, which never comes while somebody writes: from
# here (some 400 MB) the writer waits.
LONGEST = 100_000


class Homeward:
    """One thread that writes pages home and waits for the disk while its owner goes on."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "homeward")
        self._under_way: Future[int] | None = None

    def go(self, name: str) -> None:
        """Bring home what is in the log of the database file, unless that is under way."""
        if "memory" in name or connection.in_atomic_block:
            return
        if self._under_way is not None:
            if not self._under_way.done():
                return
            if self._under_way.result() > LONGEST:
                with connection.cursor() as cursor:
                    cursor.execute(CHECKPOINT)
        self._under_way = self._pool.submit(_bring_home, name)

    def wait(self) -> None:
        """Until what is under way is home."""
        if self._under_way is not None:
            self._under_way.result()


def _bring_home(name: str) -> int:
    """The pages in the log now."""
    with closing(sqlite3.connect(name)) as own:
        _is_busy, pages, _home = own.execute(CHECKPOINT).fetchone()
    return int(pages)
