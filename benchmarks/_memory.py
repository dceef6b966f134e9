"""What this process and its children take at the same moment, at most."""

import threading
from pathlib import Path
from types import TracebackType
from typing import Self

EVERY = 0.25


class Peak:
    """Looks four times a second while it is open; `megabytes` is the most that it saw.

    Pages that processes share are counted once, in parts (Pss). Linux only.
    """

    def __init__(self) -> None:
        self.megabytes = 0.0
        self._done = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._looking.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._looking.join()

    def _look(self) -> None:
        while not self._done.wait(EVERY):
            self.megabytes = max(self.megabytes, _taken(Path("/proc/self")) / 1024)


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
