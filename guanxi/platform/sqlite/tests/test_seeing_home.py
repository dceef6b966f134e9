"""Whoever saves leaves a long log to a thread of the process, unless somebody was there lately."""

import os
import time
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from guanxi.platform.signin.models import CacheEntry
from guanxi.platform.sqlite import homeward
from guanxi.platform.sqlite.homeward import end_log

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("real_day"),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its own log"),
]


@pytest.fixture
def asked(monkeypatch):
    """How often the thread was begun; what it began is done when one looks."""
    begun = []

    class Home(homeward.Homeward):
        def go_and_end(self, name):
            super().go_and_end(name)
            self.wait()
            begun.append(name)

    monkeypatch.setattr(homeward, "_of_this_process", [Home()])
    monkeypatch.setattr(homeward, "LENGTH", 1)
    return begun


def save():
    from django.db import transaction

    with transaction.atomic():
        key = str(time.perf_counter_ns())
        CacheEntry.objects.create(cache_key=key, value="x" * 9_000, expires=timezone.now())


def database():
    name = Path(str(connection.settings_dict["NAME"]))
    if "memory" in name.name:
        pytest.skip("a database in memory has no log")
    return name


def long_ago(path):
    os.utime(path, (time.time() - 60,) * 2)


def test_a_long_log_comes_home_after_somebody_saved(asked):
    name = database()
    long_ago(name)
    before = name.stat().st_mtime
    save()

    assert asked == [str(name)]
    assert name.stat().st_mtime > before


def test_it_is_left_where_somebody_brought_pages_home_lately(asked):
    os.utime(database())
    save()

    assert asked == []


def test_a_short_log_is_left(asked, monkeypatch):
    monkeypatch.setattr(homeward, "LENGTH", 10**9)
    long_ago(database())
    save()

    assert asked == []


def test_after_bulk_work_the_log_takes_no_place(asked):
    name = database()
    save()
    end_log()

    assert Path(f"{name}-wal").stat().st_size == 0
