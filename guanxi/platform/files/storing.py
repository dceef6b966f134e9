"""Keeping files on records: bytes under random names, rights through the record."""

import datetime as dt
import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.files.kinds import HEAD_BYTES, media_type_of, sound_name
from guanxi.platform.files.models import StoredFile
from guanxi.platform.files.scanning import require_clean
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import editable
from guanxi.platform.rights.administering import refuse_read_only
from guanxi.platform.rights.visibility import require, visible_to

PIECE = 1 << 16
MOST_ON_ONE_RECORD = 500


def files_of(actor: Actor, noun: Noun[Any], pk: int) -> QuerySet[StoredFile]:
    """The files on a record, newest first; DoesNotExist when the actor cannot see it."""
    visible_to(actor, noun).values_list("pk").get(pk=pk)
    living = StoredFile.objects.filter(noun=noun.key, record_id=pk, deleted_at=None)
    return living.order_by("-created_at", "-pk")


def removed_from(noun: Noun[Any], pk: int) -> QuerySet[StoredFile]:
    """The files in the recycle bin of a record that the caller has found visible."""
    gone = StoredFile.objects.filter(noun=noun.key, record_id=pk).exclude(deleted_at=None)
    return gone.order_by("-deleted_at", "-pk")


def file_seen_by(actor: Actor, pk: int) -> StoredFile:
    """The file, if the actor sees its record; DoesNotExist otherwise, whatever the reason."""
    found = StoredFile.objects.get(pk=pk, deleted_at=None)
    if found.record_id is None:
        if found.uploaded_by_id is None or found.uploaded_by_id != actor.user_id:
            raise StoredFile.DoesNotExist
        return found
    noun = noun_named(found.noun)
    if not visible_to(actor, noun).filter(pk=found.record_id).exists():
        raise StoredFile.DoesNotExist
    return found


def attach_file(
    noun: Noun[Any], pk: int | None, name: str, content: BinaryIO, *, actor: Actor, at: dt.datetime
) -> StoredFile:
    """The stored file on record ``pk``, or on none yet for a field of a record being made."""
    _require_may_attach(noun, pk, actor)
    storage_name = secrets.token_hex(20)
    path = path_of(storage_name)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        size, digest, head = _write(path, content)
        require_clean(path)
        return _keep(noun, pk, name, (storage_name, size, digest, head), actor, at)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@transaction.atomic
def remove_file(pk: int, *, actor: Actor, at: dt.datetime) -> StoredFile:
    """The file, in the recycle bin; its bytes go after 30 days."""
    found = file_seen_by(actor, pk)
    refuse_read_only(actor)
    if found.record_id is not None:
        editable(noun_named(found.noun), found.record_id, actor)
    found.deleted_at = at
    found.save(update_fields=["deleted_at"])
    _publish("file_removed", found, actor, at)
    return found


@transaction.atomic
def restore_file(pk: int, *, actor: Actor, at: dt.datetime) -> StoredFile:
    """The file, back on its record."""
    found = StoredFile.objects.exclude(deleted_at=None).exclude(record_id=None).get(pk=pk)
    editable(noun_named(found.noun), int(found.record_id or 0), actor)
    found.deleted_at = None
    found.save(update_fields=["deleted_at"])
    _publish("file_restored", found, actor, at)
    return found


def path_of(storage_name: str) -> Path:
    """Where the bytes lie; storage names are hexadecimal and never come from outside."""
    return Path(settings.MEDIA_ROOT) / storage_name[:2] / storage_name


def _require_may_attach(noun: Noun[Any], pk: int | None, actor: Actor) -> None:
    refuse_read_only(actor)
    if pk is None:
        # The record whose field is to hold it is made, or changed, in the same breath.
        if not actor.may(noun.permission("edit")):
            require(actor, noun.permission("create"))
        return
    visible_to(actor, noun).values_list("pk").get(pk=pk)
    if not visible_to(actor, noun, "edit").filter(pk=pk).exists():
        raise Denied(noun.permission("edit"))
    if StoredFile.objects.filter(noun=noun.key, record_id=pk).count() >= MOST_ON_ONE_RECORD:
        raise RuleBroken(_("This record holds 500 files already."))


def _write(path: Path, content: BinaryIO) -> tuple[int, str, bytes]:
    """Size, SHA-256 and first bytes of what was written, safely on disk."""
    digest, size, head = hashlib.sha256(), 0, b""
    with path.open("xb") as target:
        for piece in _pieces(content):
            head = head or piece[:HEAD_BYTES]
            size += len(piece)
            if size > settings.LARGEST_FILE:
                megabytes = settings.LARGEST_FILE >> 20
                raise RuleBroken(_("A file may hold %(limit)d MB.") % {"limit": megabytes})
            digest.update(piece)
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    path.chmod(0o600)
    return size, digest.hexdigest(), head


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    while piece := content.read(PIECE):
        yield piece


@transaction.atomic
def _keep(
    noun: Noun[Any],
    pk: int | None,
    name: str,
    written: tuple[str, int, str, bytes],
    actor: Actor,
    at: dt.datetime,
) -> StoredFile:
    storage_name, size, digest, head = written
    _require_room(size, actor)
    if pk is not None:
        editable(noun, pk, actor)
    sound = sound_name(name)
    made = StoredFile.objects.create(
        noun=noun.key,
        record_id=pk,
        name=sound,
        storage_name=storage_name,
        media_type=media_type_of(head, sound),
        size=size,
        sha256=digest,
        uploaded_by_id=actor.user_id,
        created_at=at,
    )
    if pk is not None:
        _publish("file_added", made, actor, at)
    return made


def _require_room(size: int, actor: Actor) -> None:
    used = StoredFile.objects.aggregate(
        total=Sum("size"), own=Sum("size", filter=Q(uploaded_by=actor.user_id or 0))
    )
    if (used["total"] or 0) + size > settings.FILE_QUOTA:
        raise RuleBroken(_("The space for files is used up; ask an administrator for more."))
    if actor.user_id and (used["own"] or 0) + size > settings.FILE_QUOTA_EACH:
        raise RuleBroken(_("Your files take all the room there is for one person."))


def _publish(what: str, found: StoredFile, actor: Actor, at: dt.datetime) -> None:
    data = {"file": found.pk, "name": found.name, "sha256": found.sha256}
    happening = Happening(f"{found.noun}.{what}", found.noun, found.record_id, data=data)
    publish(happening, actor=actor, at=at)
