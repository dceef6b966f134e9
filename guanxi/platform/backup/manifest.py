"""What a backup says of itself."""

import hashlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

FORMAT = 1
BLOCK = 1_048_576


class Unusable(Exception):
    """A backup that cannot be used; says why."""


@dataclass
class Part:
    """One table or file: its checksum, and its rows or bytes."""

    sha256: str
    size: int


@dataclass
class Manifest:
    """Everything in the backup, and the state of the schema it was taken from."""

    made_at: str
    format: int = FORMAT
    migrations: list[str] = field(default_factory=list)
    tables: dict[str, Part] = field(default_factory=dict)
    files: dict[str, Part] = field(default_factory=dict)

    def as_json(self) -> bytes:
        """The manifest as it is stored."""
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2)


def read_manifest(content: bytes) -> Manifest:
    """The manifest from its JSON; Unusable when it is none of ours."""
    try:
        found: dict[str, Any] = orjson.loads(content)
        tables, files = (
            {name: Part(**part) for name, part in found.pop(kind).items()}
            for kind in ("tables", "files")
        )
        manifest = Manifest(tables=tables, files=files, **found)
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise Unusable("The manifest cannot be read.") from error
    if manifest.format != FORMAT:
        raise Unusable(f"This backup has format {manifest.format}; this version reads {FORMAT}.")
    return manifest


def applied_migrations() -> list[str]:
    """The migrations of this database, by name."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def part_of_file(path: Path) -> Part:
    """The checksum and bytes of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return Part(digest.hexdigest(), path.stat().st_size)
