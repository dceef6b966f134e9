"""What is set wrongly is told in one sentence that says what to change, with no traceback."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest


def _start(tmp_path, **settings):
    ours = {"GUANXI_DATA": str(tmp_path / "data"), "DATABASE_URL": "", "GUANXI_PORT": _free_port()}
    started = subprocess.run(
        [sys.executable, "-m", "guanxi.config.serve"],
        env={**os.environ, **ours, "DJANGO_SETTINGS_MODULE": "guanxi.config.settings", **settings},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=300,
    )
    return started.returncode, started.stdout + started.stderr


def _free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return str(listener.getsockname()[1])


@pytest.mark.parametrize(
    "url",
    ["mysql://ana:hush@db/crm", "postgresql//ana:hush@db", "postgresql://ana:hush@db:many/crm"],
)
def test_an_address_of_a_database_that_cannot_be_read_shows_the_right_shape(tmp_path, url):
    status, told = _start(tmp_path, DATABASE_URL=url)

    assert status == 1
    assert told.startswith("DATABASE_URL cannot be read. It is postgresql://user:password@host")
    assert told.count("\n") == 1 and "hush" not in told


def test_a_database_that_does_not_answer_is_named_with_the_reason(tmp_path):
    status, told = _start(tmp_path, DATABASE_URL=f"postgresql://ana@127.0.0.1:{_free_port()}/crm")

    assert status == 1
    assert told.startswith("Cannot open the database that DATABASE_URL names: ")
    assert "refused" in told and "Traceback" not in told


def test_a_database_file_that_is_none_is_left_as_it_is(tmp_path):
    file = tmp_path / "data" / "guanxi.sqlite3"
    file.parent.mkdir()
    file.write_text("Not a database, and longer than the head of one." * 40)

    status, told = _start(tmp_path)

    assert status == 1
    assert told.startswith("Cannot open the database that GUANXI_DATA names: ")
    assert "Traceback" not in told and file.read_text().startswith("Not a database")


def test_a_data_folder_that_is_a_file_is_named(tmp_path):
    place = tmp_path / "place"
    place.write_text("")

    status, told = _start(tmp_path, GUANXI_DATA=str(place))

    assert status == 1
    assert told == (
        f"Cannot keep data in {place}: File exists. GUANXI_DATA names another folder.\n"
    )


@pytest.mark.parametrize("port", ["many", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(tmp_path, port):
    status, told = _start(tmp_path, GUANXI_PORT=port)

    assert status == 1
    assert told == f"GUANXI_PORT is {port}, and must be a number from 1 to 65535.\n"
    assert not (tmp_path / "data").exists()


def test_a_port_that_somebody_else_listens_on_is_named(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        status, told = _start(tmp_path, GUANXI_PORT=str(port))

    assert status == 1
    said = "Address already in use. GUANXI_PORT names another.\n"
    assert told == f"Cannot listen on 127.0.0.1 port {port}: {said}"
