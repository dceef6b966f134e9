"""What stands on the days of a calendar: what lasts, from when till when, and something new."""

import pytest
from django.utils.translation import override

from guanxi.platform.actors.models import Role, User
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

WEEK = "/activity/calendar/?span=week&day=2026-11-18"


@pytest.fixture
def planned(ana, at):
    def make(name, begins, ends, **more):
        values = {"name": name, "kind": "meeting", "due_at": begins, "ends_at": ends, **more}
        return create_record(noun_named("activity"), values, actor=ana, at=at)

    return make


def days_with(page, name):
    """The days of the month on which it stands, and whether it can be taken from there."""
    return [
        (day.date.day, event.is_first)
        for day in page.context["days"]
        for event in day.events
        if event.title == name
    ]


def test_what_lasts_stands_on_each_of_its_days_and_moves_from_its_first(anas, planned):
    planned("Fair", "2026-11-17T09:00", "2026-11-19T17:00")

    page = anas.get(WEEK)

    assert days_with(page, "Fair") == [(17, True), (18, False), (19, False)]
    assert page.content.decode().count('draggable="true"') == 1


def test_what_began_before_the_week_is_still_seen_in_it(anas, planned):
    planned("Fair", "2026-11-12T09:00", "2026-11-16T12:00")
    planned("Over", "2026-11-12T09:00", "2026-11-15T12:00")

    page = anas.get(WEEK)

    assert days_with(page, "Fair") == [(16, False)]
    assert days_with(page, "Over") == []


def test_an_end_at_midnight_takes_no_further_day_but_a_whole_day_counts(anas, planned):
    planned("Night", "2026-11-17T22:00", "2026-11-18T00:00")
    planned("Trip", "2026-11-17T00:00", "2026-11-18T00:00", is_all_day=True)

    page = anas.get(WEEK)

    assert days_with(page, "Night") == [(17, True)]
    assert days_with(page, "Trip") == [(17, True), (18, False)]


def test_a_meeting_says_till_when(anas, planned):
    planned("Review", "2026-11-17T09:00", "2026-11-17T10:30")

    page = anas.get(WEEK).content.decode()

    assert '<time>09:00<span class="until">–10:30</span></time>' in page


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Mon, Nov 16"), ("zh-hans", "11月16日 周一")]
)
def test_a_column_of_a_week_is_headed_by_a_short_day(anas, language, heading):
    monday = anas.get(WEEK).context["days"][0]

    with override(language):
        assert monday.heading == heading


def test_a_day_leads_to_something_new_on_it(anas, planned):
    page = anas.get(WEEK).content.decode()
    assert 'href="/activity/new/?due_at=2026-11-17T09:00"' in page

    form = anas.get("/activity/new/?due_at=2026-11-17T09:00").content.decode()
    assert 'value="2026-11-17T09:00"' in form


def test_nothing_new_is_offered_to_whom_may_make_nothing(browser_of, person, east, planned, grant):
    reader = person("dan", east)
    grant(reader_role(reader), only=("activity.read",))

    assert "/activity/new/" not in browser_of(reader).get(WEEK).content.decode()


def reader_role(actor):
    role = Role.objects.create(code="reader", label_zh="读者", label_en="Reader")
    User.objects.get(pk=actor.user_id).roles.add(role)
    return role
