"""How much bulk work writes at once, and how it lets other people in between."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection

from guanxi.platform.sqlite.homeward import Homeward, end_log

# People wait for our transactions on SQLite: each is kept about this long, and then the door
# stands open for a moment.
TARGET_SECONDS = 0.15
PAUSE_SECONDS = 0.008
SMALLEST, LARGEST = 250, 4_000
# Pages of the log go home so seldom that most were written more than once by then, and from here,
# so that nobody who saves a customer does it for us.
ROWS_UNTIL_HOME = 32_000
# Rows make no cycles: this many new things may come before Python looks for some, not 700.
NEW_THINGS = 50_000
# A mapped file counts as memory of ours, and an import touches all of it; pages that are met in
# random order are worth more in a cache of their own.
HABITS = {"cache_size": -96_000, "mmap_size": 0, "wal_autocheckpoint": 0}


class Pace:
    """How many rows a transaction takes, so that it lasts about as long as it should."""

    def __init__(
        self, first: int = 1_000, smallest: int = SMALLEST, largest: int = LARGEST
    ) -> None:
        self._smallest, self._largest = smallest, largest
        # Nobody waits for our transactions on PostgreSQL, and each has a price of its own.
        self._is_shared = connection.vendor == "sqlite"
        self.rows = min(first, largest) if self._is_shared else largest
        self._written = 0
        self._homeward = Homeward()

    def learn(self, rows: int, seconds: float) -> None:
        """Remember how long so many rows took."""
        self._written += rows
        if rows < self.rows or not self._is_shared:
            return
        wanted = self.rows * TARGET_SECONDS / max(seconds, 0.001)
        self.rows = int(min(max((self.rows + wanted) / 2, self._smallest), self._largest))

    def rest(self) -> None:
        """Let others write."""
        if not self._is_shared:
            return
        name = str(connection.settings_dict["NAME"])
        self._homeward.look(name)
        if self._written >= ROWS_UNTIL_HOME:
            self._written = 0
            self._homeward.go(name)
        time.sleep(PAUSE_SECONDS)


@contextmanager
def bulk_habits() -> Iterator[None]:
    """While it lasts, what makes bulk work cheaper or keeps its memory bounded."""
    habits = _sqlite_habits() if connection.vendor == "sqlite" else _postgresql_habits()
    with _seldom_collected(), habits:
        yield


@contextmanager
def _seldom_collected() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(NEW_THINGS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _sqlite_habits() -> Iterator[None]:
    """Memory that stays bounded, and a log that goes home when we say."""
    with connection.cursor() as cursor:
        before = [(name, cursor.execute(f"PRAGMA {name}").fetchone()[0]) for name in HABITS]
        for name, value in HABITS.items():
            cursor.execute(f"PRAGMA {name} = {value}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for name, value in before:
                cursor.execute(f"PRAGMA {name} = {int(value)}")
        if not connection.in_atomic_block:
            end_log()


@contextmanager
def _postgresql_habits() -> Iterator[None]:
    """No waiting for the disk after each batch: what a crash loses is done again from its mark.

    Whatever is saved afterwards waits for all that was saved before.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    try:
        yield
    finally:
        # A connection that broke meanwhile takes its settings with it.
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")
