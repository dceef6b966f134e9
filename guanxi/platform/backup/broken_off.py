"""A restore that was killed between the rows and their files: noted, so that it is done again."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson

from guanxi.platform.backup.taking import files_folder


@contextmanager
def noted_until_done(path: Path, manifest: bytes) -> Iterator[None]:
    """The note stands while the block runs, and stays where it does not come to its end.

    A refusal that changed nothing takes it away again, unless an earlier restore has left it.
    """
    was_there = note().exists()
    told = {"archive": str(path.absolute()), "manifest": _digest(manifest)}
    note().parent.mkdir(parents=True, exist_ok=True)
    note().write_bytes(orjson.dumps(told))
    try:
        yield
    except Exception:
        if not was_there:
            note().unlink()
        raise


def done() -> None:
    """Everything is in its place."""
    note().unlink(missing_ok=True)


def is_of(manifest: bytes) -> bool:
    """Whether the restore that was broken off is that of this very archive."""
    return _told().get("manifest") == _digest(manifest)


def what_to_do() -> str:
    """What whoever starts the product reads; empty where no restore was broken off."""
    archive = _told().get("archive", "")
    return archive and (
        f"A restore was broken off. Do it again: bin/guanxi restore {archive}\n"
        f"(To begin with what is there all the same, remove {note()} and run bin/guanxi reindex.)"
    )


def note() -> Path:
    """Where the note stands, beside the folder of files."""
    return files_folder().with_name("restore.unfinished")


def _told() -> dict[str, str]:
    if not note().exists():
        return {}
    try:
        found: dict[str, str] = orjson.loads(note().read_bytes())
    except orjson.JSONDecodeError:
        return {"archive": "FILE"}
    return found


def _digest(manifest: bytes) -> str:
    return hashlib.sha256(manifest).hexdigest()
