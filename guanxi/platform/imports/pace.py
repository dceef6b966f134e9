"""How much an import writes at once, and how it lets other people in between."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# People wait for our transactions on SQLite: each is kept about this long, and then the door
# stands open for a moment.
TARGET_SECONDS = 0.15
PAUSE_SECONDS = 0.008
SMALLEST, LARGEST = 250, 4_000
# Pages of the log go home so seldom that most were written more than once by then, and from here,
# so that nobody who saves a customer does it for us.
ROWS_UNTIL_HOME = 12_000
# A mapped file counts as memory of ours, and an import touches all of it.
HABITS = {"cache_size": -64_000, "mmap_size": 67_108_864, "wal_autocheckpoint": 0}


class Pace:
    """How many rows a transaction takes, so that it lasts about as long as it should."""

    def __init__(self) -> None:
        self.rows = 1_000
        self._written = 0

    def learn(self, rows: int, seconds: float) -> None:
        """Remember how long so many rows took."""
        self._written += rows
        if rows < self.rows:
            return
        wanted = self.rows * TARGET_SECONDS / max(seconds, 0.001)
        self.rows = int(min(max((self.rows + wanted) / 2, SMALLEST), LARGEST))

    def rest(self) -> None:
        """Let others write."""
        if self._written >= ROWS_UNTIL_HOME and connection.vendor == "sqlite":
            self._written = 0
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
        time.sleep(PAUSE_SECONDS)


@contextmanager
def bulk_habits() -> Iterator[None]:
    """On SQLite, memory that stays bounded while it lasts, and a log that goes home when we say."""
    if connection.vendor != "sqlite":
        yield
        return
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
