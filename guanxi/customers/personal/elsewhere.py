"""What the platform keeps beside a record and must let go of when a person is erased."""

import datetime as dt

from guanxi.customers.personal.around import forget_files
from guanxi.platform.files.models import StoredFile
from guanxi.platform.messages.models import Note, Notification
from guanxi.platform.records.erasing import erase_words, on_erase

erase_words("customers.Interaction", "subject", "content", "outcome", "place", "position")
erase_words("customers.Consent", "evidence")
erase_words("customers.Affiliation", "title")
erase_words("customers.AccountRelation", "note")
erase_words("customers.Identifier", "value")
erase_words("customers.Address", "label", "recipient", "phone", "street", "postcode")


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
    return forget_files(StoredFile.objects.filter(noun=noun, record_id=record_id), at)
