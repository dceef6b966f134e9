"""File fields take hold of their files; bytes that nothing needs any more are removed."""

import datetime as dt
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.files.models import StoredFile
from guanxi.platform.files.storing import path_of
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.registry import job, scheduled
from guanxi.platform.nouns.noun import Noun

IN_BIN = dt.timedelta(days=30)
UNATTACHED = dt.timedelta(days=1)


def attach_to_saved(
    noun: Noun[Any],
    records: Sequence[Any],
    changed: set[str] | None,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Let a record saved with a file in a field hold that file from now on."""
    fields = noun.fields
    names = _file_fields(noun, changed or ())
    for record in records if names else ():
        ids = [fields[name].value_of(record) for name in names]
        loose = StoredFile.objects.filter(pk__in=ids, record_id=None, noun=noun.key)
        loose.filter(uploaded_by=actor.user_id).update(record_id=record.pk)


def holds_files(noun: Noun[Any], names: Collection[str]) -> bool:
    """Whether one of these fields holds a file."""
    return bool(_file_fields(noun, names))


@job("files.sweep", long=True)
def sweep(context: JobContext) -> dict[str, Any]:
    """Remove the bytes of files deleted long ago, never attached, or left by a crash."""
    now = timezone.now()
    gone = Q(deleted_at__lt=now - IN_BIN) | Q(record_id=None, created_at__lt=now - UNATTACHED)
    removed = 0
    for found in StoredFile.objects.filter(gone).order_by("pk"):
        context.check_cancelled()
        path_of(found.storage_name).unlink(missing_ok=True)
        found.delete()
        removed += 1
    return {"removed": removed, "orphans": _remove_orphans(now) + _remove_arrivals(now)}


scheduled("files-sweep", kind="files.sweep", cron="40 3 * * *")


def _remove_orphans(now: dt.datetime) -> int:
    removed = 0
    for folder in Path(settings.MEDIA_ROOT).glob("[0-9a-f][0-9a-f]"):
        paths = {path.name: path for path in folder.glob("[0-9a-f]*")}
        known = StoredFile.objects.filter(storage_name__in=paths)
        for name in set(paths) - set(known.values_list("storage_name", flat=True)):
            removed += remove_left(paths[name], now)
    return removed


def _remove_arrivals(now: dt.datetime) -> int:
    """What was arriving when the server was killed."""
    return sum(remove_left(path, now) for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir())


def remove_left(path: Path, now: dt.datetime) -> bool:
    """Remove a file that nothing tells of, once it is no longer one that is just being written."""
    try:
        if path.stat().st_mtime >= (now - UNATTACHED).timestamp():
            return False
    except FileNotFoundError:
        return False
    path.unlink(missing_ok=True)
    return True


def _file_fields(noun: Noun[Any], names: Collection[str]) -> list[str]:
    fields = noun.fields
    return [name for name in names if name in fields and fields[name].type == "file"]
