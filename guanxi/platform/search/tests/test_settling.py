"""New grams are sorted into PostgreSQL's index beside the work that brings them."""

import threading
import time

import pytest
from django.db import connection

from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.search.index import Row, index_many
from guanxi.platform.search.rebuilding import reindex
from guanxi.platform.search.settling import settle, settling
from guanxi.platform.search.tests.test_matching import ids

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = [Row(number, f"天津客户{number}") for number in range(1, 200)]


def test_what_was_brought_is_found_and_sorted_in_when_the_work_ends():
    with settling():
        index_many("account", ROWS)
    assert len(ids("account", "天津")) == len(ROWS)
    assert settle() == 0


def test_without_it_new_grams_wait_for_the_vacuum():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite sorts grams in as they come")
    index_many("account", ROWS)
    assert settle() > 0


def test_an_index_made_anew_is_sorted_when_it_is_ready(at):
    noun = noun_named("account")
    for row in ROWS:
        noun.model.objects.create(name=row.title, created_at=at, updated_at=at)

    assert reindex(noun) == len(ROWS)

    assert len(ids("account", "天津")) == len(ROWS)
    assert settle() == 0


def test_a_fault_of_the_work_is_told_as_it_is():
    with pytest.raises(ZeroDivisionError), settling():
        index_many("account", [Row(1, str(1 // 0))])


def test_a_connection_that_is_ended_leaves_the_telling_to_the_work(monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connection beside")
    told = []
    monkeypatch.setattr(threading, "excepthook", told.append)

    with settling() as brought:
        end_the_other_connection(brought)

    assert told == []


def end_the_other_connection(brought):
    others = "pid <> pg_backend_pid() AND datname = current_database()"
    ended, until = [], time.monotonic() + 60
    while not ended and time.monotonic() < until:
        brought(16_000)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"  # noqa: S608
            )
            ended = cursor.fetchall()
    assert ended
