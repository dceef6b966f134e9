"""What the OpenAPI document says of the notes and files of each noun."""

from typing import Any

from django.utils.translation import gettext as _

from guanxi.platform.nouns.noun import Noun
from guanxi.platform.rest.parts import KEYED, body, operation, path_id
from guanxi.platform.rest.schemas import Schema

TEXT: Schema = {"text": {"type": "string", "minLength": 1, "maxLength": 20_000}}
NOTE: Schema = {
    "type": "object",
    "required": ["text"],
    "properties": {**TEXT, "reply_to": {"type": ["integer", "null"]}},
    "additionalProperties": False,
}
CHANGED: Schema = {
    "type": "object",
    "properties": {**TEXT, "is_pinned": {"type": "boolean"}},
    "additionalProperties": False,
}
UPLOAD: Schema = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "format": "binary"}},
}
ROWS: Schema = {
    "type": "object",
    "required": ["rows"],
    "properties": {"rows": {"type": "array", "items": {"type": "object"}}},
}
ONE: Schema = {"type": "object"}


def attached_paths(noun: Noun[Any], one: str) -> Schema:
    """The addresses of notes and files beneath a record's own, ``one``."""
    part = {**path_id(), "name": "part"}
    note, file = [path_id()], [path_id(), part]
    upload = {"content": {"multipart/form-data": {"schema": UPLOAD}}}
    added = operation(noun, "add_note", _("Write a note"), KEYED, ONE, "201")
    changed = operation(noun, "change_note", _("Change a note"), KEYED, ONE)
    attached = operation(noun, "add_file", _("Add a file"), KEYED, ONE, "201")
    return {
        f"{one}notes/": {
            "parameters": note,
            "get": operation(noun, "list_notes", _("Notes"), (), ROWS),
            "post": {**added, "requestBody": body(NOTE)},
        },
        f"{one}notes/{{part}}/": {
            "parameters": file,
            "patch": {**changed, "requestBody": body(CHANGED)},
            "delete": operation(noun, "drop_note", _("Delete a note"), KEYED, None, "204"),
        },
        f"{one}files/": {
            "parameters": note,
            "get": operation(noun, "list_files", _("Files"), (), ROWS),
            "post": {**attached, "requestBody": upload},
        },
        f"{one}files/{{part}}/": {
            "parameters": file,
            "get": operation(noun, "read_file", _("The bytes of a file"), (), None),
            "delete": operation(noun, "drop_file", _("Delete a file"), KEYED, None, "204"),
        },
        f"{one}files/{{part}}/restore/": {
            "parameters": file,
            "post": operation(noun, "put_file_back", _("Restore a file"), KEYED, ONE),
        },
    }
