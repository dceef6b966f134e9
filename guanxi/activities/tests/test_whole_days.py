"""What takes whole days stays on its days for colleagues in every time zone."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from guanxi.activities.models import Activity
from guanxi.activities.verbs import reschedule_activity
from guanxi.platform.actors.models import User
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.whole_days import day_of
from guanxi.platform.records.writing import create_record, update_record

ZONES = ["Asia/Shanghai", "America/New_York", "Pacific/Honolulu", "Pacific/Auckland"]


@pytest.fixture
def fair(ana, at):
    values = {
        "name": "Fair",
        "kind": "meeting",
        "due_at": "2026-11-17T09:00",
        "ends_at": "2026-11-18T00:00",
        "is_all_day": True,
    }
    return create_record(noun_named("activity"), values, actor=ana, at=at)


def days_in(zone, one):
    with timezone.override(ZoneInfo(zone)):
        return day_of(one.due_at).day, day_of(one.ends_at).day


@pytest.mark.parametrize("zone", ZONES)
def test_whole_days_are_the_same_dates_everywhere(fair, zone):
    assert days_in(zone, Activity.objects.get(pk=fair.pk)) == (17, 18)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("span", ["week", "month"])
def test_a_colleagues_calendar_shows_them_on_the_same_days(fair, ana, client, zone, span, at):
    person = User.objects.get(pk=ana.user_id)
    person.time_zone = zone
    person.save(update_fields=["time_zone"])
    client.force_login(person)

    page = client.get(f"/activity/calendar/?span={span}&day=2026-11-18")

    shown = [day.date.day for day in page.context["days"] if day.events]
    assert shown == [17, 18]
    with time_machine.travel(at + dt.timedelta(days=12)):
        listed = client.get("/activity/?filter={}").content.decode()
    assert "days ago" in listed


@pytest.mark.parametrize("zone", ZONES)
def test_a_colleague_who_saves_the_form_as_it_stands_changes_nothing(fair, ana, client, zone):
    person = User.objects.get(pk=ana.user_id)
    person.time_zone = zone
    person.save(update_fields=["time_zone"])
    client.force_login(person)
    form = client.get(f"/activity/{fair.pk}/edit/").content.decode()
    assert 'value="2026-11-17T00:00"' in form and 'value="2026-11-18T00:00"' in form

    values = {"name": "Fair", "kind": "meeting", "is_all_day": "yes", "priority": "normal"}
    times = {"due_at": "2026-11-17T00:00", "ends_at": "2026-11-18T00:00"}
    client.post(f"/activity/{fair.pk}/edit/", {**values, **times, "version": fair.version})

    assert Activity.objects.get(pk=fair.pk).due_at == fair.due_at
    assert not Fact.objects.filter(kind="activity.updated").exists()


def test_an_hour_becomes_a_day_and_a_day_begins_with_its_midnight(fair, ana, at):
    noun = noun_named("activity")

    timed = update_record(noun, fair.pk, {"is_all_day": False}, actor=ana, at=at)
    assert timezone.localtime(timed.due_at).isoformat()[:16] == "2026-11-17T00:00"

    update_record(noun, fair.pk, {"due_at": "2026-11-18T23:30", "ends_at": None}, actor=ana, at=at)
    whole = update_record(noun, fair.pk, {"is_all_day": True}, actor=ana, at=at)
    assert whole.due_at == dt.datetime(2026, 11, 18, 12, tzinfo=dt.UTC)
    changes = Fact.objects.filter(kind="activity.updated").latest("pk").changes
    assert set(changes) == {"due_at", "is_all_day"}


def test_what_is_put_off_stays_a_day(fair, ana, at):
    to = timezone.make_aware(dt.datetime(2026, 11, 24, 1))

    reschedule_activity(fair, due_at=to, actor=ana, at=at)

    moved = Activity.objects.get(pk=fair.pk)
    assert [days_in(zone, moved) for zone in ZONES] == [(24, 25)] * 4
