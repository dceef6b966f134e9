"""What was erased is in no page of the index any more."""

import pytest
from django.db import connection
from django.utils import timezone

from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.records.erasing import erase_elsewhere
from guanxi.platform.search.index import Row, index_many, remove
from guanxi.platform.search.tests.test_matching import ids
from guanxi.platform.search.tidying import KIND

pytestmark = pytest.mark.django_db


def pages_naming(gram):
    """In how many pages of SQLite's index the gram stands, found or not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM platform_searchgrams_data"
            " WHERE instr(block, CAST(%s AS BLOB)) > 0",
            [gram],
        )
        return cursor.fetchone()[0]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's index keeps grams in words")
def test_an_erased_name_stands_in_no_page_of_the_index(at):
    index_many("person", [Row(key, f"张小明{key}") for key in range(1, 400)])
    index_many("person", [Row(500, "沈知远")])
    index_many("person", [Row(key, f"李小明{key}") for key in range(600, 900)])
    remove("person", [500])
    assert pages_naming("沈知远")

    erase_elsewhere("person", 500, at)
    run_all_now(timezone.now())

    assert not pages_naming("沈知远")
    assert len(ids("person", "小明")) == 699


def test_two_erased_at_once_ask_for_one_merge(at):
    for pk in (1, 2):
        erase_elsewhere("person", pk, at)

    assert Job.objects.filter(kind=KIND).count() == (connection.vendor == "sqlite")
