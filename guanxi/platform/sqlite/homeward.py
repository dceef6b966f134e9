"""Bringing the pages of SQLite's log home into the database, beside the work that writes them.

SQLite lets whoever commits past a length of the log write all of it home: during an import that is
a person who saves a customer, and waits for half a second of somebody else's pages.
"""

import sqlite3
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from django.db import connection

CHECKPOINT = "PRAGMA wal_checkpoint(PASSIVE)"
# The log begins anew, and its file short, only when all of it is home, which never comes while
# somebody writes: from so many bytes on the writer waits.
LONGEST = 400_000_000
# A log of this many bytes is brought home, unless that was done so many seconds ago by anybody.
LENGTH = 64_000_000
LATELY = 10.0


class Homeward:
    """One thread that writes pages home and waits for the disk while its owner goes on."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "homeward")
        self._under_way: Future[None] | None = None

    def go(self, name: str) -> None:
        """Bring home what is in the log of the database file, unless that is under way."""
        if "memory" in name or connection.in_atomic_block:
            return
        if log_of(name) > LONGEST:
            self.wait()
            with connection.cursor() as cursor:
                cursor.execute(CHECKPOINT)
            return
        self.begin(name)

    def begin(self, name: str) -> None:
        """The same without ever waiting."""
        if self._under_way is None or self._under_way.done():
            self._under_way = self._pool.submit(_bring_home, name)

    def wait(self) -> None:
        """Until what is under way is home."""
        if self._under_way is not None:
            self._under_way.result()


_of_this_process: list[Homeward] = []


def see_home(name: str) -> None:
    """Called after each commit: has a long log brought home by a thread of this process."""
    # Whoever brings pages home writes the database itself, which nobody does otherwise.
    if log_of(name) < LENGTH or time.time() - Path(name).stat().st_mtime < LATELY:
        return
    if not _of_this_process:
        _of_this_process.append(Homeward())
    _of_this_process[0].begin(name)


def end_log() -> None:
    """Bring all of the log home and let its file shrink, as far as nobody reads from it."""
    with connection.cursor() as cursor:
        # Most of it without keeping anybody from writing; the rest when nobody is there to wait.
        cursor.execute(CHECKPOINT)
        [patience] = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")


def log_of(name: str) -> int:
    """The bytes of the log of a database file; of one in memory none."""
    try:
        return Path(f"{name}-wal").stat().st_size
    except OSError:
        return 0


def _bring_home(name: str) -> None:
    with closing(sqlite3.connect(name)) as own:
        own.execute(CHECKPOINT)
