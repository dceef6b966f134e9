"""Holidays and weekends at work on every page that shows days, and in the forms that plan."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from guanxi.activities.workdays.keeping import OwnDayWish, add_own_day, choose_country
from guanxi.activities.workdays.models import OwnDay
from guanxi.activities.workdays.reading import work_days
from guanxi.platform.actors.models import User
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.web.home.later import times
from guanxi.web.home.workdays import days_said

MONTH = "/activity/calendar/?span=month&day=2026-10-08"


@pytest.fixture
def china(admin, at):
    choose_country("CN", "", actor=admin, at=at)


def marked(days):
    return {one.date.day: one.mark.is_off for one in days if one.mark and not one.is_outside}


def test_a_month_marks_what_is_off_and_what_is_at_work(anas, china):
    page = anas.get(MONTH)

    assert marked(page.context["days"]) == dict.fromkeys(range(1, 8), True) | {10: False}
    off = [one.date.day for one in page.context["days"] if one.is_off and not one.is_outside]
    assert off == [1, 2, 3, 4, 5, 6, 7, 11, 17, 18, 24, 25, 31]
    html = page.content.decode()
    assert '<span class="day-mark off" title="National Day">off</span>' in html
    assert 'title="Day of work in exchange for National Day">on</span>' in html


def test_the_mark_and_the_name_are_in_the_language_of_the_reader(anas, ana, china):
    User.objects.filter(pk=ana.user_id).update(language="zh-hans")
    html = anas.get(MONTH).content.decode()

    assert '<span class="day-mark off" title="国庆节">休</span><small>国庆节</small>' in html
    assert 'title="国庆节调休，上班">班</span>' in html


@pytest.mark.parametrize("span", ["week", "day"])
def test_hours_mark_it_at_the_head_of_the_day(anas, china, span):
    html = anas.get(f"/activity/calendar/?span={span}&day=2026-10-07").content.decode()

    assert '<span class="day-mark off" title="National Day">off</span>' in html
    assert "hours-day off" in html


def test_the_timeline_shades_a_holiday_and_not_a_weekend_at_work(anas, ana, china, at):
    values = {"name": "Fair", "kind": "meeting", "due_at": "2026-10-08T09:00"}
    create_record(noun_named("activity"), values, actor=ana, at=at)
    page = anas.get("/activity/gantt/?span=month&day=2026-10-08")
    ticks = page.context["ticks"]

    assert [at + 1 for at, one in enumerate(ticks) if one.is_off][:8] == [*range(1, 8), 11]
    assert ticks[9].mark and not ticks[9].mark.is_off


def test_my_day_says_what_comes(anas, china, admin, at):
    today = timezone.localdate()
    wish = OwnDayWish(today + dt.timedelta(days=3), True, "司庆", "Founding day")
    add_own_day(wish, actor=admin, at=at)
    OwnDay.objects.exclude(day=wish.day).delete()

    assert "Founding day." in anas.get("/").content.decode()


@pytest.mark.parametrize(
    "day, said",
    [
        (dt.date(2026, 10, 7), "Today: National Day."),
        (dt.date(2026, 10, 10), "Today: Day of work in exchange for National Day."),
        (dt.date(2026, 9, 29), "Off from Thursday, Oct 1: National Day."),
        (dt.date(2026, 10, 8), "Saturday, Oct 10: Day of work in exchange for National Day."),
        (dt.date(2026, 11, 19), ""),
    ],
)
def test_a_day_is_told_with_those_that_come_soon(china, day, said):
    with translation.override("en"):
        assert days_said(day, work_days()) == said


@pytest.mark.parametrize(
    "day, said",
    [
        (
            "2026-10-01T09:00",
            "Thursday, Oct 1 is a day off (National Day). The next day of work is Thursday, Oct 8.",
        ),
        (
            "2026-11-21",
            "Saturday, Nov 21 is a day off. The next day of work is Monday, Nov 23.",
        ),
        ("2026-10-10", "Saturday, Oct 10: Day of work in exchange for National Day."),
        ("2026-11-19", ""),
        ("never", ""),
        ("", ""),
    ],
)
def test_a_form_says_when_nobody_works(anas, china, day, said):
    assert anas.get("/workdays/told/", {"due_at": day}).content.decode() == said


@pytest.mark.parametrize(
    "where, told",
    [
        ("/activity/new/?full=1&due_at=2026-10-01T09:00", "f-due_at-day"),
        ("/account/new/?full=1&next_step_at=2026-10-01T09:00", "f-next_step_at-day"),
    ],
)
def test_it_stands_in_the_form_from_the_beginning(anas, china, where, told):
    html = anas.get(where).content.decode()

    assert f'id="{told}"' in html
    assert "is a day off (National Day)" in html


def test_a_day_off_is_a_hint_and_no_refusal(anas, china):
    values = {"name": "Fair", "kind": "meeting", "due_at": "2026-10-01T09:00"}

    assert anas.post("/activity/new/", values).status_code == 302


def test_a_birthday_is_not_planned(anas, china):
    assert "-day" not in anas.get("/person/new/?full=1").content.decode().split("birth")[-1][:400]


def test_what_is_put_off_past_a_holiday_comes_on_the_next_day_of_work(china, at):
    before = dt.datetime(2026, 10, 1, 9, tzinfo=timezone.get_current_timezone())

    with translation.override("zh-hans"):
        offered = times(before)

    assert offered[-1][1].date() == dt.date(2026, 10, 8)
    assert offered[-1][0] == "下一个工作日，10月8日"


def test_marks_ask_the_database_nothing_more(anas, china):
    def asked(day):
        with CaptureQueriesContext(connection) as found:
            anas.get(f"/activity/calendar/?span=month&day={day}")
        return len(found)

    asked("2026-11-08")
    asked("2026-10-08")

    assert asked("2026-10-08") == asked("2026-11-08")


def test_an_administrator_chooses_the_country_and_adds_a_day(browser_of, admin, china):
    browser = browser_of(admin)
    page = browser.get("/settings/workdays/").content.decode()
    assert "China" in page and "National Day" in page

    chosen = browser.post("/settings/workdays/", {"act": "country", "country": "DE"})
    added = browser.post(
        "/settings/workdays/",
        {"act": "own", "day": "2026-12-07", "kind": "off", "label_zh": "司庆"},
    )
    refused = browser.post("/settings/workdays/", {"act": "own", "day": "soon"})

    assert (chosen.status_code, added.status_code, refused.status_code) == (302, 302, 422)
    assert work_days().is_off(dt.date(2026, 12, 7))
    assert "German Unity Day" in browser.get("/settings/workdays/").content.decode()
    gone = browser.post(f"/settings/workdays/{OwnDay.objects.get().pk}/remove/")
    assert gone.status_code == 302 and not OwnDay.objects.exists()
    assert (
        "chose whose public holidays are kept" in browser.get("/settings/audit/").content.decode()
    )
