"""My day: what is to be done there, done or put off without leaving it."""

import datetime as dt

import pytest
from django.utils import timezone

from guanxi.activities.models import Activity
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.platform.verbs.verb import run_verb, verb_named

HOUR = dt.timedelta(hours=1)
FROM_HOME = {"HX-Request": "true", "HX-Current-URL": "http://testserver/"}


@pytest.fixture
def planned(ana):
    """Plan an activity of ana's for noon of today."""
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)

    def plan(kind, name, **more):
        values = {"kind": kind, "name": name, "due_at": noon} | more
        return create_record(noun_named("activity"), values, actor=ana, at=timezone.now())

    return plan


def snooze(activity, until, actor):
    given, at = {"until": until}, until - HOUR
    run_verb(verb_named("snooze_activity"), activity.pk, given, actor=actor, at=at)


def test_a_tick_completes_a_task_and_stays_on_the_day(planned, anas):
    task = planned("task", "Send the offer")
    assert "Send the offer" in anas.get("/").content.decode()

    done = anas.post(f"/activity/{task.pk}/do/complete_activity/", headers=FROM_HOME)

    assert "HX-Redirect" not in done
    assert "rows-changed" in done["HX-Trigger"]
    assert Activity.objects.get().state == "done"
    assert "Send the offer" not in anas.get("/").content.decode()


def test_the_day_reads_itself_anew_after_an_act(planned, anas):
    page = anas.get("/").content.decode()
    assert 'hx-get="/" hx-trigger="rows-changed from:body" hx-select="#day"' in page


def test_a_next_step_agreed_on_leaves_one_on_the_day(ana, anas):
    acme = create_record(noun_named("account"), {"name": "Acme"}, actor=ana, at=timezone.now())

    set_ = anas.post(f"/account/{acme.pk}/do/set_next_step/", {"step": "Call"}, headers=FROM_HOME)

    assert "HX-Redirect" not in set_
    acme.refresh_from_db()
    assert acme.next_step == "Call"


@pytest.mark.parametrize("kind", ["task", "meeting"])
def test_what_is_put_off_is_out_of_sight_until_then(planned, ana, anas, kind):
    one = planned(kind, "Send the offer")

    snooze(one, timezone.now() + HOUR, ana)
    assert "Send the offer" not in anas.get("/").content.decode()

    snooze(one, timezone.now() - HOUR, ana)
    assert "Send the offer" in anas.get("/").content.decode()


def test_a_meeting_stands_on_the_day_of_an_invited_colleague(planned, ana, ben, browser_of):
    fair = planned("meeting", "Fair")
    guest = browser_of(ben)
    assert "Fair" not in guest.get("/").content.decode()

    given = {"colleague": ben.user_id}
    run_verb(verb_named("invite_colleague"), fair.pk, given, actor=ana, at=timezone.now())

    assert "Fair" in guest.get("/").content.decode()


def test_times_to_put_it_off_until_are_offered_in_one_press(planned, anas):
    task = planned("task", "Send the offer")
    assert f'hx-get="/later/{task.pk}/"' in anas.get("/").content.decode()

    offered = anas.get(f"/later/{task.pk}/", headers=FROM_HOME).content.decode()

    assert all(words in offered for words in ("In an hour", "Tomorrow", "Next Monday"))
    assert f'hx-post="/activity/{task.pk}/do/snooze_activity/"' in offered
    assert f'hx-get="/activity/{task.pk}/do/snooze_activity/"' in offered


def test_a_stranger_puts_nothing_off(planned, cleo, browser_of):
    task = planned("task", "Send the offer")
    assert browser_of(cleo).get(f"/later/{task.pk}/").status_code == 404
