"""Whoever waits to write gets in as soon as the lock is free, and is told when it never is."""

import sqlite3
import time
from threading import Thread

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from guanxi.platform.glossary.models import Term
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.search import content, index
from guanxi.platform.search.content import rows_of
from guanxi.platform.signin.models import CacheEntry
from guanxi.platform.sqlite.base import LOOK_SECONDS

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has locks by row"),
]
OPEN_SECONDS = 8 * LOOK_SECONDS


@pytest.fixture
def other():
    """Another process's connection."""
    path = str(connection.settings_dict["NAME"])
    found = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    yield found
    found.close()


def importing(other):
    """A thread that writes forty batches, with a short moment between each two."""

    def import_rows():
        for _ in range(40):
            other.execute("BEGIN IMMEDIATE")
            time.sleep(0.05)
            other.execute("COMMIT")
            time.sleep(OPEN_SECONDS)

    bulk = Thread(target=import_rows)
    bulk.start()
    time.sleep(0.02)
    return bulk


def test_a_writer_gets_in_between_two_batches(other):
    bulk = importing(other)
    with transaction.atomic():
        was_running = bulk.is_alive()
    bulk.join()
    assert was_running


def test_who_waits_in_vain_is_told(other, monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(OperationalError, match="locked"), transaction.atomic():
        pass

    other.execute("ROLLBACK")
    with transaction.atomic():
        assert connection.in_atomic_block


def test_a_single_statement_gets_in_between_two_batches_too(other, db):
    CacheEntry.objects.create(cache_key="k", value="before", expires=timezone.now())
    bulk = importing(other)
    CacheEntry.objects.filter(cache_key="k").update(value="after")
    was_running = bulk.is_alive()
    bulk.join()
    assert was_running
    assert CacheEntry.objects.get(cache_key="k").value == "after"


def test_a_single_statement_that_waits_in_vain_is_told(other, monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(OperationalError, match="locked"):
        CacheEntry.objects.filter(cache_key="k").delete()
    with pytest.raises(OperationalError, match="locked"):
        CacheEntry.objects.filter(cache_key="k").update(value="after")

    other.execute("ROLLBACK")
    assert CacheEntry.objects.filter(cache_key="k").update(value="after") == 0


def test_the_index_is_made_while_others_write(other, monkeypatch):
    monkeypatch.setattr(content, "BATCH", 1)
    monkeypatch.setattr(index, "BATCH", 1)
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.5)
    made = {"created_at": timezone.now(), "updated_at": timezone.now()}
    Term.objects.bulk_create(Term(text=f"词{number}", **made) for number in range(3))
    rows = rows_of(noun_named("term"))

    def written_beside():
        for row in rows:
            other.execute("UPDATE platform_term SET english = 'word'")
            yield row

    assert index.index_many("term", written_beside()) == 3
