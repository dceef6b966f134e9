"""What this process and its children take at the same moment, at most."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.25


@dataclass
class Peak:
    """The most that was seen, pages that processes share being counted once, in parts (Pss)."""

    megabytes: float = 0.0


@contextmanager
def peak() -> Iterator[Peak]:
    """Look four times a second while the block runs. Linux only."""
    found, done = Peak(), threading.Event()

    def look() -> None:
        while not done.wait(EVERY):
            found.megabytes = max(found.megabytes, _taken(Path("/proc/self")) / 1024)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield found
    finally:
        done.set()
        looking.join()


def _taken(process: Path) -> int:
    """Kilobytes of the process and of all below it; one that has just ended takes none."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
        children = [
            Path(f"/proc/{pid}")
            for listed in process.glob("task/*/children")
            for pid in listed.read_text().split()
        ]
    except OSError:
        return 0
    own = sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return own + sum(map(_taken, children))
