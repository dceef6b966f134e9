"""The DuckDB file: one writer works on a copy and swaps it in; readers never wait."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


SCHEMA = Path(__file__).parent / "sql" / "schema.sql"


@dataclass(frozen=True)
class Limits:
    """What DuckDB may take of the machine; past its memory it spills to disk."""

    memory: str = "2GB"
    threads: int = 2


class WarehouseBusy(Exception):
    """Another process is refreshing this warehouse."""


def connect(file: Path, limits: Limits, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """A connection within the limits; no query can reach files or the network, or undo that."""
    import duckdb

    connection = duckdb.connect(
        str(file),
        read_only=read_only,
        config={
            "memory_limit": limits.memory,
            "threads": str(limits.threads),
            "temp_directory": str(file.with_suffix(".spill")),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "preserve_insertion_order": "false",
        },
    )
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


@contextmanager
def reading(file: Path, limits: Limits | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A short read-only connection to the warehouse as it was last swapped in."""
    connection = connect(file, limits or Limits(), read_only=True)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def writing(
    file: Path, limits: Limits | None = None, *, fresh: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the next version of the warehouse, swapped in only if all goes well.

    `fresh` starts from an empty star. A run that is killed leaves the present version as it was.
    Raises WarehouseBusy while another process writes.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with _alone(file):
        upcoming = file.with_suffix(".next")
        _discard(upcoming)
        starts_empty = fresh or not file.exists()
        if not starts_empty:
            shutil.copyfile(file, upcoming)
        connection = connect(upcoming, limits or Limits(), read_only=False)
        try:
            if starts_empty:
                connection.execute(SCHEMA.read_text(encoding="utf-8"))
            yield connection
            connection.execute("CHECKPOINT")
        except BaseException:
            connection.close()
            _discard(upcoming)
            raise
        connection.close()
        _swap_in(upcoming, file)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    with file.with_suffix(".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise WarehouseBusy(str(file)) from taken
        yield


def _swap_in(upcoming: Path, file: Path) -> None:
    with upcoming.open("rb") as handle:
        os.fsync(handle.fileno())
    upcoming.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _discard(upcoming: Path) -> None:
    for leftover in (upcoming, upcoming.with_name(upcoming.name + ".wal")):
        leftover.unlink(missing_ok=True)
