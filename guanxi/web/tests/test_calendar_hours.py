"""Week and day by the hour: blocks by time and length, the strip above, moving, lengthening."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guanxi.activities.models import Activity
from guanxi.platform.custom.models import CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

WEEK = "/activity/calendar/?span=week&day=2026-11-18"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def planned(ana, at):
    def make(name, begins, ends=None, **more):
        values = {"name": name, "kind": "meeting", "due_at": begins, "ends_at": ends, **more}
        return create_record(noun_named("activity"), values, actor=ana, at=at)

    return make


def blocks_of(page):
    """Title, day, minutes from and till, lane of lanes of every block."""
    return {
        (one.event.title, column.day.date.day): (one.begins, one.ends, one.lane, one.lanes)
        for column in page.context["columns"]
        for one in column.blocks
    }


def strip_of(page):
    return {
        column.day.date.day: [piece and piece.title for piece in column.strip]
        for column in page.context["columns"]
        if column.strip
    }


def test_a_block_stands_at_its_time_and_is_as_long_as_it_lasts(anas, planned):
    planned("Review", "2026-11-17T09:00", "2026-11-17T10:30")
    planned("Call", "2026-11-17T14:00", kind="call")

    page = anas.get(WEEK)

    assert blocks_of(page) == {
        ("Review", 17): (540, 630, 0, 1),
        ("Call", 17): (840, 870, 0, 1),
    }
    assert 'data-from="540" data-till="630"' in page.content.decode()
    assert "style=" not in page.content.decode()


def test_what_overlaps_stands_side_by_side_and_the_rest_has_all_the_room(anas, planned):
    planned("First", "2026-11-17T09:00", "2026-11-17T11:00")
    planned("Second", "2026-11-17T10:00", "2026-11-17T12:00")
    planned("Third", "2026-11-17T11:00", "2026-11-17T11:30")
    planned("Later", "2026-11-17T12:00", "2026-11-17T13:00")

    found = blocks_of(anas.get(WEEK))

    assert found[("First", 17)][2:] == (0, 2)
    assert found[("Second", 17)][2:] == (1, 2)
    assert found[("Third", 17)][2:] == (0, 2)
    assert found[("Later", 17)][2:] == (0, 1)


def test_a_night_stands_on_both_its_days(anas, planned):
    planned("Night", "2026-11-17T22:00", "2026-11-18T02:00")

    assert blocks_of(anas.get(WEEK)) == {
        ("Night", 17): (1320, 1440, 0, 1),
        ("Night", 18): (0, 120, 0, 1),
    }


def test_whole_days_and_what_lasts_a_day_or_more_stand_in_the_strip_in_rows(anas, planned):
    planned("Fair", "2026-11-17T00:00", "2026-11-19T00:00", is_all_day=True)
    planned("Holiday", "2026-11-18T00:00", is_all_day=True)
    planned("Trip", "2026-11-19T10:00", "2026-11-20T18:00")

    page = anas.get(WEEK)

    assert blocks_of(page) == {}
    assert strip_of(page) == {
        17: ["Fair"],
        18: ["Fair", "Holiday"],
        19: ["Fair", "Trip"],
        20: [None, "Trip"],
    }


def test_an_event_moves_to_an_hour_with_its_length(anas, planned):
    made = planned("Review", "2026-11-17T09:00", "2026-11-17T10:30")
    where = f"/activity/{made.pk}/move/"

    anas.post(where, {"as": "calendar", "to": "2026-11-19T13:15"}, headers=HTMX)

    moved = Activity.objects.get(pk=made.pk)
    assert timezone.localtime(moved.due_at).isoformat()[:16] == "2026-11-19T13:15"
    assert moved.ends_at - moved.due_at == dt.timedelta(minutes=90)


def test_an_event_is_lengthened_by_its_end_alone(anas, planned):
    made = planned("Review", "2026-11-17T09:00", "2026-11-17T10:30")
    where = f"/activity/{made.pk}/move/"

    anas.post(where, {"as": "calendar", "until": "2026-11-17T12:00"}, headers=HTMX)

    moved = Activity.objects.get(pk=made.pk)
    assert moved.due_at == made.due_at
    assert moved.ends_at - moved.due_at == dt.timedelta(hours=3)


def test_the_form_of_a_move_takes_the_end_along_unless_it_was_set_anew(anas, planned):
    made = planned("Review", "2026-11-17T09:00", "2026-11-17T10:30")
    where = f"/activity/{made.pk}/move/"
    form = anas.get(f"{where}?as=calendar", headers=HTMX).content.decode()
    assert 'value="2026-11-17T09:00"' in form and 'value="2026-11-17T10:30"' in form

    unchanged = {"as": "calendar", "to": "2026-11-18T09:00", "until": "2026-11-17T10:30"}
    anas.post(where, unchanged, headers=HTMX)

    moved = Activity.objects.get(pk=made.pk)
    assert moved.ends_at - made.ends_at == dt.timedelta(days=1)


@pytest.mark.parametrize(
    "given", [{"until": "2026-11-17T08:00"}, {"to": "17T09", "until": ""}, {"until": "soon"}]
)
def test_times_that_do_not_fit_are_refused(anas, planned, given):
    made = planned("Review", "2026-11-17T09:00", "2026-11-17T10:30")

    answer = anas.post(f"/activity/{made.pk}/move/", {"as": "calendar", **given}, headers=HTMX)

    assert answer.status_code == 422
    assert Activity.objects.get(pk=made.pk).ends_at == made.ends_at


def test_only_what_has_an_end_is_lengthened(anas, planned, ana, at):
    planned("Review", "2026-11-17T09:00", "2026-11-17T10:30")
    values = {"name": "Offer", "kind": "task", "due_at": "2026-11-17T16:00"}
    create_record(noun_named("activity"), values, actor=ana, at=at)

    columns = anas.get(WEEK).context["columns"]

    assert {one.event.title: one.event.may_last for column in columns for one in column.blocks} == {
        "Review": True,
        "Offer": False,
    }


def test_an_empty_time_becomes_a_meeting_with_that_time(anas):
    assert 'data-new="/activity/new/?kind=meeting"' in anas.get(WEEK).content.decode()
    asked = "/activity/new/?kind=meeting&due_at=2026-11-17T10:00&ends_at=2026-11-17T11:30"

    form = anas.get(asked, headers=HTMX).content.decode()

    assert 'value="2026-11-17T10:00"' in form and 'value="2026-11-17T11:30"' in form
    assert 'name="also" value="ends_at"' in form


def test_what_is_made_from_the_calendar_leaves_the_person_there(anas):
    values = {
        "name": "Visit",
        "kind": "meeting",
        "due_at": "2026-11-17T10:00",
        "ends_at": "2026-11-17T11:30",
        "also": "ends_at",
    }
    there = {**HTMX, "HX-Current-URL": f"http://testserver{WEEK}"}

    answer = anas.post("/activity/new/", values, headers=there)

    assert answer["HX-Trigger"] == "dialog-done, rows-changed"
    made = Activity.objects.get(name="Visit")
    assert f'href="/activity/{made.pk}/"' in answer.content.decode()
    assert made.ends_at - made.due_at == dt.timedelta(minutes=90)


def test_a_kind_of_record_without_hours_keeps_its_lists_of_days(anas, machine, ana, at):
    CustomNoun.objects.filter(key="machine").update(settings={"calendar": {"start": "touched"}})
    schema_changed()
    values = {"name": "苏州冲床", "touched": "2026-11-17"}
    create_record(noun_named("machine"), values, actor=ana, at=at)

    page = anas.get("/machine/calendar/?span=week&day=2026-11-18").content.decode()

    assert "gx-hours" not in page and "苏州冲床" in page


def test_a_full_week_asks_the_database_no_more_than_one_event(anas, planned):
    def asked():
        with CaptureQueriesContext(connection) as found:
            anas.get(WEEK)
        return len(found)

    planned("At 7", "2026-11-17T07:00", "2026-11-17T07:45")
    anas.get(WEEK)
    few = asked()
    for hour in range(8, 18):
        planned(f"At {hour}", f"2026-11-17T{hour:02}:00", f"2026-11-17T{hour:02}:45")

    assert asked() == few


def test_a_week_keeps_what_is_too_much_side_by_side_for_the_day(anas, planned):
    for number in range(6):
        planned(f"At once {number}", "2026-11-17T09:00", f"2026-11-17T10:{number}0")
    planned("Later", "2026-11-17T14:00", "2026-11-17T15:00")

    week = anas.get(WEEK)
    day = anas.get("/activity/calendar/?span=day&day=2026-11-17")

    tuesday = week.context["columns"][1]
    assert len(tuesday.blocks) == 3 and max(one.lanes for one in tuesday.blocks) == 3
    assert [(one.count, one.begins) for one in tuesday.left] == [(4, 540)]
    assert "+4" in week.content.decode()
    assert len(day.context["columns"][0].blocks) == 7
