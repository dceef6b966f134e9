"""Bringing the pages of SQLite's log home into the database, beside the work that writes them.

SQLite lets whoever commits past a length of the log write all of it home: during an import that is
a person who saves a customer, and waits for half a second of somebody else's pages.
"""

import sqlite3
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

from django.db import connection

CHECKPOINT = "PRAGMA wal_checkpoint(PASSIVE)"
# These keep others from writing while they last, which is short where most pages are home. A file
# that keeps its length is written over in less time than one that grows again.
ANEW, END = "PRAGMA wal_checkpoint(RESTART)", "PRAGMA wal_checkpoint(TRUNCATE)"
# A log of this many bytes is brought home, unless that was done so many seconds ago by anybody;
# from the greatest length on, the writer waits for it.
LENGTH, LONGEST = 64_000_000, 1_200_000_000
LATELY = 10.0
# While pages go home others are written: again, so often at most, until fewer than these are left.
ROUNDS, FEW_PAGES = 4, 2_000


class Homeward:
    """One thread that writes pages home and waits for the disk while its owner goes on."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "homeward")
        self._under_way: Future[None] | None = None

    def go(self, name: str) -> None:
        """Bring home what is in the log of the database file, unless that is under way."""
        if "memory" not in name and (self._under_way is None or self._under_way.done()):
            self._under_way = self._pool.submit(_bring_home, name)

    def go_and_end(self, name: str) -> None:
        """The same, and begin the log anew where nobody writes or reads from it just then."""
        if self._under_way is None or self._under_way.done():
            self._under_way = self._pool.submit(_bring_home, name, END)

    def look(self, name: str) -> None:
        """Begin the log anew where all but its last pages are home; call it outside a transaction.

        By itself SQLite does that only when nothing is left to bring home, which never comes while
        people write too.
        """
        if self._under_way is None or connection.in_atomic_block:
            return
        if not self._under_way.done() and log_of(name) < LONGEST:
            return
        self.wait()
        self._under_way = None
        end_log(END if log_of(name) >= LONGEST else ANEW)

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
    _of_this_process[0].go_and_end(name)


def end_log(statement: str = END) -> None:
    """Bring the rest of the log home and begin it anew, unless somebody writes or reads from it."""
    with connection.cursor() as cursor:
        # Most of it while others may write.
        cursor.execute(CHECKPOINT)
        [patience] = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
        cursor.execute(statement)
        cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")


def log_of(name: str) -> int:
    """The bytes of the log of a database file; of one in memory none.

    Its index would tell more, but closing that file would give up the locks that SQLite has on it.
    """
    try:
        return Path(f"{name}-wal").stat().st_size
    except OSError:
        return 0


def _bring_home(name: str, *further: str) -> None:
    # What stays in the log now is brought home the next time.
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(name, timeout=0)) as own:
        before = 0
        for _round in range(ROUNDS):
            _busy, _pages, home = own.execute(CHECKPOINT).fetchone()
            if home - before < FEW_PAGES:
                break
            before = home
        for statement in further:
            own.execute(statement)
