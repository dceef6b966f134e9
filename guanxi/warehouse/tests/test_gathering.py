"""Notes gathered by night are as good as all of them: whoever follows them misses nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections, transaction

from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.registry import timetables
from guanxi.platform.jobs.running import run_all_now
from guanxi.warehouse import gathering, noting
from guanxi.warehouse.gathering import gather_notes
from guanxi.warehouse.source import NOTES, NOTHING

ON_POSTGRESQL = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite keeps one note of each range"
)
Notes = list[tuple[str, int | None, int]]


def notes(source: str = "customers_account") -> Notes:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT source, bucket, stamp FROM {NOTES} WHERE source = %s ORDER BY stamp",  # noqa: S608 our own names
            [source],
        )
        return list(cursor.fetchall())


def note(*buckets: int | None, source: str = "customers_account") -> None:
    with connection.cursor() as cursor:
        for bucket in buckets:
            cursor.execute(
                f"INSERT INTO {NOTES} (source, bucket) VALUES (%s, %s)",  # noqa: S608 our own names
                [source, bucket],
            )


def forget_all() -> None:
    """No notes: those of tests outside a transaction of their own stay in the table."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {NOTES} WHERE source <> %s", [NOTHING])  # noqa: S608 our own names


@pytest.mark.django_db
def test_it_is_done_by_night():
    assert "warehouse.gather_notes" in {one.kind for one in timetables()}


@pytest.mark.django_db
def test_the_job_says_how_many_are_gone(admin, at):
    forget_all()
    job = enqueue("warehouse.gather_notes", {}, actor=admin, at=at)
    run_all_now(at)
    job.refresh_from_db()
    assert job.result == {"dropped": 0}


@ON_POSTGRESQL
@pytest.mark.django_db
def test_one_note_is_left_of_each_range_and_of_a_whole_table():
    forget_all()
    note(1, 2, 1, 1, None, None, 3)
    note(1, 1, source="sales_order")
    before = {stamp for _source, _bucket, stamp in notes()}

    assert gather_notes() == 4

    left = notes()
    assert sorted(str(bucket) for _source, bucket, _stamp in left) == ["1", "2", "3", "None"]
    assert len(notes("sales_order")) == 1
    single = {stamp for _source, bucket, stamp in left if bucket in {2, 3}}
    assert single <= before
    assert gather_notes() == 0


@ON_POSTGRESQL
@pytest.mark.django_db
def test_the_word_who_followed_them_last_stays():
    noting.forget(notes(), -5)
    noting.profiles_are_written(-5)
    words = notes("")

    gather_notes()

    assert notes("") == words


@ON_POSTGRESQL
@pytest.mark.django_db
def test_more_than_fit_at_once_are_gathered_too(monkeypatch):
    monkeypatch.setattr(gathering, "AT_ONCE", 4)
    forget_all()
    note(*[1] * 10, *[2] * 3)
    told: list[int] = []

    assert gather_notes(lambda: told.append(1)) == 11

    assert [bucket for _source, bucket, _stamp in notes()] == [1, 2]
    assert len(told) > 3


@pytest.fixture
def other(transactional_db: None) -> Iterator[Any]:
    """Somebody else's connection to the same books."""
    found = connections.create_connection("default")
    found.settings_dict = connection.settings_dict
    yield found
    found.close()


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_a_change_committed_after_a_refresh_has_begun_is_not_lost_with_it(other):
    """The older stamp comes to light later: the newest kept alone would take it along."""
    noting.forget(notes(), -1)
    other.set_autocommit(False)
    with other.cursor() as late:
        late.execute(f"INSERT INTO {NOTES} (source, bucket) VALUES ('customers_account', 1)")  # noqa: S608 our own names
        note(1)
        followed = notes()
        assert len(followed) == 1
    other.commit()

    gather_notes()
    noting.forget(followed, -2)

    assert [bucket for _source, bucket, _stamp in notes()] == [1]


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_nobody_who_writes_waits_and_what_is_being_dropped_is_left_alone(other):
    noting.forget(notes(), -1)
    note(1, 1, 2, 2, 2)
    held = notes()[0][2]
    other.set_autocommit(False)
    with other.cursor() as busy:
        busy.execute("SET LOCAL lock_timeout = '50ms'")
        busy.execute(f"SELECT 1 FROM {NOTES} WHERE stamp = %s FOR UPDATE", [held])  # noqa: S608 our own names

        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        with transaction.atomic():
            gather_notes()
            # While what was gathered is not committed yet, others go on writing.
            busy.execute(
                f"INSERT INTO {NOTES} (source, bucket) VALUES ('customers_account', 1)"  # noqa: S608 our own names
            )
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
    other.commit()

    found = notes()
    assert held in {stamp for _source, _bucket, stamp in found}
    assert {bucket for _source, bucket, _stamp in found} == {1, 2}
