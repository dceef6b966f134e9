"""What a firm keeps beside its records: people, rights, files, notes, history, definitions."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from django.apps import apps

from guanxi.platform.backup.tables import Model, rows_of
from guanxi.platform.exports.sheets import CsvSheet, closing
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.values import json_value

PLATFORM = {
    "users": "User",
    "teams": "Team",
    "team_members": "TeamMember",
    "roles": "Role",
    "grants": "Grant",
    "field_grants": "FieldGrant",
    "shares": "Share",
    "sharing_rules": "SharingRule",
    "custom_nouns": "CustomNoun",
    "custom_fields": "CustomField",
    "form_arrangements": "FormArrangement",
    "page_arrangements": "PageArrangement",
    "views": "SavedView",
    "view_tabs": "ViewTab",
    "default_views": "DefaultView",
    "board_limits": "BoardLimit",
    "stage_ages": "StageAge",
    "counterparts": "Counterpart",
    "files": "StoredFile",
    "notes": "Note",
    "facts": "Fact",
}
# What opens a door.
_SECRET = frozenset({"password", "digest", "secret"})


def tables_beside() -> dict[str, Model]:
    """The tables that stand for no kind of record, by the name of their file."""
    found: dict[str, Model] = {}
    for name, called in PLATFORM.items():
        found[name] = apps.get_model("platform", called)
        for many in found[name]._meta.local_many_to_many:
            between: Any = many.remote_field.through
            found[f"{name}_{many.name}"] = between
    told = {noun.model for noun in nouns().values()} | set(found.values())
    for model in apps.get_models(include_auto_created=True):
        room = model._meta.app_config
        is_ours = room is not None and room.name.startswith("guanxi.")
        is_of_a_room = is_ours and model._meta.app_label != "platform" and model._meta.managed
        # One row a record: its columns are fields of the record, and in its file.
        is_a_part = model._meta.pk.is_relation
        if is_of_a_room and model not in told and not is_a_part:
            found[f"{model._meta.app_label}_{model._meta.model_name}"] = model
    return found


def write_table(path: Path, model: Model) -> int:
    """Write every row of the table, the id first; how many there are."""
    names = [one.attname for one in model._meta.concrete_fields if one.name not in _SECRET]
    names.sort(key=lambda name: name != model._meta.pk.attname)
    heading = ["path" if name == "storage_name" else name for name in names]
    number, sheet = 0, CsvSheet(path, heading)
    with closing(sheet):
        for row in rows_of(model, names):
            sheet.row(list(_cells(names, row)))
            number += 1
    return number


def _cells(names: list[str], row: tuple[Any, ...]) -> Iterator[Any]:
    for name, value in zip(names, row, strict=True):
        if name == "storage_name":
            yield f"files/{value[:2]}/{value}"
        elif isinstance(value, dict | list):
            yield orjson.dumps(value, default=str).decode()
        else:
            yield None if value is None else str(json_value(value))
