"""What profiles were written with is read from the books only where it is not known."""

from typing import Any

import pytest

from guanxi.warehouse.digests import DIFFERING, PROFILES, TABLE
from guanxi.warehouse.source import NOTES, WRITTEN, SqliteSource

# What a run says is to be written of two customers.
TOLD = (
    "tell",
    f"CREATE OR REPLACE TABLE {DIFFERING} (account_id BIGINT, digest BIGINT);"
    f"INSERT INTO {DIFFERING} VALUES (1, 11), (2, 22)",
)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries with which profiles were read."""
    found: list[str] = []
    asked = SqliteSource.batches

    def batches(self: SqliteSource, query: str) -> Any:
        if PROFILES in query and "COUNT" not in query:
            found.append(query)
        return asked(self, query)

    monkeypatch.setattr(SqliteSource, "batches", batches)
    return found


@pytest.fixture
def told(books, refresh, read):
    """Books that were refreshed once, with two customers whose profiles are to be written."""
    for pk in (1, 2):
        books.account(pk)
    told = refresh(TOLD)
    read.clear()
    return told


def written(books, told, *rows: tuple[int, int]) -> None:
    """The profiles of those rows are written, and word is left of it."""
    for account, digest in rows:
        books.put(PROFILES, account_id=account, digest=digest)
    books.put(NOTES, source="", bucket=WRITTEN, stamp=told.token)


def held(ask) -> dict[int, int]:
    return dict(ask(f"FROM {TABLE}"))


def test_after_all_were_written_nothing_is_read(books, refresh, told, read, ask):
    written(books, told, (1, 11), (2, 22))
    refresh(TOLD)
    assert held(ask) == {1: 11, 2: 22}
    assert read == []


def test_after_a_run_that_broke_off_all_are_read(books, refresh, told, read, ask):
    books.put(PROFILES, account_id=1, digest=11)
    refresh(TOLD)
    assert held(ask) == {1: 11}
    assert len(read) == 1


def test_word_of_an_earlier_refresh_does_not_serve(books, refresh, told, read, ask):
    written(books, told, (1, 11), (2, 22))
    refresh(TOLD)
    books.run(f"UPDATE {PROFILES} SET digest = 5 WHERE account_id = 2")
    books.put(NOTES, source="", bucket=WRITTEN, stamp=told.token)
    refresh(TOLD)
    assert held(ask) == {1: 11, 2: 5}


def test_profiles_that_went_are_noticed(books, refresh, told, read, ask):
    written(books, told, (1, 11), (2, 22))
    books.run(f"DELETE FROM {PROFILES} WHERE account_id = 1")
    refresh(TOLD)
    assert held(ask) == {2: 22}
