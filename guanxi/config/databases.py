"""Which database this installation uses, and how it is opened."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# WAL lets people read while one writes; the write lock is taken at BEGIN so that
# two writers wait for each other instead of failing half-way. The log goes home in a thread
# (platform.sqlite.homeward); the length at which whoever saves has to see to it is the last resort.
SQLITE_OPENING = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=1073741824; PRAGMA cache_size=-32000;"
    "PRAGMA wal_autocheckpoint=500000;"
)
SHAPE = "It is postgresql://user:password@host:port/name, or is not set for SQLite in GUANXI_DATA."


def database_settings(folder: Path) -> dict[str, Any]:
    """Django's settings for the database named by DATABASE_URL, or SQLite in the data folder."""
    url = os.environ.get("DATABASE_URL", "")
    scheme = url.partition("://")[0].partition(":")[0]
    if scheme in ("", "sqlite", "sqlite3"):
        return _sqlite(urlsplit(url).path, folder)
    if scheme not in ("postgresql", "postgres") or not _is_whole(url):
        # Never the whole: it may hold a password.
        raise SystemExit(f"DATABASE_URL cannot be read. {SHAPE}")
    return _postgresql(url)


def _is_whole(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.path.strip("/")) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def _sqlite(path: str, folder: Path) -> dict[str, Any]:
    return {
        "ENGINE": "guanxi.platform.sqlite",
        "NAME": path or folder / "guanxi.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": SQLITE_OPENING,
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    host = parts.hostname or options.get("host", "")
    options.pop("host", None)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # What libpq understands besides, such as sslmode.
        "OPTIONS": options,
    }
