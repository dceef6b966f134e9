"""Lists of what a frequent text finds: each record is asked, and the same are found."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanxi.platform.custom.models import CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.writing import create_record, delete_record
from guanxi.platform.search import asking
from guanxi.platform.search.asking import being_found

NAMES = ["苏州冲床", "无锡锯床", "苏州钻床 12", "常州 lathe", "苏州 lathe"]


@pytest.fixture
def frequent(monkeypatch):
    """Three records are as many to these as hundreds are otherwise."""
    monkeypatch.setattr(asking, "NEAR", 5)
    monkeypatch.setattr(asking, "FREQUENT", 2)


@pytest.fixture
def named(seller, grant):
    CustomNoun.objects.create(key="machine", label_zh="设备", label_en="Machine")
    schema_changed()
    grant(seller, only=tuple(f"machine.{one}" for one in ("read", "create", "delete")))
    return noun_named("machine")


@pytest.fixture
def machine(named, ana, at):
    for name in NAMES:
        create_record(named, {"name": name}, actor=ana, at=at)
    return named


def is_asked_of_each(noun, text):
    (asked,) = being_found(noun, text).children
    return getattr(asked, "conditional", False)


def listed(actor, noun, **query):
    return [row["name"] for row in read_list(actor, noun, ListQuery(sort="name", **query)).rows]


@pytest.mark.parametrize("text", ["苏州", "lathe", "suzhou", "苏州 lathe", "SUZHOU"])
def test_the_same_are_listed_as_the_index_tells(machine, ana, monkeypatch, text):
    by_index = listed(ana, machine, text=text)
    monkeypatch.setattr(asking, "FREQUENT", 1)
    monkeypatch.setattr(asking, "NEAR", 5)

    assert is_asked_of_each("machine", text)
    assert listed(ana, machine, text=text) == by_index != []


def test_none_of_a_frequent_text_are_all_others(frequent, machine, ana):
    others = listed(ana, machine, filter={"none": [{"text": "苏州"}]})

    assert sorted(others) == sorted(name for name in NAMES if "苏州" not in name)


def test_a_record_without_an_entry_is_one_of_the_others(frequent, machine, ana):
    gone = machine.model.objects.get(name="苏州钻床 12")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM platform_searchentry WHERE text LIKE '%%钻床%%'")

    assert gone.name not in listed(ana, machine, text="苏州")
    assert gone.name in listed(ana, machine, filter={"none": [{"text": "苏州"}]})


def test_what_is_deleted_is_not_listed(frequent, machine, ana, at):
    gone = machine.model.objects.get(name="苏州冲床")
    delete_record(machine, gone.pk, actor=ana, at=at)

    assert "苏州冲床" not in listed(ana, machine, text="苏州")


@pytest.mark.parametrize("text", ["苏州", "12", "无锡", "la", ""])
def test_a_rare_text_and_a_short_word_are_left_to_the_index(frequent, machine, text):
    is_frequent = text == "苏州"

    assert is_asked_of_each("machine", text) == is_frequent


def test_a_list_asks_no_more_for_a_frequent_text(frequent, machine, ana):
    def asked(text):
        with CaptureQueriesContext(connection) as captured:
            listed(ana, machine, text=text)
        return len(captured)

    first = asked("无锡")
    assert asked("苏州") <= first
