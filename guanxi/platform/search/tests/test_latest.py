"""The latest entries of each noun, however frequent a text is and wherever it stands."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanxi.platform.custom.models import CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.platform.search import latest
from guanxi.platform.search.engines import engine
from guanxi.platform.search.index import Row, index_many
from guanxi.platform.search.matching import spans_of
from guanxi.platform.search.query import parse
from guanxi.platform.search.searching import search

ENTRIES, WANTED = 60, 5
WHERE = {
    "everywhere": lambda number: True,
    "in every third": lambda number: number % 3 == 0,
    "in the oldest": lambda number: number <= 20,
    "in the latest": lambda number: number > 52,
    "in the latest two": lambda number: number > 58,
    "in one": lambda number: number == 30,
    "nowhere": lambda number: False,
}


@pytest.fixture
def short_walks(monkeypatch):
    """A firm of some dozens is as large to these as one of thousands is otherwise."""
    monkeypatch.setattr(latest, "NEAR", 8)
    monkeypatch.setattr(latest, "FREQUENT", 3)
    monkeypatch.setattr(latest, "HELD", 10)
    monkeypatch.setattr(latest, "FAR", 20)


def newest(text):
    spans = spans_of(["account", "person"])
    (clause,) = parse(text).clauses
    found = dict(engine().newest(list(spans.values()), clause, (), WANTED))
    return {
        noun: sorted(
            (entry - span.first for entry in found if span.first <= entry <= span.last),
            reverse=True,
        )
        for noun, span in spans.items()
    }


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["苏州", "suzhou", "6789"])
@pytest.mark.parametrize("people", WHERE)
@pytest.mark.parametrize("accounts", WHERE)
def test_the_latest_of_each_noun_are_found(short_walks, text, accounts, people):
    held = {"account": accounts, "person": people}
    for noun, where in held.items():
        index_many(
            noun,
            [
                Row(number, "苏州", ["13812356789"])
                if WHERE[where](number)
                else Row(number, "无锡")
                for number in range(1, ENTRIES + 1)
            ],
        )

    expected = {
        noun: [number for number in range(ENTRIES, 0, -1) if WHERE[where](number)][:WANTED]
        for noun, where in held.items()
    }
    assert newest(text) == expected


@pytest.mark.django_db
def test_what_has_no_grams_is_looked_for_from_the_latest_on(short_walks):
    index_many("account", [Row(number, f"一 (a{number})") for number in range(1, 30)])
    index_many("person", [Row(1, "(b)")])

    assert newest("(a") == {"account": [29, 28, 27, 26, 25], "person": []}


@pytest.fixture
def things(db):
    for number in range(12):
        CustomNoun.objects.create(key=f"thing{number}", label_zh="物", label_en="Thing")
    schema_changed()
    return [noun_named(f"thing{number}") for number in range(12)]


def test_a_search_asks_as_often_of_many_nouns_as_of_one(things, ana, at):
    create_record(things[0], {"name": "无锡"}, actor=ana, at=at)
    for thing in things:
        create_record(thing, {"name": "苏州"}, actor=ana, at=at)

    def asked(text, found):
        with CaptureQueriesContext(connection) as captured:
            assert len(search(ana, text)) == found
        return len(captured)

    assert asked("无锡", 1) == asked("苏州", 12) == 3
