"""All data in open formats, for a firm that moves on: a CSV for each noun, files, descriptions."""

import datetime as dt
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import orjson

from guanxi.platform.actors.actor import Actor
from guanxi.platform.backup.taking import files_folder, one_moment
from guanxi.platform.exports.lists import Wanted, write_list
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.reading import ListQuery
from guanxi.platform.records.values import readable_fields
from guanxi.platform.rights.administering import require_administrator


def export_everything(path: Path, *, actor: Actor, at: dt.datetime) -> dict[str, int]:
    """Write the archive, whole or not at all; the number of rows by noun."""
    require_administrator(actor)
    rows: dict[str, int] = {}
    with tempfile.TemporaryDirectory(dir=path.parent) as folder, one_moment():
        for noun in nouns().values():
            columns = list(readable_fields(actor, noun))
            wanted = Wanted(ListQuery(columns=columns, sort="id"), exact=True)
            rows[noun.key] = write_list(
                Path(folder) / f"{noun.key}.csv", actor, noun, wanted, at=at
            )
        packed = Path(folder) / "packed.zip"
        _pack(packed, Path(folder), actor)
        os.replace(packed, path)
    publish(Happening("export.everything", "", data={"rows": rows}), actor=actor, at=at)
    return rows


def _pack(path: Path, folder: Path, actor: Actor) -> None:
    described = {noun.key: _described(noun, actor) for noun in nouns().values()}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("schema.json", orjson.dumps(described, option=orjson.OPT_INDENT_2))
        for table in sorted(folder.glob("*.csv")):
            archive.write(table, f"data/{table.name}")
        files = files_folder()
        for file in sorted(files.rglob("*")) if files.is_dir() else ():
            if file.is_file() and not file.is_symlink():
                with file.open("rb") as source:
                    name = f"files/{file.relative_to(files).as_posix()}"
                    with archive.open(name, "w", force_zip64=True) as entry:
                        shutil.copyfileobj(source, entry)
    path.chmod(0o600)


def _described(noun: Noun[Any], actor: Actor) -> dict[str, Any]:
    fields = readable_fields(actor, noun)
    return {
        "label": str(noun.label),
        "fields": {name: _field(field) for name, field in fields.items()},
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "label": str(field.label),
        "type": field.type,
        "target": field.target,
        "required": field.required,
        "options": {key: str(label) for key, label in field.options.items()},
    }
