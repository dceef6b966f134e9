import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

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


@pytest.mark.slow
def test_the_first_command_may_be_an_import_and_keeps_the_demo_company_out(tmp_path):
    file, folder = tmp_path / "firms.csv", tmp_path / "data"
    file.write_text("客户名称,城市\n苏州远航科技有限公司,苏州\n", encoding="utf-8")
    ours = {"GUANXI_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "guanxi.config.settings"}
    environment = {**os.environ, **ours, "DATABASE_URL": ""}

    def run(*arguments):
        return subprocess.run(
            [sys.executable, *arguments],
            env=environment,
            cwd=Path(__file__).parents[3],
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    report = json.loads(run("manage.py", "import", str(file), "--as", "account"))
    assert (report["state"], report["created"]) == ("done", 1)

    assert "/welcome/" in run("-m", "guanxi.config.prepare", "http://127.0.0.1:1")
    database = sqlite3.connect(folder / "guanxi.sqlite3")
    assert database.execute("SELECT count(*) FROM customers_account").fetchone() == (1,)
    database.close()
