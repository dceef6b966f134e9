"""Where what tests write is kept: in memory where there is room for it."""

import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 a folder of our own is made in it
# What all stages of a run hold at one time, several times over.
ROOM_BYTES = 4 * 1024**3


def quick_folder(memory: Path = MEMORY, room: int = ROOM_BYTES) -> str | None:
    """A folder whose files never wait for a disk; None, the usual one, where it is small."""
    try:
        free = shutil.disk_usage(memory).free
    except OSError:
        return None
    return str(memory) if free >= room else None
