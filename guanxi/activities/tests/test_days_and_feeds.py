"""My day, reminders, and the calendar that other programs read."""

import datetime as dt
from dataclasses import replace

import pytest
from django.test import Client
from icalendar import Calendar

from guanxi.activities.feeds import choose_tasks_as, close_feed, open_feed, read_feed
from guanxi.activities.models import Activity
from guanxi.activities.queries import open_work_of
from guanxi.activities.reminding import send_due_reminders
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.models import User
from guanxi.platform.errors import Denied
from guanxi.platform.facts.models import Fact
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.preferences import wish
from guanxi.platform.messages.tests.hearing import heard_by
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import delete_record
from guanxi.platform.verbs.taking_back import take_back_fact

HOUR = dt.timedelta(hours=1)


def test_open_work_is_ones_own_and_neither_done_nor_put_off(planned, ana, ben, at, call):
    task, meeting = planned("task", 3), planned("meeting", 2)
    put_off, done = planned("task", 4), planned("task", 5)
    call("snooze_activity", put_off, ana, until=at + HOUR)
    call("complete_activity", done, ana)

    assert set(open_work_of(ana.user_id, at)) == {task, meeting}
    assert set(open_work_of(ana.user_id, at + HOUR)) == {task, meeting, put_off}
    assert not open_work_of(ben.user_id, at)


def test_a_meeting_is_open_work_of_an_invited_colleague(meeting, ana, ben, at, call):
    call("invite_colleague", meeting, ana, colleague=ben.user_id)

    assert list(open_work_of(ben.user_id, at)) == [meeting]


def test_a_reminder_reaches_owner_and_guests_once(meeting, ana, ben, at, call):
    call("invite_colleague", meeting, ana, colleague=ben.user_id)

    assert send_due_reminders(at) == 0
    assert send_due_reminders(at + 4 * HOUR) == 2
    assert send_due_reminders(at + 5 * HOUR) == 0
    told = Notification.objects.values_list("user", "noun", "record_id")
    assert set(told) == {
        (ana.user_id, "activity", meeting.pk),
        (ben.user_id, "activity", meeting.pk),
    }
    assert meeting.name in heard_by(ana)[0]


def test_a_reminder_goes_by_mail_to_those_who_wish_it(meeting, ana, at):
    send_due_reminders(at + 4 * HOUR)
    assert Notification.objects.get().mail_due_at == at + 4 * HOUR

    Notification.objects.all().delete()
    Activity.objects.update(reminded_at=None)
    wish(User.objects.get(pk=ana.user_id), "reminder", "never")
    send_due_reminders(at + 4 * HOUR)
    assert Notification.objects.get().mail_due_at is None


def test_a_reminder_says_the_hour_by_its_readers_clock_and_language(meeting, ana, at):
    send_due_reminders(at + 4 * HOUR)
    (before,) = heard_by(ana)

    (after,) = heard_by(replace(ana, time_zone="Europe/Paris", language="zh-hans"))

    assert meeting.name in before and meeting.name in after
    assert before != after


def test_a_snooze_taken_back_reminds_nobody_again(meeting, ana, at, call):
    send_due_reminders(at + 4 * HOUR)
    call("snooze_activity", meeting, ana, until=at + 9 * HOUR)

    take_back_fact(Fact.objects.get(kind="activity.snoozed"), actor=ana, at=at + 5 * HOUR)
    send_due_reminders(at + 9 * HOUR)

    meeting.refresh_from_db()
    assert (meeting.snoozed_until, meeting.remind_at) == (None, at + 4 * HOUR)
    assert Notification.objects.filter(kind="reminder").count() == 1


def test_nobody_is_reminded_of_what_is_off_or_in_the_bin(meeting, planned, ana, at, call):
    call("cancel_activity", meeting, ana)
    gone = planned("task", 2, remind_at=at + HOUR)
    delete_record(noun_named("activity"), gone.pk, actor=ana, at=at)

    assert send_due_reminders(at + 9 * HOUR) == 0


def test_a_feed_shows_tasks_as_every_calendar_program_does(task, meeting, ana, at, call):
    token = open_feed(actor=ana, at=at)
    (due,) = (one for one in entries(token, at) if one["summary"] == task.name)

    assert (due.name, due.decoded("dtstart"), "dtend" in due) == ("VEVENT", task.due_at, False)
    assert due["transp"] == "TRANSPARENT"
    call("complete_activity", task, ana)
    assert f"✓ {task.name}" in {str(one["summary"]) for one in entries(token, at)}


