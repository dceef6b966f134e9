"""All data in open formats, for a firm that moves on, so that they can be put together again.

``data/`` has a CSV for each noun and ``bin/`` one for those of its rows that no list shows, each
with its ``id``, by which relations name it. ``beside/`` has a CSV for every further table: whose
records they are, what lies on them (``noun`` and ``record_id``) and what was done with them.
``lists/`` has the same records once more as other books of ours import them.
"""

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import orjson
from django.utils.translation import override

from guanxi.platform.actors.actor import Actor
from guanxi.platform.backup.beside import tables_beside, write_table
from guanxi.platform.backup.taking import files_folder, one_moment
from guanxi.platform.exports.lists import Told, Wanted, write_list
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.imports.noun_recipe import comes_by_file
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.reading import ListQuery
from guanxi.platform.records.values import readable_fields
from guanxi.platform.rights.administering import require_administrator

_SAID = (
    *("type", "target", "required", "unique", "editable", "searchable", "max_length", "decimals"),
    *("currency", "currency_path", "default", "visible_when", "required_when", "tones"),
    "custom_key",
)
_OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS


def export_everything(
    path: Path, *, actor: Actor, at: dt.datetime, told: Told = lambda _done: None
) -> dict[str, int]:
    """Write the archive, whole or not at all; the number of rows by noun and further table.

    ``told`` hears how many are written, and may break it off.
    """
    require_administrator(actor)
    rows: dict[str, int] = {}
    with _making(path) as folder, one_moment():
        for noun in nouns().values():
            columns = list(readable_fields(actor, noun))
            query = ListQuery(columns=columns, sort="id")
            for place in ("data", "bin"):
                wanted = Wanted(query, exact=True, with_id=True, from_bin=place == "bin")
                path_of_noun = _file_in(folder, place, noun.key)
                number = write_list(path_of_noun, actor, noun, wanted, at=at).rows
                rows[noun.key] = rows.get(noun.key, 0) + number
                told(sum(rows.values()))
            if comes_by_file(noun):
                listed = _file_in(folder, "lists", noun.key)
                write_list(listed, actor, noun, Wanted(query, exact=True), at=at)
        for name, model in tables_beside().items():
            rows[name] = write_table(_file_in(folder, "beside", name), model)
            told(sum(rows.values()))
        packed = folder / "packed.zip"
        _pack(packed, folder, actor)
        os.replace(packed, path)
    publish(Happening("export.everything", "", data={"rows": rows}), actor=actor, at=at)
    return rows


@contextmanager
def _making(path: Path) -> Iterator[Path]:
    """A folder beside the archive, of one name: what was killed over it leaves it to the next."""
    folder = path.with_name(f"{path.name}.making")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _file_in(folder: Path, place: str, name: str) -> Path:
    (folder / place).mkdir(exist_ok=True)
    return folder / place / f"{name}.csv"


def _pack(path: Path, folder: Path, actor: Actor) -> None:
    described = {noun.key: _described(noun, actor) for noun in nouns().values()}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("schema.json", orjson.dumps(described, default=str, option=_OPTIONS))
        for table in sorted(folder.glob("*/*.csv")):
            archive.write(table, table.relative_to(folder).as_posix())
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
        **_in_both("label", noun.label),
        "title": noun.title,
        "fields": {name: _field(field) for name, field in fields.items()},
    }


def _field(field: Field) -> dict[str, Any]:
    """All that is said of a field; what an administrator made is whole in custom_fields.csv."""
    return {
        **_in_both("label", field.label),
        **{name: getattr(field, name) for name in _SAID if getattr(field, name)},
        "options": {key: _in_both("label", label) for key, label in field.options.items()},
        **_in_both("help", field.help),
    }


def _in_both(name: str, said: Any) -> dict[str, str]:
    found = {}
    for short, language in (("en", "en"), ("zh", "zh-hans")):
        with override(language):
            found[f"{name}_{short}"] = str(said)
    return found
