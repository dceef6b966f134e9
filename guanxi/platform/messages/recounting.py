"""Notes as they stand on the timeline of their record."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.messages.models import Note
from guanxi.platform.nouns.registry import noun_of_record
from guanxi.platform.nouns.timeline import Before, Event, timeline


@timeline("*", "note", "note")
def notes_told(actor: Actor, record: Any, before: Before | None, limit: int) -> Iterable[Event]:
    """The notes on a record, pinned or not."""
    noun = noun_of_record(record)
    rows = Note.objects.filter(noun=noun.key, record_id=record.pk, deleted_at=None)
    if before:
        rows = rows.filter(before.condition("note", "created_at"))
    return [told(one) for one in rows.order_by("-created_at", "-pk")[:limit]]


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
    )
