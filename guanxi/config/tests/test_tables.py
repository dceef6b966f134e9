import sqlite3
import subprocess
import sys

import pytest

PREPARE = """
import django; django.setup()
from django.core.management import call_command
from guanxi.config.tables import bring_up_to_date
"""


def _tables(tmp_path, name, statement):
    """What a process that starts with no database leaves behind."""
    folder = tmp_path / name
    subprocess.run(
        [sys.executable, "-c", PREPARE + statement],
        env={"GUANXI_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "guanxi.config.settings"},
        check=True,
    )
    database = sqlite3.connect(folder / "guanxi.sqlite3")
    listed = database.execute("SELECT name FROM sqlite_master ORDER BY name").fetchall()
    columns = {
        name: sorted(database.execute(f"SELECT name, type FROM pragma_table_info('{name}')"))
        for (name,) in listed
    }
    applied = sorted(database.execute("SELECT app, name FROM django_migrations").fetchall())
    database.close()
    return columns, applied


@pytest.mark.slow
def test_an_empty_database_ends_where_the_migrations_end(tmp_path):
    at_once = _tables(tmp_path, "at once", "bring_up_to_date()")
    walked = _tables(tmp_path, "walked", "call_command('migrate', verbosity=0)")

    assert at_once == walked
