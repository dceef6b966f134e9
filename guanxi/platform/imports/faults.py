"""Which faults stop an import, and what a person is told of them."""

from django.db import DataError, IntegrityError
from django.utils.translation import gettext_lazy as _

from guanxi.platform.disk import is_disk_full
from guanxi.platform.errors import Message
from guanxi.platform.imports.messages import unreadable_message
from guanxi.platform.imports.reading import Unreadable


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
