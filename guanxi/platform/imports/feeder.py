"""The second process of an import: reads, cleans and drafts while the first one writes.

It takes a pickled plan on its standard input and answers with batches on its standard output.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Full, Queue
from threading import Event, Thread
from typing import IO, Any

from django.conf import settings

from guanxi.platform.imports.feeding import batches, opened
from guanxi.platform.imports.plan import Batch, Plan
from guanxi.platform.imports.reading import Notes, Unreadable

LENGTH = 8
PIPE = 1_048_576
AHEAD = 3
# Each batch asks for the same large pieces of memory: what one has given back is kept for the next
# one, where before (glibc's way) the system zeroed it anew, page by page.
MEMORY_KEPT = dict.fromkeys(["MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_"], "67108864")
Frame = tuple[str, Any]


class FeederDied(Exception):
    """The reading process ended without saying that it was done."""


@contextmanager
def fed(plan: Plan, after: int, notes: Notes) -> Iterator[Iterator[Batch]]:
    """Batches from a process that ends with the block; ``notes`` is filled at the end."""
    command = [sys.executable, "-m", "guanxi.platform.imports"]
    feeder = subprocess.Popen(  # noqa: S603 - our own module, no words of a person
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=settings.ROOT_FOLDER,
        env=os.environ | MEMORY_KEPT,
    )
    if feeder.stdin is None or feeder.stdout is None:
        raise FeederDied
    try:
        _widen(feeder.stdout)
        pickle.dump((plan, after), feeder.stdin)
        feeder.stdin.close()
        yield _received(feeder.stdout, notes)
    finally:
        feeder.kill()
        feeder.wait()
        feeder.stdout.close()


def feed(given: IO[bytes], out: IO[bytes]) -> None:
    """Answer one plan: batches, then the notes; or why the file cannot be read."""
    plan, after = pickle.load(given)  # noqa: S301 - written by our own process
    try:
        table = opened(plan)
        for batch in batches(plan, table, after):
            _send(out, "batch", batch)
        _send(out, "end", table.notes)
    except Unreadable as refused:
        _send(out, "unreadable", (refused.code, refused.details))


def _widen(pipe: IO[bytes]) -> None:
    # A wider pipe lets the reader run a few batches ahead; where it cannot be had, it works too.
    with suppress(OSError, ImportError, AttributeError):
        import fcntl

        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, PIPE)


def _send(out: IO[bytes], kind: str, content: object) -> None:
    frame = pickle.dumps((kind, content), protocol=pickle.HIGHEST_PROTOCOL)
    out.write(len(frame).to_bytes(LENGTH, "big"))
    out.write(frame)
    out.flush()


def _received(pipe: IO[bytes], notes: Notes) -> Iterator[Batch]:
    with _read_ahead(pipe) as frames:
        while frame := frames.get():
            kind, content = frame
            if kind == "end":
                notes.update(content)
                return
            if kind == "unreadable":
                code, details = content
                raise Unreadable(code, **details)
            yield content
    raise FeederDied


@contextmanager
def _read_ahead(pipe: IO[bytes]) -> Iterator["Queue[Frame | None]"]:
    """Frames as they come, a few of them before they are asked for; nothing at the end.

    They are unpacked here, while the writer waits for the database.
    """
    frames: Queue[Frame | None] = Queue(AHEAD)
    is_over = Event()

    def offer(frame: Frame | None) -> None:
        while not is_over.is_set():
            with suppress(Full):
                frames.put(frame, timeout=0.1)
                return

    def read() -> None:
        try:
            while not is_over.is_set() and (frame := _frame(pipe)):
                offer(pickle.loads(frame))  # noqa: S301 - written by our own process
        finally:
            offer(None)

    reader = Thread(target=read, daemon=True)
    reader.start()
    try:
        yield frames
    finally:
        is_over.set()


def _frame(pipe: IO[bytes]) -> bytes:
    try:
        length = int.from_bytes(pipe.read(LENGTH), "big")
        frame = pipe.read(length)
    except ValueError:  # The pipe was closed while we waited for it.
        return b""
    return frame if len(frame) == length else b""
