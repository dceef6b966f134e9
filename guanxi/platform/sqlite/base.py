"""Django's SQLite with a queue that moves: whoever waits to write gets in between two batches.

SQLite's own waiting looks again ever more rarely, in the end every 100 ms, and so misses the
moments that an import leaves open for people. This looks every few milliseconds, for a
transaction and for a single statement outside one.

And whoever saves does not bring the log home: a thread of the process does (`homeward`).
"""

import sqlite3
import time
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from guanxi.platform.sqlite.homeward import see_home

LOOK_SECONDS = 0.004
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# Statements of some 3 KB each; what writes a thousand rows at once is much longer.
KEPT, LONGEST_KEPT = 256, 16_384
LOCKED = (OperationalError, sqlite3.OperationalError)


class PatientCursor(base.SQLiteCursorWrapper):
    """A cursor whose single writes, outside a transaction, get in soon after the lock is free."""

    def __init__(self, *args: Any, patience: float) -> None:
        super().__init__(*args)
        self._patience = patience

    def execute(self, query: str, params: Any = None) -> Any:
        if self.connection.in_transaction or not query.startswith(WRITES):
            return super().execute(query, params)
        # By a cursor of its own: this one tells how many rows were changed.
        attempt = partial(super().execute, query, params)
        return _when_free(attempt, self.connection.execute, self._patience)

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """As Django's; a list asks by thousands of characters, the same again and again."""
        if param_names is not None or len(query) > LONGEST_KEPT:
            return super().convert_query(query, param_names=param_names)
        return _with_question_marks(query)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that takes the write lock soon after it is free."""

    def create_cursor(self, name: str | None = None) -> Any:
        """As Django's, for statements that wait as transactions do."""
        return self.connection.cursor(factory=partial(PatientCursor, patience=self._patience()))

    def _start_transaction_under_autocommit(self) -> None:
        with self.cursor() as cursor:
            _when_free(partial(cursor.execute, "BEGIN IMMEDIATE"), cursor.execute, self._patience())

    def commit(self) -> None:
        """As Django's; a log that has become long is then brought home beside it."""
        super().commit()
        see_home(str(self.settings_dict["NAME"]))

    def _patience(self) -> float:
        return float(self.settings_dict["OPTIONS"].get("timeout", 5))


@lru_cache(maxsize=KEPT)
def _with_question_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


def _when_free(attempt: Callable[[], Any], say: Callable[[str], Any], patience: float) -> Any:
    """What ``attempt`` gives once nobody else writes; the refusal itself when that never comes."""
    last = time.monotonic() + patience
    say("PRAGMA busy_timeout = 0")
    try:
        while True:
            is_last = time.monotonic() > last
            try:
                return attempt()
            except LOCKED as fault:
                if is_last or "locked" not in str(fault):
                    raise
            time.sleep(LOOK_SECONDS)
    finally:
        say(f"PRAGMA busy_timeout = {int(patience * 1_000)}")
