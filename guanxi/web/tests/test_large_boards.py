"""A board of more rows than a list counts says so, and counts and adds up on demand."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanxi.platform.custom.models import CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records import reading
from guanxi.platform.records.walking import forget_counts
from guanxi.platform.records.writing import create_record


@pytest.fixture
def large(machine, ana, cleo, at, monkeypatch):
    monkeypatch.setattr(reading, "TOTAL_CAP", 3)
    forget_counts()
    CustomNoun.objects.filter(key="machine").update(
        settings={"board": {"by": "tier", "total": "bought"}}
    )
    schema_changed()
    for number in range(5):
        values = {"name": f"k{number}", "tier": "key", "bought": "1234.5"}
        create_record(noun_named("machine"), values, actor=ana, at=at)
    create_record(noun_named("machine"), {"name": "open", "bought": "3"}, actor=ana, at=at)
    for number in range(5):
        create_record(noun_named("machine"), {"name": f"s{number}"}, actor=cleo, at=at)
    return "/machine/board/"


def test_a_lane_says_that_it_holds_more_than_a_list_counts(anas, large):
    html = anas.get(large).content.decode()

    assert html.count(">10,000+</a>") == 1
    assert '<span class="tally">1</span>' in html
    assert "6,172" not in html
    assert "counted=exactly" in html and "k4" in html and "s0" not in html


def test_no_row_beyond_is_counted_and_no_group_made(anas, large):
    with CaptureQueriesContext(connection) as asked:
        anas.get(large)

    counts = [
        one["sql"] for one in asked if "COUNT(" in one["sql"] and "customrecord" in one["sql"]
    ]
    assert counts
    assert all("LIMIT" in one and "GROUP BY" not in one for one in counts)


def test_lanes_are_counted_and_added_up_on_demand(anas, large):
    html = anas.get(f"{large}?counted=exactly").content.decode()

    assert '<span class="tally">5</span>' in html and "6,172" in html
    assert "10,000+" not in html


def test_a_small_board_is_counted_and_added_up_at_once(anas, large, monkeypatch):
    monkeypatch.setattr(reading, "TOTAL_CAP", 50)
    forget_counts()

    assert "6,172" in anas.get(large).content.decode()


def test_the_board_of_activities_shows_what_is_done_too(anas, ana, at):
    for name in ("Call Bohen", "Visit Hongqi"):
        values = {"name": name, "kind": "task", "due_at": "2026-11-20T09:30"}
        made = create_record(noun_named("activity"), values, actor=ana, at=at)
    anas.post(f"/activity/{made.pk}/do/complete_activity/", {})

    table, board = (anas.get(f"/activity/{way}").content.decode() for way in ("", "board/"))

    assert "Visit Hongqi" in board and "Call Bohen" in board
    assert "Visit Hongqi" not in table and "Call Bohen" in table
    assert 'href="/activity/board/?"' in table and 'href="/activity/?"' in board


def test_a_chosen_filter_goes_along_to_the_board(anas, ana, at):
    chosen = '%7B"field"%3A"kind"%2C"op"%3A"is"%2C"value"%3A"task"%7D'
    table = anas.get(f"/activity/?filter={chosen}").content.decode()

    assert 'href="/activity/board/?filter=' in table
