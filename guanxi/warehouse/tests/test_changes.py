"""Who changed is noted for those who keep rows of customers, until they have looked."""

import pytest

from guanxi.warehouse.changes import KEPT, TABLE
from guanxi.warehouse.tests.books import THEN

SERVES = ("keep", f"INSERT INTO {KEPT} VALUES ('some', '', NULL, 1)")
LOOKED = ("look", f"TRUNCATE {TABLE}")


@pytest.fixture
def changed(books, refresh, ask):
    """Three customers, each with an order in a range of ids of its own; who changed thereafter."""
    for version, pk in enumerate((1, 5_000, 9_000)):
        books.account(pk, version=version)
        books.order(pk, pk, "2025-01-05", version=version)
        books.line(pk, pk, 500, None)
    refresh(SERVES, LOOKED)

    def found() -> set[int]:
        refresh()
        assert ask(f"SELECT COUNT(*) FROM {KEPT}") == [(1,)]
        return {pk for (pk,) in ask(f"FROM {TABLE}")}

    return found


def test_nobody_has_changed_where_nothing_has(changed):
    assert changed() == set()


def test_a_line_tells_whose_it_is(changed, books):
    books.line(5_000, 5_000, 900, None)
    assert changed() == {5_000}


def test_an_order_tells_whose_it_was_and_whose_it_is(changed, books):
    books.order(1, 9_000, "2025-01-06", version=7)
    assert changed() == {1, 9_000}


def test_a_customer_in_the_bin_has_changed(changed, books):
    books.account(9_000, version=8, deleted_at=THEN)
    assert changed() == {9_000}


def test_who_changed_is_noted_until_somebody_has_looked(changed, books):
    books.line(1, 1, 900, None)
    assert changed() == {1}
    books.line(5_000, 5_000, 900, None)
    assert changed() == {1, 5_000}


def test_nothing_kept_serves_where_most_was_read_anew(changed, books, ask, refresh):
    for pk in (1, 5_000, 9_000):
        books.line(pk, pk, 700, None)
    refresh()
    assert ask(f"FROM {KEPT}") == []
