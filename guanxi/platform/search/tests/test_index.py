import pytest

from guanxi.platform.search.index import Row, index_many, index_record, remove
from guanxi.platform.search.models import SearchEntry
from guanxi.platform.search.tests.test_matching import ids

pytestmark = pytest.mark.django_db


def test_a_changed_record_is_found_by_its_new_name_only():
    index_record("account", Row(1, "天津旧名", ["13800001111"]))
    index_record("account", Row(1, "天津新名", ["13800002222"]))
    assert ids("account", "新名") == [1]
    assert ids("account", "旧名") == ids("account", "00001111") == []
    assert ids("account", "天津") == [1]


def test_a_removed_record_is_not_found():
    index_many("account", [Row(1, "天津一"), Row(2, "天津二")])
    remove("account", [1, 99])
    assert ids("account", "天津") == [2]


def test_indexing_the_same_again_changes_nothing():
    rows = [Row(key, f"客户{key}") for key in range(1, 50)]
    assert index_many("account", rows) == 49
    assert index_many("account", rows) == 0
    assert index_many("account", [*rows, Row(50, "客户50")]) == 1


def test_a_record_given_twice_is_stored_as_given_last():
    index_many("account", [Row(1, "先来"), Row(1, "后到")])
    assert ids("account", "后到") == [1]
    assert SearchEntry.objects.count() == 1


def test_very_long_text_is_cut_and_still_found():
    index_record("account", Row(1, "很" * 5_000, ["x" * 100_000]))
    assert ids("account", "很很很") == ids("account", "xxxx") == [1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_an_emptied_database_keeps_no_grams(time):
    assert ids("account", "天津") == []
    index_record("account", Row(1, "天津"))
    assert ids("account", "天津") == [1]
