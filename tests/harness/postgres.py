"""A PostgreSQL server of one's own for as long as it is needed, away from any other."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = [
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
]
# Nothing here outlives the run, so nothing needs to reach the disk.
THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
}


def binaries() -> Path | None:
    """The folder of the newest PostgreSQL server on this machine, or None."""
    on_path = shutil.which("postgres")
    if on_path:
        return Path(on_path).resolve().parent
    found = [path for place in PLACES for path in Path("/").glob(place.lstrip("/"))]
    return max((path for path in found if (path / "postgres").exists()), default=None)


@contextmanager
def server(settings: dict[str, str] | None = None) -> Iterator[str]:
    """The URL of a fresh, empty database; its server is gone when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="guanxi-pg-"))
    user = _unprivileged()
    if user:
        shutil.chown(folder, user)
    port = _free_port()
    try:
        made = ["initdb", "--no-sync", "-D", str(folder / "db")]
        _run([*made, "-U", "guanxi", "-A", "trust", "-E", "UTF8"], user)
        running = _start(folder, port, THROW_AWAY | (settings or {}), user)
        try:
            _create_database(port, user)
            yield f"postgresql://guanxi@127.0.0.1:{port}/guanxi"
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(
    folder: Path, port: int, settings: dict[str, str], user: str | None
) -> subprocess.Popen[bytes]:
    places = {"port": str(port), "listen_addresses": "127.0.0.1"}
    places["unix_socket_directories"] = str(folder)
    options = [f"-c{name}={value}" for name, value in (settings | places).items()]
    return subprocess.Popen(
        [str(_bin() / "postgres"), "-D", str(folder / "db"), *options],
        user=user,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _create_database(port: int, user: str | None) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            return _run(
                ["createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "guanxi", "guanxi"], user
            )
        except subprocess.CalledProcessError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _run(command: list[str], user: str | None) -> None:
    subprocess.run(
        [str(_bin() / command[0]), *command[1:]],
        check=True,
        user=user,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
    )


def _bin() -> Path:
    folder = binaries()
    if folder is None:
        raise FileNotFoundError("No PostgreSQL server on this machine.")
    return folder


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root; then it runs as the first of these that exists."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
