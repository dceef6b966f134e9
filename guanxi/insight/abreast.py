"""Arithmetic over parts of all customers, on as many processors as a night may use."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Part = TypeVar("Part")
Found = TypeVar("Found")
# As many as DuckDB takes unless told: NumPy and SciPy leave the interpreter to others meanwhile.
THREADS = 2


def abreast(work: Callable[[Part], Found], parts: Iterable[Part]) -> Iterator[Found]:
    """What ``work`` finds of each part, in their order; only so many parts are held as run.

    The parts are drawn, and what is found is taken, by the thread that asks: it alone may use a
    connection.
    """
    with ThreadPoolExecutor(THREADS) as pool:
        running: deque[Future[Found]] = deque()
        for part in parts:
            running.append(pool.submit(work, part))
            if len(running) == THREADS:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


def drawn_ahead(items: Iterable[Part]) -> Iterator[Part]:
    """The items, the next of which is drawn while one is at work on the last."""
    source, over = iter(items), object()
    with ThreadPoolExecutor(1) as pool:
        upcoming = pool.submit(next, source, over)
        while (item := upcoming.result()) is not over:
            upcoming = pool.submit(next, source, over)
            yield item  # type: ignore[misc]
