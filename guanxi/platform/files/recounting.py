"""Files as they stand on the timeline of their record."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.platform.files.models import StoredFile
from guanxi.platform.nouns.registry import noun_of_record
from guanxi.platform.nouns.timeline import Before, Event, timeline
from guanxi.platform.records.ready import newest_of


@timeline("*", "file", "note")
def files_told(actor: Actor, record: Any, before: Before | None, limit: int) -> Iterable[Event]:
    """The files on a record, each when it was added."""
    noun = noun_of_record(record)

    def newest(pk: int) -> QuerySet[StoredFile]:
        rows = StoredFile.objects.filter(noun=noun.key, record_id=pk, deleted_at=None)
        if before:
            rows = rows.filter(before.condition("file", "created_at"))
        return rows.select_related("uploaded_by").order_by("-created_at", "-pk")

    return [_told(one) for one in newest_of(SYSTEM, record, "file", before, limit, newest)]


def _told(stored: StoredFile) -> Event:
    return Event(
        at=stored.created_at,
        source="file",
        key=stored.pk,
        who=stored.uploaded_by.name if stored.uploaded_by else "",
        title=_("added a file"),
        icon="file",
        thing=stored,
    )
