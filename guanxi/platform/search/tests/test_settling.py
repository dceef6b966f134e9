"""New grams are sorted into PostgreSQL's index beside the work that brings them."""

import pytest
from django.db import connection

from guanxi.platform.search.index import Row, index_many
from guanxi.platform.search.settling import settle, settling
from guanxi.platform.search.tests.test_matching import ids

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = [Row(number, f"天津客户{number}") for number in range(1, 200)]


def test_what_was_brought_is_found_and_sorted_in_when_the_work_ends():
    with settling():
        index_many("account", ROWS)
    assert len(ids("account", "天津")) == len(ROWS)
    if connection.vendor == "postgresql":
        assert settle() == 0


def test_without_it_new_grams_wait_for_the_vacuum():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite sorts grams in as they come")
    index_many("account", ROWS)
    assert settle() > 0


def test_a_fault_of_the_work_is_told_as_it_is():
    with pytest.raises(ZeroDivisionError), settling():
        index_many("account", [Row(1, str(1 // 0))])
