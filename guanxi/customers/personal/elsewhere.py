"""What the platform keeps beside a record and must let go of when a person is erased."""

import datetime as dt
from functools import partial

from django.db import transaction

from guanxi.platform.files.models import StoredFile
from guanxi.platform.files.storing import path_of
from guanxi.platform.messages.models import Note, Notification
from guanxi.platform.records.erasing import on_erase


@on_erase("notes")
def erase_notes(noun: str, record_id: int, at: dt.datetime) -> int:
    """Notes written on the record are gone."""
    return Note.objects.filter(noun=noun, record_id=record_id).delete()[0]


@on_erase("notifications")
def erase_notifications(noun: str, record_id: int, at: dt.datetime) -> int:
    """What colleagues were told of the record is gone."""
    return Notification.objects.filter(noun=noun, record_id=record_id).delete()[0]


@on_erase("files")
def erase_files(noun: str, record_id: int, at: dt.datetime) -> int:
    """Files on the record lose their names, and their bytes with the end of the transaction."""
    files = StoredFile.objects.filter(noun=noun, record_id=record_id)
    for name in files.values_list("storage_name", flat=True):
        transaction.on_commit(partial(path_of(name).unlink, missing_ok=True))
    return files.update(name="", deleted_at=at)
