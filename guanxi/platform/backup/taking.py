"""Taking a backup while people work: one moment of the database, then its files."""

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.db import connection

from guanxi.platform.backup.manifest import Manifest, Part, applied_migrations, part_of_file
from guanxi.platform.backup.tables import Model, kept_models, lines_of
from guanxi.platform.signin.factors import present_key

LEVEL = 3
# Without it nobody could sign in by an app where the backup is put back on another machine.
FACTORS_KEY = "second_factors.key"


def take_backup(path: Path, at: dt.datetime) -> Manifest:
    """Write the backup to ``path``, whole or not at all."""
    manifest = Manifest(made_at=at.isoformat())
    partial = path.with_name(f"{path.name}.partial")
    try:
        with ZipFile(partial, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:
            with one_moment():
                manifest.migrations = applied_migrations()
                for model in kept_models():
                    manifest.tables[model._meta.db_table] = _pack_table(archive, model)
            _pack_files(archive, manifest)
            archive.writestr(FACTORS_KEY, present_key())
            archive.writestr("manifest.json", manifest.as_json())
        partial.chmod(0o600)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


@contextmanager
def one_moment() -> Iterator[None]:
    """Every read inside sees the database at the same moment; nobody waits for it."""
    if connection.in_atomic_block:
        yield
        return
    begin = {
        "sqlite": "BEGIN DEFERRED",
        "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def files_folder() -> Path:
    """The folder of people's files."""
    return Path(settings.MEDIA_ROOT)


def _pack_table(archive: ZipFile, model: Model) -> Part:
    digest, rows = hashlib.sha256(), -1
    name = f"tables/{model._meta.db_table}.jsonl"
    with archive.open(name, "w", force_zip64=True) as entry:
        for line in lines_of(model):
            digest.update(line)
            entry.write(line)
            rows += 1
    return Part(digest.hexdigest(), rows)


def _pack_files(archive: ZipFile, manifest: Manifest) -> None:
    folder = files_folder()
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if not path.is_file() or path.is_symlink():
            continue
        name = path.relative_to(folder).as_posix()
        manifest.files[name] = part_of_file(path)
        with path.open("rb") as source, archive.open(f"files/{name}", "w", force_zip64=True) as to:
            shutil.copyfileobj(source, to)
