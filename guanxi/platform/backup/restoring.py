"""Putting a backup back: proved whole first, then all of it in one transaction."""

import fcntl
import hashlib
import os
import shutil
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile

from django.db import IntegrityError, connection, transaction

from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import User
from guanxi.platform.backup import broken_off
from guanxi.platform.backup.manifest import (
    BLOCK,
    Manifest,
    Part,
    Unusable,
    applied_migrations,
    read_manifest,
)
from guanxi.platform.backup.tables import (
    SIGNED_IN,
    Filled,
    Model,
    digest_of,
    empty,
    fill,
    kept_models,
    renumber,
)
from guanxi.platform.backup.taking import FACTORS_KEY, files_folder
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.search.engines import engine
from guanxi.platform.search.rebuilding import rebuild
from guanxi.platform.signin.factors import take_over_factors


@dataclass(frozen=True)
class Restored:
    """What was put back; ``lost`` names the people whose second factors nobody can read here.

    ``left_out`` names the tables and columns that this state of the code does not keep.
    """

    manifest: Manifest
    lost: list[str]
    left_out: list[str]


def restore_backup(path: Path, *, replace: bool = False) -> Restored:
    """Put everything back as it was; Unusable, with nothing changed, where that cannot be.

    One that was killed is done again by the same call, without being told to replace anything.
    """
    with _alone():
        return _restored(path, replace)


@contextmanager
def _alone() -> Iterator[None]:
    """Two at once would take each other's files away; the lock goes with the process."""
    folder = os.open(files_folder().parent, os.O_RDONLY)
    try:
        _lock(folder)
        yield
    finally:
        os.close(folder)


def _lock(folder: int) -> None:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Unusable("Another restore is under way here; wait until it has ended.") from None


def _restored(path: Path, replace: bool) -> Restored:
    try:
        with ZipFile(path) as archive:
            told = archive.read("manifest.json")
            manifest = read_manifest(told)
            _check_place(manifest, replace or broken_off.is_of(told))
            _check_whole(archive, manifest)
            staged = _stage_files(archive, manifest)
            with broken_off.noted_until_done(path, told):
                lost, left_out = _restore_rows(archive, manifest)
    except OSError as error:
        raise Unusable(f"The backup could not be read or its files not written: {error}") from error
    except (BadZipFile, KeyError, zlib.error) as error:
        raise Unusable(f"The file is damaged or no backup: {error}") from error
    _swap_files(staged)
    rebuild()
    broken_off.done()
    # As the rows of before: what a restore replaces is gone, with whoever is erased since.
    shutil.rmtree(_files_before(), ignore_errors=True)
    return Restored(manifest, lost, left_out)


def _check_place(manifest: Manifest, replace: bool) -> None:
    here = applied_migrations()
    if manifest.migrations != here:
        missing = sorted(set(manifest.migrations) ^ set(here))
        raise Unusable(
            "The backup is of another version; restore it with that version, then upgrade."
            f" Different: {', '.join(missing[:5])}"
        )
    if User.objects.exists() and not replace:
        raise Unusable("This database is in use. `--replace` puts the backup in its place.")


def _check_whole(archive: ZipFile, manifest: Manifest) -> None:
    expected = {f"tables/{name}.jsonl": part for name, part in manifest.tables.items()}
    untold = {name for name in archive.namelist() if name.startswith("tables/")} - expected.keys()
    if untold:
        raise Unusable(f"The manifest does not tell of {', '.join(sorted(untold))}.")
    expected |= {f"files/{name}": part for name, part in manifest.files.items()}
    for name, part in expected.items():
        digest = hashlib.sha256()
        with archive.open(name) as entry:
            while block := entry.read(BLOCK):
                digest.update(block)
        if digest.hexdigest() != part.sha256:
            raise Unusable(f"{name} is not what was backed up.")


def _restore_rows(archive: ZipFile, manifest: Manifest) -> tuple[list[str], list[str]]:
    key = archive.read(FACTORS_KEY) if FACTORS_KEY in archive.namelist() else b""
    chosen = kept_models()
    with transaction.atomic():
        with connection.constraint_checks_disabled():
            empty([*chosen, *SIGNED_IN])
            engine().clear()
            filled = {
                model: _filled(archive, model)
                for model in chosen
                if model._meta.db_table in manifest.tables
            }
        renumber(chosen)
        _prove(manifest, filled)
        lost = take_over_factors(key)
        rights_changed()
        schema_changed()
    return lost, _left_out(manifest, filled)


def _filled(archive: ZipFile, model: Model) -> Filled:
    table = model._meta.db_table
    try:
        with archive.open(f"tables/{table}.jsonl") as entry:
            return fill(model, _lines(entry))
    except IntegrityError as error:
        told = f"{table} of the backup does not fit what this version keeps: {error}"
        raise Unusable(told) from error


def _prove(manifest: Manifest, filled: Mapping[Model, Filled]) -> None:
    """Every row as it was: by the backup's own checksum, or by that of the columns kept here."""
    wrong = []
    for model, one in filled.items():
        told = manifest.tables[model._meta.db_table]
        expected = Part(one.sha256 or told.sha256, told.size)
        if Part(*digest_of(model, one.names if one.sha256 else ())) != expected:
            wrong.append(model._meta.db_table)
    if wrong:
        raise Unusable(f"These tables did not come back as they were: {', '.join(wrong)}")


def _left_out(manifest: Manifest, filled: Mapping[Model, Filled]) -> list[str]:
    tables = {model._meta.db_table: one for model, one in filled.items()}
    gone = sorted(manifest.tables.keys() - tables.keys())
    return gone + [f"{table}.{name}" for table, one in tables.items() for name in one.left_out]


def _lines(entry: IO[bytes]) -> Iterator[bytes]:
    return iter(entry.readline, b"")


def _stage_files(archive: ZipFile, manifest: Manifest) -> Path:
    staged = files_folder().with_name("files.restoring")
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    for name in manifest.files:
        inside = PurePosixPath(name)
        if inside.is_absolute() or ".." in inside.parts:
            raise Unusable(f"{name} would leave the folder of files.")
        target = staged / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(f"files/{name}") as source, target.open("wb") as file:
            shutil.copyfileobj(source, file)
    return staged


def _swap_files(staged: Path) -> None:
    folder = files_folder()
    before = _files_before()
    shutil.rmtree(before, ignore_errors=True)
    if folder.exists():
        folder.rename(before)
    staged.rename(folder)


def _files_before() -> Path:
    return files_folder().with_name("files.before_restore")
