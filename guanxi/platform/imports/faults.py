"""Which faults stop an import, and what a person is told of them."""

import errno

from django.db import DataError, IntegrityError
from django.utils.translation import gettext_lazy as _

from guanxi.platform.errors import Message
from guanxi.platform.imports.messages import unreadable_message
from guanxi.platform.imports.reading import Unreadable

_FULL = ("disk is full", "no space left", "disk full")


def is_disk_full(fault: BaseException) -> bool:
    """Whether the disk had no room for the database or the file."""
    if isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    return any(words in str(fault).lower() for words in _FULL)


def is_refusal_of_rows(fault: BaseException) -> bool:
    """Whether the database refuses what is in the rows, rather than being in trouble itself."""
    return isinstance(fault, IntegrityError | DataError)


def stopping_message(fault: BaseException) -> Message:
    """What to tell a person of a fault that stopped the import."""
    if isinstance(fault, Unreadable):
        return unreadable_message(fault)
    if is_disk_full(fault):
        return _("The disk is full. Everything up to here is saved: free some space and continue.")
    return _("Reading the file broke off. Everything up to here is saved: continue the import.")
