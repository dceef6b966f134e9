"""Notes and files of a record by the API, under the rights of the record."""

import datetime as dt
from typing import Any, BinaryIO, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.files.models import StoredFile
from guanxi.platform.files.serving import file_response
from guanxi.platform.files.storing import (
    attach_file,
    file_seen_by,
    files_of,
    remove_file,
    restore_file,
)
from guanxi.platform.messages.models import Note
from guanxi.platform.messages.notes import (
    delete_note,
    edit_note,
    note_on,
    notes_of,
    pin_note,
    write_note,
)
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.rest.problems import Problem
from guanxi.platform.rest.reading import body_of
from guanxi.platform.rest.writing import Values, json_answer

MOST = 500


def list_notes(
    request: HttpRequest, actor: Actor, noun: Noun[Any], pk: int, at: dt.datetime
) -> HttpResponse:
    """The notes on a record, pinned ones first."""
    return json_answer({"rows": [_note(one) for one in notes_of(actor, noun, pk)[:MOST]]})


def add_note(
    request: HttpRequest, actor: Actor, noun: Noun[Any], pk: int, at: dt.datetime
) -> HttpResponse:
    """The new note, or an answer to the one in ``reply_to``."""
    body = body_of(request)
    text, to = _text(body.get("text")), body.get("reply_to")
    if to is not None and type(to) is not int:
        raise Problem(400, _("Write the id of a note on this record."))
    answered = note_on(actor, noun, pk, to) if to is not None else None
    return json_answer(_note(write_note(noun, pk, text, actor=actor, at=at, to=answered)), 201)


def change_note(  # noqa: PLR0913 - the door names each part of the address
    request: HttpRequest, actor: Actor, noun: Noun[Any], pk: int, part: int, at: dt.datetime
) -> HttpResponse:
    """The note with another text, pinned or no longer."""
    body, note = body_of(request), note_on(actor, noun, pk, part)
    if "text" in body:
        note = edit_note(note, _text(body["text"]), actor=actor, at=at)
    if "is_pinned" in body:
        if not isinstance(body["is_pinned"], bool):
            raise Problem(400, _("Write true or false."))
        note = pin_note(note, body["is_pinned"], actor=actor)
    return json_answer(_note(note))


def drop_note(  # noqa: PLR0913 - the door names each part of the address
    request: HttpRequest, actor: Actor, noun: Noun[Any], pk: int, part: int, at: dt.datetime
) -> HttpResponse:
    """Nothing; the note is deleted."""
    delete_note(note_on(actor, noun, pk, part), actor=actor, at=at)
    return HttpResponse(status=204)


def list_files(
    request: HttpRequest, actor: Actor, noun: Noun[Any], pk: int, at: dt.datetime
) -> HttpResponse:
    """The files on a record, newest first."""
    return json_answer({"rows": [_file(one) for one in files_of(actor, noun, pk)[:MOST]]})


def add_file(
    request: HttpRequest, actor: Actor, noun: Noun[Any], pk: int, at: dt.datetime
) -> HttpResponse:
    """The stored file; it is sent as multipart/form-data in the part ``file``."""
    given = request.FILES.get("file")
    if given is None:
        raise Problem(400, _("Send the file as multipart/form-data, in the part “file”."))
    stored = attach_file(noun, pk, given.name or "", cast(BinaryIO, given), actor=actor, at=at)
    return json_answer(_file(stored), 201)


def read_file(  # noqa: PLR0913 - the door names each part of the address
    request: HttpRequest, actor: Actor, noun: Noun[Any], pk: int, part: int, at: dt.datetime
) -> Any:
    """The bytes of a file."""
    return file_response(_on(file_seen_by(actor, part), noun, pk))


def drop_file(  # noqa: PLR0913 - the door names each part of the address
    request: HttpRequest, actor: Actor, noun: Noun[Any], pk: int, part: int, at: dt.datetime
) -> HttpResponse:
    """Nothing; the file is in the recycle bin."""
    remove_file(_on(file_seen_by(actor, part), noun, pk).pk, actor=actor, at=at)
    return HttpResponse(status=204)


def put_file_back(  # noqa: PLR0913 - the door names each part of the address
    request: HttpRequest, actor: Actor, noun: Noun[Any], pk: int, part: int, at: dt.datetime
) -> HttpResponse:
    """The file, out of the recycle bin again."""
    found = StoredFile.objects.filter(noun=noun.key, record_id=pk, pk=part).first()
    if found is None:
        raise Problem(404, _("There is no such record."))
    return json_answer(_file(restore_file(part, actor=actor, at=at)))


def _on(found: StoredFile, noun: Noun[Any], pk: int) -> StoredFile:
    if (found.noun, found.record_id) != (noun.key, pk):
        raise StoredFile.DoesNotExist
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Problem(400, _("Send the text of the note."))
    return value


def _note(note: Note) -> Values:
    return {
        "id": note.pk,
        "text": note.text,
        "reply_to": note.thread_id,
        "author": note.author_id,
        "author_name": note.author_name,
        "is_pinned": note.is_pinned,
        "created_at": note.created_at,
        "edited_at": note.edited_at,
    }


def _file(stored: StoredFile) -> Values:
    return {
        "id": stored.pk,
        "name": stored.name,
        "media_type": stored.media_type,
        "size": stored.size,
        "sha256": stored.sha256,
        "uploaded_by": stored.uploaded_by_id,
        "created_at": stored.created_at,
    }
