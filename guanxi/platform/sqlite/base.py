"""Django's SQLite with a queue that moves: whoever waits to write gets in between two batches.

SQLite's own waiting looks again ever more rarely, in the end every 100 ms, and so misses the
moments that an import leaves open for people. This looks every few milliseconds.
"""

import time

from django.db.backends.sqlite3 import base
from django.db.backends.utils import CursorWrapper
from django.db.utils import OperationalError

LOOK_SECONDS = 0.004


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that takes the write lock soon after it is free."""

    def _start_transaction_under_autocommit(self) -> None:
        patience: float = self.settings_dict["OPTIONS"].get("timeout", 5)
        last = time.monotonic() + patience
        with self.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 0")
            try:
                while not self._has_begun(cursor, time.monotonic() > last):
                    time.sleep(LOOK_SECONDS)
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {int(patience * 1_000)}")

    def _has_begun(self, cursor: CursorWrapper, is_last: bool) -> bool:
        try:
            cursor.execute("BEGIN IMMEDIATE")
        except OperationalError as fault:
            if is_last or "locked" not in str(fault):
                raise
            return False
        return True
