"""Pages of the log go home beside the work that writes them, and the log begins anew."""

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Event, Timer

import pytest
from django.db import connection
from django.utils import timezone

from guanxi.platform.signin.models import CacheEntry
from guanxi.platform.sqlite import homeward
from guanxi.platform.sqlite.homeward import Homeward, end_log, log_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its own log"),
]


@pytest.fixture
def name():
    return str(connection.settings_dict["NAME"])


def write(key):
    CacheEntry.objects.create(cache_key=key, value="x" * 5_000, expires=timezone.now())


def without_its_log(name, folder):
    """How many entries the file holds by itself."""
    copy = folder / "copy.sqlite3"
    copy.write_bytes(Path(name).read_bytes())
    with sqlite3.connect(copy) as alone:
        return alone.execute("SELECT COUNT(*) FROM guanxi_cache").fetchone()[0]


def test_what_is_in_the_log_comes_home_meanwhile(name, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_autocheckpoint = 0")
    write("one")
    home = Homeward()

    home.go(name)
    home.wait()

    assert without_its_log(name, tmp_path) == 1


def test_the_log_begins_anew_though_somebody_wrote_meanwhile(name, tmp_path):
    home = Homeward()
    write("one")
    home.go(name)
    home.wait()
    write("two")

    home.look(name)

    length = log_of(name)
    assert without_its_log(name, tmp_path) == 2
    write("three")
    assert log_of(name) == length, "written over from its beginning"
    assert CacheEntry.objects.count() == 3


def test_a_log_past_the_length_is_given_back_to_the_disk(name, monkeypatch):
    home = Homeward()
    write("one")
    home.go(name)
    home.wait()
    monkeypatch.setattr(homeward, "LONGEST", 0)

    home.look(name)

    assert log_of(name) == 0


def test_past_a_length_the_writer_waits_for_it(name, monkeypatch):
    gate = Event()
    monkeypatch.setattr(homeward, "_bring_home", lambda *_: gate.wait(5))
    home = Homeward()
    write("one")
    home.go(name)

    home.look(name)
    assert log_of(name) > 0, "it is under way, and the log is short"

    monkeypatch.setattr(homeward, "LONGEST", 0)
    Timer(0.05, gate.set).start()
    home.look(name)
    assert log_of(name) == 0


def test_whoever_reads_keeps_the_log_and_nobody_waits_for_them(name):
    write("one")
    with closing(sqlite3.connect(name)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT COUNT(*) FROM guanxi_cache").fetchone()
        write("two")
        end_log()
        assert log_of(name) > 0
    end_log()
    assert log_of(name) == 0
