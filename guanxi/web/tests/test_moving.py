"""A card moves to another lane, an event to another day; the rules decide, rights hold."""

import datetime as dt

import pytest

from guanxi.activities.models import Activity
from guanxi.platform.custom.models import CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

HTMX = {"HX-Request": "true"}


@pytest.fixture
def boarded(machine):
    CustomNoun.objects.filter(key="machine").update(
        settings={"board": {"by": "tier"}, "calendar": {"start": "touched"}}
    )
    schema_changed()
    return noun_named("machine")


@pytest.fixture
def press(boarded, ana, at):
    values = {"name": "苏州冲床", "tier": "key", "touched": "2026-11-05"}
    return create_record(boarded, values, actor=ana, at=at)


@pytest.fixture
def meeting(ana, at):
    values = {"name": "Review", "kind": "meeting", "due_at": "2026-11-20T09:30"}
    return create_record(noun_named("activity"), values, actor=ana, at=at)


def test_a_card_says_where_it_can_go(anas, press):
    html = anas.get(f"/machine/{press.pk}/move/", headers=HTMX).content.decode()
    assert "menuitemradio" in html
    assert 'aria-checked="true"' in html


def test_a_card_moves_and_moves_back(anas, boarded, press):
    answer = anas.post(f"/machine/{press.pk}/move/", {"to": ""}, headers=HTMX)
    assert "rows-changed" in answer["HX-Trigger"]
    press.refresh_from_db()
    assert boarded.field("tier").value_of(press) is None
    fact = Fact.objects.filter(kind="machine.updated").get()
    assert f"/machine/{press.pk}/revert/{fact.pk}/" in answer.content.decode()


def test_a_move_taken_back_reads_the_board_anew_and_a_record_its_page(anas, boarded, press):
    anas.post(f"/machine/{press.pk}/move/", {"to": ""}, headers=HTMX)
    fact = Fact.objects.filter(kind="machine.updated").get()
    back = f"/machine/{press.pk}/revert/{fact.pk}/"
    at_board = {**HTMX, "HX-Current-URL": "http://testserver/machine/board/?group=city"}
    answer = anas.post(back, headers=at_board)
    assert answer["HX-Trigger"] == "rows-changed"
    assert "as it was before" in answer.content.decode()
    press.refresh_from_db()
    assert boarded.field("tier").value_of(press) == "key"

    anas.post(f"/machine/{press.pk}/move/", {"to": ""}, headers=HTMX)
    fact = Fact.objects.filter(kind="machine.updated").latest("pk")
    at_record = {**HTMX, "HX-Current-URL": f"http://testserver/machine/{press.pk}/"}
    answer = anas.post(f"/machine/{press.pk}/revert/{fact.pk}/", headers=at_record)
    assert answer["HX-Refresh"] == "true"


def test_a_refused_move_says_why_and_changes_nothing(anas, boarded, press):
    answer = anas.post(f"/machine/{press.pk}/move/", {"to": "gold"}, headers=HTMX)
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#toasts"
    press.refresh_from_db()
    assert boarded.field("tier").value_of(press) == "key"


def test_an_event_keeps_its_hour_on_another_day(anas, meeting):
    given = {"to": "2026-11-24", "as": "calendar"}
    assert anas.post(f"/activity/{meeting.pk}/move/", given, headers=HTMX).status_code == 200
    moved = Activity.objects.get(pk=meeting.pk)
    assert moved.due_at - meeting.due_at == dt.timedelta(days=4)


def test_a_day_of_a_made_noun_moves_too(anas, boarded, press):
    assert "苏州冲床" in anas.get("/machine/calendar/?day=2026-11-01").content.decode()
    given = {"to": "2026-12-01", "as": "calendar"}
    anas.post(f"/machine/{press.pk}/move/", given, headers=HTMX)
    press.refresh_from_db()
    assert boarded.field("touched").value_of(press) == "2026-12-01"


def test_no_day_is_refused(anas, press):
    given = {"to": "someday", "as": "calendar"}
    assert anas.post(f"/machine/{press.pk}/move/", given, headers=HTMX).status_code == 422


def test_strangers_and_readers_move_nothing(browser_of, cleo, person, east, grant, press):
    from guanxi.platform.actors.models import Role

    where = f"/machine/{press.pk}/move/"
    assert browser_of(cleo).post(where, {"to": ""}, headers=HTMX).status_code == 404
    reader = Role.objects.create(code="reader", label_zh="读", label_en="Reader")
    grant(reader, only=("machine.read",))
    browser = browser_of(person("dora", east, reader))
    assert browser.post(where, {"to": ""}, headers=HTMX).status_code == 403
    assert "card-move" not in browser.get("/machine/board/").content.decode()
    assert not Fact.objects.filter(kind="machine.updated").exists()


def test_a_noun_without_a_board_has_no_lanes_to_move_to(anas, ana, at):
    person = create_record(noun_named("person"), {"name": "王"}, actor=ana, at=at)
    assert anas.get(f"/person/{person.pk}/move/").status_code == 404


def test_a_card_that_only_acts_can_move_offers_them_and_stays_on_the_board(anas, meeting):
    board = "/activity/board/"
    html = anas.get(board).content.decode()
    assert 'draggable="false"' in html and 'aria-keyshortcuts="M"' in html
    offered = anas.get(f"/activity/{meeting.pk}/move/?as=board", headers=HTMX).content.decode()
    assert f"/activity/{meeting.pk}/do/complete_activity/" in offered
    assert "/do/add_task/" not in offered

    at_board = {**HTMX, "HX-Current-URL": f"http://testserver{board}"}
    done = anas.post(f"/activity/{meeting.pk}/do/complete_activity/", {}, headers=at_board)
    assert done["HX-Trigger"] == "dialog-done, rows-changed"
    assert "Complete: Review" in done.content.decode()
    assert Activity.objects.get(pk=meeting.pk).state == "done"
