"""Profiles come into step although the run that wrote them was killed half way."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

CUSTOMERS = 12_000
FILL = f"""
import datetime as dt, django
django.setup()
from guanxi.config.tables import bring_up_to_date
bring_up_to_date()
from guanxi.customers.models import Account
at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
Account.objects.bulk_create(
    [Account(name=f"C{{n}}", created_at=at, updated_at=at) for n in range({CUSTOMERS})], 2_000
)
"""


class Installation:
    """A firm in a folder of its own, worked on by processes of its own."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "guanxi.sqlite3"
        self.environment = os.environ | {
            "GUANXI_DATA": str(folder),
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "guanxi.config.settings",
        }

    def start(self, *command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=settings.ROOT_FOLDER,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def computed(self) -> dict[str, int]:
        with self.start("manage.py", "insight", "run") as process:
            told: dict[str, int] = json.loads(process.communicate()[0])
            return told

    def profiles(self) -> int:
        with sqlite3.connect(self.database) as connection:
            found = connection.execute("SELECT COUNT(*) FROM insight_profile").fetchone()
        return int(found[0])


@pytest.mark.slow
def test_a_killed_write_back_is_finished_by_the_next_run_and_only_that(tmp_path):
    firm = Installation(tmp_path)
    with firm.start("-c", FILL) as filling:
        filling.communicate()
    with firm.start("manage.py", "insight", "run") as process:
        while firm.profiles() == 0 and process.poll() is None:
            time.sleep(0.002)
        process.kill()
    written = firm.profiles()
    assert 0 < written < CUSTOMERS
    assert firm.computed()["profiles"] == CUSTOMERS - written
    assert firm.computed()["profiles"] == 0
