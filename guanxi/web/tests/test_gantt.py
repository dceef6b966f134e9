"""A list of what has a time as a timeline: rows by owner or record, bars by begin and end."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guanxi.platform.custom.models import CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

MONTH = "/activity/gantt/?span=month&day=2026-11-18"


@pytest.fixture
def planned(ana, at):
    def make(name, begins, ends=None, actor=ana, **more):
        values = {"name": name, "kind": "meeting", "due_at": begins, "ends_at": ends, **more}
        return create_record(noun_named("activity"), values, actor=actor, at=at)

    return make


def bars_of(page):
    """Of each row its bars: title, first day of the span, days, line."""
    return {
        row.label: [(one.event.title, one.begins, one.days, one.line) for one in row.bars]
        for row in page.context["rows_in_time"]
    }


def test_a_bar_stands_at_its_days_in_the_row_of_its_owner(anas, ben, planned):
    planned("Fair", "2026-11-17T09:00", "2026-11-19T18:00")
    planned("Call", "2026-11-20T09:00", actor=ben)

    page = anas.get(MONTH)

    assert bars_of(page) == {"Ana": [("Fair", 16, 3, 0)], "Ben": [("Call", 19, 1, 0)]}
    html = page.content.decode()
    assert 'data-begins="16" data-days="3"' in html
    assert "style=" not in html


def test_what_overlaps_or_leaves_no_room_for_a_name_takes_another_line(anas, planned):
    planned("Fair", "2026-11-02T09:00", "2026-11-06T18:00")
    planned("Review", "2026-11-05T09:00", "2026-11-05T10:00")
    planned("Short", "2026-11-08T09:00", "2026-11-08T10:00")
    planned("Later", "2026-11-09T09:00", "2026-11-09T10:00")

    [found] = bars_of(anas.get(MONTH)).values()

    assert [(title, line) for title, _from, _days, line in found] == [
        ("Fair", 0),
        ("Review", 1),
        ("Short", 0),
        ("Later", 1),
    ]


def test_what_began_long_before_still_shows_and_is_cut_at_the_edge(anas, planned):
    planned("Project", "2026-07-01T09:00", "2026-11-05T18:00")

    page = anas.get(MONTH)

    assert bars_of(page) == {"Ana": [("Project", 0, 5, 0)]}
    assert "goes-on" in page.content.decode()
    assert "gantt-bar movable" not in page.content.decode()


def test_rows_go_by_the_record_that_it_belongs_to(anas, ana, planned, at):
    account = create_record(noun_named("account"), {"name": "博衡传感"}, actor=ana, at=at)
    planned("Visit", "2026-11-17T09:00", account=account.pk)
    planned("Alone", "2026-11-17T09:00")

    page = anas.get(f"{MONTH}&group=account")

    assert list(bars_of(page)) == ["博衡传感", "without Customer"]


@pytest.mark.parametrize(
    ("zoom", "start", "width"),
    [("week", "2026-11-16", 7), ("month", "2026-11-01", 30), ("quarter", "2026-10-01", 92)],
)
def test_a_week_a_month_or_a_quarter_is_shown(anas, planned, zoom, start, width):
    planned("Visit", "2026-11-17T09:00")

    page = anas.get(f"/activity/gantt/?span={zoom}&day=2026-11-18")

    assert (page.context["start"].isoformat(), page.context["width"]) == (start, width)
    assert sum(one.days for one in page.context["ticks"]) == width


def test_it_keeps_the_filter_and_the_view_of_the_list(anas, planned):
    planned("Visit", "2026-11-17T09:00")
    planned("Fair", "2026-11-18T09:00")
    asked = '&filter={"field":"name","op":"is","value":"Fair"}'

    page = anas.get(MONTH + asked)

    assert [one[0] for one in bars_of(page)["Ana"]] == ["Fair"]
    assert "/activity/gantt/?" in anas.get("/activity/").content.decode()


def test_who_may_not_see_it_has_no_bar_and_no_row(browser_of, cleo, planned):
    planned("Visit", "2026-11-17T09:00")

    assert bars_of(browser_of(cleo).get(MONTH)) == {}


def test_a_record_type_without_a_time_has_none(anas, machine):
    assert anas.get("/machine/gantt/").status_code == 404

    CustomNoun.objects.filter(key="machine").update(settings={"calendar": {"start": "touched"}})
    schema_changed()
    assert anas.get("/machine/gantt/").status_code == 200


def test_more_bars_ask_the_database_no_more(anas, planned):
    def asked():
        with CaptureQueriesContext(connection) as found:
            anas.get(MONTH)
        return len(found)

    planned("One", "2026-11-17T09:00")
    anas.get(MONTH)
    few = asked()
    for day in range(10, 28):
        planned(f"On {day}", f"2026-11-{day}T10:00", f"2026-11-{day}T11:00")

    assert asked() == few


def test_it_says_that_only_the_first_of_many_are_drawn(anas, planned, monkeypatch):
    monkeypatch.setattr("guanxi.web.gantt.views.MOST", 2)
    planned("One", "2026-11-17T09:00")
    assert "Only the first" not in anas.get(MONTH).content.decode()

    planned("Two", "2026-11-17T09:00")
    assert "Only the first 2 of this span are drawn." in anas.get(MONTH).content.decode()


def test_the_row_of_whoever_looks_is_open_on_a_phone_and_long_ones_say_what_they_leave(
    anas, ben, planned
):
    planned("Call", "2026-11-20T09:00", actor=ben)
    for day in range(2, 25):
        planned(f"On {day}", f"2026-11-{day:02}T10:00")

    page = anas.get(MONTH)

    assert [(row.label, row.is_open, row.over) for row in page.context["rows_in_time"]] == [
        ("Ana", True, 3),
        ("Ben", False, 0),
    ]
    assert ">Show 3 more</button>" in page.content.decode()


def test_the_first_row_is_open_for_whoever_has_none(browser_of, admin, planned):
    planned("Visit", "2026-11-17T09:00")

    [row] = browser_of(admin).get(MONTH).context["rows_in_time"]

    assert row.is_open


def test_a_bar_can_be_pulled_where_it_has_an_end_and_one_may_change_it(anas, planned):
    planned("Fair", "2026-11-17T09:00", "2026-11-19T18:00")
    assert "gantt-edge" in anas.get(MONTH).content.decode()

    planned("Task", "2026-11-17T09:00", kind="task")
    assert anas.get(MONTH).content.decode().count("gantt-edge") == 1


def test_what_goes_on_beyond_the_page_has_no_end_to_pull(anas, planned):
    planned("Project", "2026-11-17T09:00", "2026-12-05T18:00")

    assert "gantt-edge" not in anas.get(MONTH).content.decode()


@pytest.mark.parametrize(
    ("ends", "until", "kept"),
    [
        ("2026-11-19T18:00", "2026-11-21", "2026-11-21T18:00:00+08:00"),
        ("2026-11-19T18:00", "2026-11-17", "2026-11-17T18:00:00+08:00"),
        (None, "2026-11-18", "2026-11-18T09:00:00+08:00"),
    ],
)
def test_its_end_goes_to_another_day_at_the_same_hour(anas, planned, ends, until, kept):
    fair = planned("Fair", "2026-11-17T09:00", ends)

    anas.post(f"/activity/{fair.pk}/move/", {"as": "calendar", "to": "", "until": until})

    fair.refresh_from_db()
    assert timezone.localtime(fair.ends_at).isoformat() == kept
    assert timezone.localtime(fair.due_at).isoformat() == "2026-11-17T09:00:00+08:00"
