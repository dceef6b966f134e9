"""Work on the tests' own database in a process of its own, which may be killed."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 120
Start = Callable[..., "subprocess.Popen[Any]"]
WORKING = (
    "import django; django.setup()\n"
    "from django.utils import timezone\n"
    "from guanxi.platform.jobs.running import run_all_now\n"
    "run_all_now(timezone.now())\n"
)


@contextmanager
def processes() -> Iterator[Start]:
    """Start Python with these arguments beside us; whatever still runs is killed at the end."""
    running: list[subprocess.Popen[Any]] = []

    def start(*arguments: str, **more: Any) -> "subprocess.Popen[Any]":
        command = [sys.executable, *arguments]
        more = {"stdout": subprocess.DEVNULL} | more
        process = subprocess.Popen(command, env=os.environ | _ours(), cwd=ROOT, **more)
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()


def until(condition: Callable[[], object], told: Callable[[], object] = lambda: "") -> None:
    """Wait for what another process does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, told()
        time.sleep(0.02)


def _ours() -> dict[str, str]:
    database = connection.settings_dict
    url = f"sqlite://{database['NAME']}"
    if connection.vendor == "postgresql":
        place = f"{database['USER']}@{database['HOST']}:{database['PORT']}"
        url = f"postgresql://{place}/{database['NAME']}"
    return {
        "DATABASE_URL": url,
        "GUANXI_DATA": str(settings.DATA),
        "DJANGO_SETTINGS_MODULE": "guanxi.config.settings",
    }
