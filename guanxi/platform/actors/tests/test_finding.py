"""Colleagues are found by the database, however many there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanxi.platform.actors.finding import people_named
from guanxi.platform.actors.models import User
from guanxi.platform.rights.people import correct_person


@pytest.fixture
def staff(db):
    named = [
        ("jia.he", "何嘉"),
        ("wei.zhang", "张伟"),
        ("xiao.wei", "小薇"),
        ("will", "Will O'Wei"),
    ]
    for username, name in named:
        User.objects.create(username=username, name=name, email=f"{username}@mail.cn")
    User.objects.create(username="gone", name="何去", is_active=False)


@pytest.mark.parametrize("text", ["何", "hejia", "HJ", "he jia", "jia.h", "jia.he@mail", "嘉"])
def test_a_colleague_is_found_by_characters_pinyin_initials_or_address(staff, text):
    assert [one.name for one in people_named(text, 8)] == ["何嘉"]


@pytest.mark.parametrize("text", ["%", "_", "何\\n何", "mail.cn"])
def test_signs_that_databases_read_their_own_way_find_nobody(staff, text):
    assert not people_named(text, 8)


def test_whose_name_begins_so_comes_first_then_by_pinyin(staff):
    assert [one.name for one in people_named("wei", 8)] == ["Will O'Wei", "小薇", "张伟"]
    assert [one.name for one in people_named("w", 8)] == ["Will O'Wei", "小薇", "张伟"]
    assert [one.name for one in people_named("zh", 8)] == ["张伟"]
    assert [one.name for one in people_named("", 2)] == ["何嘉", "Will O'Wei"]


def test_of_five_thousand_only_those_shown_are_read(staff):
    many = [User(username=f"u{number}", name=f"何{number:04}") for number in range(5_000)]
    User.objects.bulk_create(many)

    with CaptureQueriesContext(connection) as asked:
        found = people_named("he", 8)

    assert len(asked) == 1 and "LIMIT 8" in asked[0]["sql"]
    assert [one.name for one in found] == [f"何{number:04}" for number in range(8)]
    assert [one.name for one in people_named("jiahe", 8)] == []
    assert [one.name for one in people_named("嘉", 8)] == ["何嘉"]


def test_a_colleague_is_found_by_a_corrected_name(staff, admin, at):
    correct_person(User.objects.get(username="jia.he"), told={"name": "王嘉"}, actor=admin, at=at)

    assert [one.name for one in people_named("wangj", 8)] == ["王嘉"]
    assert not people_named("hej", 8)
