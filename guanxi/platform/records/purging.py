"""Emptying the recycle bin of what has lain in it for long."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.files.models import StoredFile
from guanxi.platform.files.sweeping import IN_BIN
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.registry import job, scheduled
from guanxi.platform.messages.models import Note
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.letting_go import Named, Needed, let_go, named_by

AT_ONCE = 200


@job("records.purge", long=True)
def purge_bin(context: JobContext) -> dict[str, int]:
    """Remove for good what was deleted more than ``BIN_DAYS`` ago; how many records, by noun."""
    if not settings.BIN_DAYS:
        return {}
    now = timezone.now()
    before = now - dt.timedelta(days=settings.BIN_DAYS)
    removed: dict[str, int] = {}
    for key, noun in nouns().items():
        context.check_cancelled()
        if any(column.name == "deleted_at" for column in noun.model._meta.fields):
            number = _purge(noun, before, now)
            if number:
                removed[key] = number
    return removed


scheduled("records.purge", kind="records.purge", cron="50 3 * * *")


def _purge(noun: Noun[Any], before: dt.datetime, now: dt.datetime) -> int:
    old = noun.base().filter(deleted_at__lt=before).order_by("pk")
    removed, last = 0, 0
    while records := list(old.filter(pk__gt=last)[:AT_ONCE]):
        last = records[-1].pk
        named = named_by(noun, [one.pk for one in records])
        removed += sum(_purge_one(noun, record, named, now) for record in records)
    return removed


def _purge_one(noun: Noun[Any], record: Any, named: Named, now: dt.datetime) -> bool:
    """Whether the record went; one that others point to stays, since books need it."""
    pk = record.pk
    try:
        with transaction.atomic():
            for relation, ids in named.get(pk, ()):
                let_go(relation, ids, pk, at=now)
            record.delete()
            # Their bytes go with the next sweep of files.
            files = StoredFile.objects.filter(noun=noun.key, record_id=pk)
            files.update(deleted_at=now - IN_BIN - dt.timedelta(days=1))
            Note.objects.filter(noun=noun.key, record_id=pk).delete()
            publish(Happening(f"{noun.key}.purged", noun.key, pk), actor=SYSTEM, at=now)
    except (ProtectedError, RestrictedError, Needed):
        return False
    return True
