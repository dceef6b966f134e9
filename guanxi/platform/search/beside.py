"""Entries of new records by a second connection, while the first one writes the records.

PostgreSQL has a process for each connection, and the index is half of what it does for a new
record. The entries are committed first, so that no record is ever without its own; where the
records do not follow, they are taken out again. A process that is killed between the two leaves
entries of ids that nobody will draw again: `imports/leftovers.py` finds them.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

from guanxi.platform.search.engines import Ready, engine

Made = Sequence[tuple[int, Ready]]


class _Lane:
    """The second connection, with the entries that it wrote for a transaction still open."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "entries")
        self._thread.submit(_begin).result()
        self._open: list[int] = []

    @contextmanager
    def adding(self, entries: Made) -> Iterator[None]:
        self._open += [entry for entry, _ in entries]
        written = self._thread.submit(engine().add, entries)
        try:
            yield
        finally:
            wait([written])
        written.result()

    def keep(self) -> None:
        self._open = []

    def forget(self) -> None:
        entries, self._open = self._open, []
        if entries:
            self._thread.submit(engine().forget, [(one, "") for one in entries]).result()

    def close(self) -> None:
        self._thread.submit(_end).result()
        self._thread.shutdown()


_lane: ContextVar[_Lane | None] = ContextVar("lane", default=None)


@contextmanager
def entries_beside() -> Iterator[None]:
    """While it lasts, entries of new records have a connection of their own on PostgreSQL."""
    if connection.vendor != "postgresql":
        yield
        return
    lane = _Lane()
    token = _lane.set(lane)
    try:
        yield
    finally:
        _lane.reset(token)
        lane.close()


@contextmanager
def kept_together() -> Iterator[None]:
    """Around a transaction: entries written beside it go again if it does not come to its end."""
    lane = _lane.get()
    try:
        yield
    except BaseException:
        if lane:
            lane.forget()
        raise
    if lane:
        lane.keep()


@contextmanager
def adding(entries: Made) -> Iterator[None]:
    """Store new entries while the block writes their records; after it they are stored."""
    if lane := _lane.get():
        with lane.adding(entries):
            yield
        return
    yield
    engine().add(entries)


def _begin() -> None:
    with connection.cursor() as cursor:
        # What a crash of the server loses of them, it loses of their records too.
        cursor.execute("SET synchronous_commit = off")


def _end() -> None:
    # Looked up in its own thread: each has a connection of its own.
    connection.close()