def test_tasks_are_a_list_in_the_feed_of_who_wants_that(task, meeting, ana, at):
    token, client = open_feed(actor=ana, at=at), Client()
    client.force_login(User.objects.get(pk=ana.user_id))

    client.post("/calendar-feed/", {"act": "tasks", "tasks": "todos"})

    assert {one.name for one in entries(token, at)} == {"VTODO", "VEVENT"}
    page = client.get("/calendar-feed/").content.decode()
    assert 'value="todos" checked' in page
    client.post("/calendar-feed/", {"act": "tasks", "tasks": "events"})
    assert {one.name for one in entries(token, at)} == {"VEVENT"}
    assert client.post("/calendar-feed/", {"act": "tasks", "tasks": "x"}).status_code == 422


def test_a_feed_holds_events_and_tasks(task, meeting, ana, at):
    choose_tasks_as("todos", actor=ana)
    calendar = Calendar.from_ical(read_feed(open_feed(actor=ana, at=at), at))

    found = {one.name: str(one["summary"]) for one in calendar.subcomponents}
    assert found == {"VTODO": task.name, "VEVENT": meeting.name}
    event = calendar.events[0]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (meeting.due_at, meeting.ends_at)


def test_what_has_no_hour_is_a_day_in_the_feed(planned, ana, at):
    # It is ten in the morning in Shanghai; fourteen hours later the next day begins.
    choose_tasks_as("todos", actor=ana)
    planned("task", 14)
    planned("meeting", 20, is_all_day=True)

    calendar = Calendar.from_ical(read_feed(open_feed(actor=ana, at=at), at))

    (due,) = (one.decoded("due") for one in calendar.todos)
    (event,) = calendar.events
    assert due == event.decoded("dtstart") == dt.date(2026, 11, 20)
    assert "dtend" not in event


def test_what_takes_several_days_ends_after_the_last_in_the_feed(planned, ana, at):
    planned("meeting", 20, is_all_day=True, ends_at=at + 70 * HOUR)

    calendar = Calendar.from_ical(read_feed(open_feed(actor=ana, at=at), at))

    (event,) = calendar.events
    assert event.decoded("dtstart") == dt.date(2026, 11, 20)
    # The end of days is the day after: it begins and nothing of it is taken.
    assert event.decoded("dtend") == dt.date(2026, 11, 23)


def test_a_reminder_of_a_day_tells_no_hour(planned, ana, at):
    planned("task", 14, remind_at=at)

    send_due_reminders(at)

    (said,) = heard_by(ana)
    assert "task 14" in said
    assert ":00" not in said


def test_a_new_secret_ends_the_old_one_and_closing_ends_both(ana, at):
    old = open_feed(actor=ana, at=at)
    new = open_feed(actor=ana, at=at)

    assert (read_feed(old, at), bool(read_feed(new, at))) == (None, True)
    close_feed(actor=ana, at=at)
    assert read_feed(new, at) is None


def test_a_feed_dies_with_its_owners_account(ana, at):
    token = open_feed(actor=ana, at=at)
    User.objects.filter(pk=ana.user_id).update(is_active=False)

    assert read_feed(token, at) is None


def test_only_a_person_has_a_feed(db, at):
    with pytest.raises(Denied):
        open_feed(actor=SYSTEM, at=at)


def test_programs_read_it_without_signing_in_and_guessing_finds_nothing(ana, at, task):
    token = open_feed(actor=ana, at=at)

    answer = Client().get(f"/calendar-feed/{token}.ics")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert Client().get("/calendar-feed/guess.ics").status_code == 404


def test_the_address_is_shown_once_to_its_owner(ana):
    client = Client()
    client.force_login(User.objects.get(pk=ana.user_id))

    shown = client.post("/calendar-feed/", {"act": "open"}).content.decode()
    later = client.get("/calendar-feed/").content.decode()

    assert ".ics" in shown and ".ics" not in later
    client.post("/calendar-feed/", {"act": "close"})
    assert Client().get("/calendar-feed/").status_code == 302


def entries(token, at):
    """What a calendar program reads under the secret."""
    return Calendar.from_ical(read_feed(token, at)).subcomponents
