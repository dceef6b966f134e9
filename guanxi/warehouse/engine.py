"""The DuckDB file: one writer works on a copy and swaps it in; readers never wait."""

from __future__ import annotations

import fcntl
import os
import shutil
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


_opening = threading.Lock()
SCHEMA = Path(__file__).parent / "sql" / "schema.sql"


@dataclass(frozen=True)
class Limits:
    """What DuckDB may take of the machine; past its memory it spills to a folder on disk.

    Without `spill` that folder is beside the file; `spill_size` is the most it may hold.
    """

    memory: str = "2GB"
    threads: int = 2
    spill: str = ""
    spill_size: str = "20GB"


class WarehouseBusy(Exception):
    """Another process is refreshing this warehouse."""


def connect(file: Path, limits: Limits, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """A connection within the limits; no query can reach files or the network, or undo that."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": limits.memory,
        "threads": str(limits.threads),
        "temp_directory": limits.spill or str(file.with_suffix(".spill")),
        "max_temp_directory_size": limits.spill_size,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "preserve_insertion_order": "false",
    }
    # Connections of one process to one file share their settings: the first locks them for all.
    with _opening:
        with _of_this_version(file) if read_only else nullcontext(file) as named:
            connection = duckdb.connect(str(named), read_only=read_only, config=config)
        # Fetched to its end: DuckDB registers nothing beside a result that is still open.
        asked = connection.execute("SELECT current_setting('lock_configuration')")
        if asked.fetchall() == [(False,)]:
            connection.execute("SET GLOBAL TimeZone = 'UTC'")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
    return connection


@contextmanager
def _of_this_version(file: Path) -> Iterator[Path]:
    """The file under a name of its own for as long as it takes to open it.

    In one process a name means the database that is open under it, even after another was swapped
    in: while any reader was at the old one, all that came would have read it too.
    """
    link = file.with_name(f"{file.name}.{os.getpid()}")
    link.unlink(missing_ok=True)
    try:
        link.hardlink_to(file)
    except OSError:
        if not file.exists():
            raise
        # A file system without links: there readers see the new one once the last has left the old.
        yield file
        return
    named = link.rename(f"{link}-{link.stat().st_ino}")
    try:
        yield named
    finally:
        named.unlink(missing_ok=True)


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

    `fresh` starts from an empty star, into which only the past is carried; so does a file that was
    made with another schema. A run that is killed leaves the present version as it was.
    Raises WarehouseBusy while another process writes.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with _alone(file):
        upcoming = file.with_suffix(".next")
        _discard(upcoming)
        _forget_readers(file)
        starts_empty = fresh or not _is_current(file)
        if not starts_empty:
            shutil.copyfile(file, upcoming)
        connection = connect(upcoming, limits or Limits(), read_only=False)
        try:
            if starts_empty:
                connection.execute(SCHEMA.read_text(encoding="utf-8"))
                connection.execute("INSERT INTO made_with VALUES (?)", [_schema_print()])
                carry_over(file, connection)
            yield connection
            connection.execute("CHECKPOINT")
        except BaseException:
            connection.close()
            _discard(upcoming)
            raise
        connection.close()
        _swap_in(upcoming, file)


def carry_over(file: Path, upcoming: duckdb.DuckDBPyConnection) -> None:
    """Bring what the books no longer tell, the history, from the present file into the next."""
    if not file.exists():
        return
    with reading(file) as present:
        for table in _tables(present):
            if table == "dim_customer_class" or table.endswith(("_history", "_snapshot")):
                upcoming.register("carried", present.sql(f"FROM {table}").to_arrow_table())
                upcoming.execute(f"CREATE TABLE IF NOT EXISTS {table} AS FROM carried LIMIT 0")
                upcoming.execute(f"INSERT INTO {table} BY NAME FROM carried")
                upcoming.unregister("carried")


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
    return [name for (name,) in rows]


def _is_current(file: Path) -> bool:
    if not file.exists():
        return False
    with reading(file) as connection:
        if "made_with" not in _tables(connection):
            return False
        return connection.execute("FROM made_with").fetchall() == [(_schema_print(),)]


def _schema_print() -> str:
    return f"{zlib.crc32(SCHEMA.read_bytes()):08x}"


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


def _forget_readers(file: Path) -> None:
    """Take away what readers that were killed while opening left of versions that are gone."""
    for link in file.parent.glob(f"{file.name}.*-*"):
        with suppress(FileNotFoundError):
            if not (file.exists() and link.samefile(file)):
                link.unlink()


def _discard(upcoming: Path) -> None:
    for leftover in (upcoming, upcoming.with_name(upcoming.name + ".wal")):
        leftover.unlink(missing_ok=True)
