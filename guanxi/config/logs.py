"""Where logs go: security and incidents to a file that only the server reads, and onwards."""

import os
from pathlib import Path
from typing import Any

# Another machine that gets the lines, "host:port".
LOG_SERVER = os.environ.get("GUANXI_SYSLOG", "")


def logging_settings(folder: Path) -> dict[str, Any]:
    """Django's logging settings, with a copy of the lines to LOG_SERVER if there is one."""
    handlers: dict[str, Any] = {
        "file": {
            "class": "logging.handlers.WatchedFileHandler",
            "filename": folder / "security.log",
            "formatter": "plain",
            "delay": True,
            "encoding": "utf-8",
        },
    }
    if LOG_SERVER:
        host, _, port = LOG_SERVER.partition(":")
        address = (host, int(port or 514))
        handlers["elsewhere"] = {"class": "logging.handlers.SysLogHandler", "address": address}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(message)s"}},
        "handlers": handlers,
        "loggers": {
            "guanxi.security": {"handlers": list(handlers), "level": "INFO", "propagate": False},
            "django.security": {"handlers": list(handlers), "level": "INFO", "propagate": False},
        },
    }
