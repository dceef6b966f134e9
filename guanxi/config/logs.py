"""Where logs go: security and incidents to a file that only the server reads, and onwards."""

from pathlib import Path
from typing import Any


def logging_settings(folder: Path, elsewhere: str) -> dict[str, Any]:
    """Django's logging settings; ``elsewhere`` ("host:port") gets a copy of the lines, if given."""
    handlers: dict[str, Any] = {
        "file": {
            "class": "logging.handlers.WatchedFileHandler",
            "filename": folder / "security.log",
            "formatter": "plain",
            "delay": True,
            "encoding": "utf-8",
        },
    }
    handlers["reading"] = {**handlers["file"], "filename": folder / "reading.log"}
    onwards = ["elsewhere"] if elsewhere else []
    if elsewhere:
        host, _, port = elsewhere.partition(":")
        address = (host, int(port or 514))
        handlers["elsewhere"] = {"class": "logging.handlers.SysLogHandler", "address": address}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(message)s"}},
        "handlers": handlers,
        "loggers": {
            "guanxi.security": _logger("file", *onwards),
            "django.security": _logger("file", *onwards),
            "guanxi.reading": _logger("reading", *onwards),
            # What it warns of, a connection that ended under its hands, is told by who held it.
            "psycopg": {"level": "ERROR"},
        },
    }


def _logger(*handlers: str) -> dict[str, Any]:
    return {"handlers": list(handlers), "level": "INFO", "propagate": False}
