"""Whether a fault means that the disk has no room left."""

import errno

from django.utils.translation import gettext_lazy as _

from guanxi.platform.errors import NoRoom

# PostgreSQL's own word, whatever it says in the language of its server.
_SQLSTATE = "53100"
_FULL = ("disk is full", "no space left", "disk full", "file too large")


def is_disk_full(fault: BaseException) -> bool:
    """Whether the disk, or what this process may use of it, had no room for database or file."""
    numbers = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    if isinstance(fault, OSError) and fault.errno in numbers:
        return True
    if getattr(fault.__cause__ or fault, "sqlstate", None) == _SQLSTATE:
        return True
    return any(words in str(fault).lower() for words in _FULL)


def refusal_of_disk(fault: BaseException | None) -> NoRoom | None:
    """What to tell a person of a fault behind which there is nothing but a full disk."""
    from django.db import OperationalError

    if isinstance(fault, OSError | OperationalError) and is_disk_full(fault):
        return NoRoom(
            _("The disk is full and nothing of this was saved: free some space and try again.")
        )
    return None
