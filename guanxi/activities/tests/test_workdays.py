"""Which days are off and which are at work: public holidays, days moved, days of our own."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from guanxi.activities.workdays.definitions import OwnDays
from guanxi.activities.workdays.keeping import (
    OwnDayWish,
    add_own_day,
    choose_country,
    keep_days_current,
    remove_own_day,
    usual_country,
)
from guanxi.activities.workdays.models import OwnDay, WorkCalendar
from guanxi.activities.workdays.public import public_days
from guanxi.activities.workdays.reading import work_days
from guanxi.platform.definitions.carrying import bring_in
from guanxi.platform.definitions.document import definitions
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact


@pytest.fixture(scope="module")
def china():
    """What is known of China in 2026, by day."""
    return public_days("CN", "", range(2026, 2027)).days


def off(days, month):
    return [int(day[-2:]) for day, said in days.items() if day[5:7] == month and said["off"]]


def test_china_rests_as_its_state_council_announced_for_2026(china):
    at_work = [day for day, said in china.items() if not said["off"]]

    assert off(china, "01") == [1, 2, 3]
    assert off(china, "02") == [15, 16, 17, 18, 19, 20, 21, 22, 23]
    assert off(china, "04") == [4, 5, 6]
    assert off(china, "05") == [1, 2, 3, 4, 5]
    assert off(china, "06") == [19, 20, 21]
    assert off(china, "09") == [25, 26, 27]
    assert off(china, "10") == [1, 2, 3, 4, 5, 6, 7]
    assert at_work == [
        *("2026-01-04", "2026-02-14", "2026-02-28"),
        *("2026-05-09", "2026-09-20", "2026-10-10"),
    ]


def test_a_day_moved_bears_the_name_of_its_holiday_in_both_languages(china):
    assert china["2026-10-07"] == {"off": True, "zh": "国庆节", "en": "National Day"}
    assert china["2026-10-10"] == {"off": False, "zh": "国庆节", "en": "National Day"}
    assert china["2026-04-06"]["zh"] == "清明节"
    assert china["2026-02-15"]["zh"] == "农历除夕"


def test_regions_and_easter_are_known_elsewhere():
    bavaria, berlin = (public_days("DE", one, range(2026, 2027)) for one in ("BY", "BE"))

    assert bavaria.days["2026-04-06"]["en"] == "Easter Monday"
    assert "2026-06-04" in bavaria.days and "2026-06-04" not in berlin.days
    assert "BY" in bavaria.regions and list(bavaria.weekend) == [5, 6]


def test_until_somebody_chooses_the_country_is_that_of_the_time_zone(db, at, settings):
    assert keep_days_current(at)

    assert WorkCalendar.objects.get().country == "CN"
    assert work_days().is_off(dt.date(2026, 10, 7))
    assert not work_days().is_off(dt.date(2026, 10, 10))
    settings.TIME_ZONE = "Europe/Berlin"
    assert usual_country() == "DE"
    settings.TIME_ZONE, settings.LANGUAGE_CODE = "UTC", "en"
    assert usual_country() == ""


def test_days_are_made_anew_when_a_year_went_by_and_not_before(admin, at):
    keep_days_current(at)

    assert not keep_days_current(at + dt.timedelta(days=10))
    assert keep_days_current(at + dt.timedelta(days=60))
    assert max(WorkCalendar.objects.get().days) > "2029-10-01"


def test_a_chosen_country_stays_and_its_fact_is_there(admin, at):
    keep_days_current(at)

    choose_country("DE", "BY", actor=admin, at=at)

    assert not keep_days_current(at)
    assert work_days().is_off(dt.date(2026, 6, 4))
    assert not work_days().is_off(dt.date(2026, 10, 7))
    fact = Fact.objects.get(kind="workdays.country")
    assert fact.changes == {"country": ["CN", "DE"], "region": ["", "BY"]}


def test_a_region_of_another_country_is_let_go(admin, at):
    choose_country("DE", "BY", actor=admin, at=at)

    assert choose_country("CN", "BY", actor=admin, at=at).region == ""


def test_no_country_leaves_the_weekends(admin, at):
    choose_country("", "", actor=admin, at=at)

    assert work_days().marks == {}
    assert work_days().is_off(dt.date(2026, 11, 21))
    assert not work_days().is_off(dt.date(2026, 10, 1))


def test_an_unknown_country_is_refused(admin, at):
    with pytest.raises(RuleBroken):
        choose_country("XX", "", actor=admin, at=at)


def test_only_an_administrator_sets_the_days(ana, at):
    wish = OwnDayWish(dt.date(2026, 12, 7), is_off=True)

    with pytest.raises(Denied):
        choose_country("CN", "", actor=ana, at=at)
    with pytest.raises(Denied):
        add_own_day(wish, actor=ana, at=at)
    assert not OwnDay.objects.exists() and not Fact.objects.exists()


def test_a_day_of_our_own_goes_before_the_public_ones(admin, at):
    choose_country("CN", "", actor=admin, at=at)
    add_own_day(OwnDayWish(dt.date(2026, 10, 7), False), actor=admin, at=at)
    founded = OwnDayWish(dt.date(2026, 12, 7), True, "司庆", "Founding day")
    own = add_own_day(founded, actor=admin, at=at)

    assert not work_days().is_off(dt.date(2026, 10, 7))
    mark = work_days().mark(dt.date(2026, 12, 7))
    with translation.override("zh-hans"):
        assert mark.said == "司庆"
    with translation.override("en"):
        assert mark.said == "Founding day"
    remove_own_day(own, actor=admin, at=at)
    assert not work_days().is_off(dt.date(2026, 12, 7))
    assert Fact.objects.filter(kind="workdays.own").count() == 3


def test_a_name_too_long_is_refused(admin, at):
    with pytest.raises(RuleBroken):
        add_own_day(OwnDayWish(dt.date(2026, 12, 7), True, "司" * 61), actor=admin, at=at)


def test_the_next_day_of_work_lies_behind_the_holiday(admin, at):
    choose_country("CN", "", actor=admin, at=at)

    assert work_days().first_from(dt.date(2026, 10, 1)) == dt.date(2026, 10, 8)
    assert work_days().first_from(dt.date(2026, 10, 10)) == dt.date(2026, 10, 10)
    assert work_days().first_from(dt.date(2026, 11, 21)) == dt.date(2026, 11, 23)


def test_what_was_read_once_asks_for_nothing_but_its_version(admin, at):
    choose_country("CN", "", actor=admin, at=at)
    work_days()

    with CaptureQueriesContext(connection) as asked:
        work_days().is_off(dt.date(2026, 10, 1))

    assert len(asked) == 1


def test_the_days_travel_as_definitions(admin, at):
    choose_country("DE", "BY", actor=admin, at=at)
    add_own_day(OwnDayWish(dt.date(2026, 12, 7), True, "司庆", "Founding"), actor=admin, at=at)
    written = definitions(actor=admin)
    choose_country("CN", "", actor=admin, at=at)
    OwnDay.objects.all().delete()

    bring_in(written, actor=admin, at=at)

    assert written["holidays"] == [{"country": "DE", "region": "BY"}]
    assert definitions(actor=admin)["holidays"] == written["holidays"]
    assert OwnDays().written() == written["own_days"] != []
