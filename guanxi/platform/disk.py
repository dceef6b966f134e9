"""Whether a fault means that the disk has no room left."""

import errno

_FULL = ("disk is full", "no space left", "disk full", "file too large")


def is_disk_full(fault: BaseException) -> bool:
    """Whether the disk, or what this process may use of it, had no room for database or file."""
    numbers = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    if isinstance(fault, OSError) and fault.errno in numbers:
        return True
    return any(words in str(fault).lower() for words in _FULL)
