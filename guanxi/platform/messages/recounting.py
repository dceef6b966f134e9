"""Notes as they stand on the timeline of their record."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.platform.messages.models import Note
from guanxi.platform.messages.threads import NOTE
from guanxi.platform.nouns.registry import noun_of_record
from guanxi.platform.nouns.timeline import Before, Event, timeline
from guanxi.platform.records.ready import newest_of


@timeline("*", "note", "note")
def notes_told(actor: Actor, record: Any, before: Before | None, limit: int) -> Iterable[Event]:
    """The notes on a record, pinned or not."""
    noun = noun_of_record(record)

    def newest(pk: int) -> QuerySet[Note]:
        rows = Note.objects.filter(noun=noun.key, record_id=pk, deleted_at=None, thread=None)
        if before:
            rows = rows.filter(before.condition("note", "created_at"))
        return rows.order_by("-created_at", "-pk")

    return [told(one) for one in newest_of(SYSTEM, record, "note", before, limit, newest)]


def told(note: Note) -> Event:
    """One note as an event."""
    return Event(
        at=note.created_at,
        source="note",
        key=note.pk,
        who=note.author_name,
        title=_("noted"),
        icon="note",
        thing=note,
        entry=(NOTE, note.pk),
    )
