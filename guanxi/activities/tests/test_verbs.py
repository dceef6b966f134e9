"""Completing, reopening, calling off, snoozing, moving and inviting."""

import datetime as dt

import pytest

from guanxi.activities.models import Activity, Attendee
from guanxi.customers.models import Interaction
from guanxi.platform.actors.models import Role
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

LATER = "2026-11-20T09:00:00+08:00"
VERBS = [
    ("complete_activity", {}, "activity.completed"),
    ("cancel_activity", {"reason": "客户出差"}, "activity.cancelled"),
    ("snooze_activity", {"until": LATER}, "activity.snoozed"),
    ("reschedule_activity", {"due_at": LATER}, "activity.rescheduled"),
]


@pytest.mark.parametrize(("verb", "given", "fact"), VERBS)
def test_each_leaves_its_fact(task, ana, call, verb, given, fact):
    call(verb, task, ana, **given)

    assert Fact.objects.filter(kind=fact, record_id=task.pk, actor_id=ana.user_id).count() == 1


@pytest.mark.parametrize(("verb", "given", "fact"), VERBS)
def test_readers_are_denied_and_strangers_find_nothing(
    task, person, east, cleo, grant, call, verb, given, fact
):
    role = Role.objects.create(code="reader", label_zh="读者", label_en="Reader")
    grant(role, only=("activity.read",))
    with pytest.raises(Denied):
        call(verb, task, person("dan", east, role), **given)
    with pytest.raises(Activity.DoesNotExist):
        call(verb, task, cleo, **given)
    assert not Fact.objects.filter(kind=fact).exists()


@pytest.mark.parametrize(("verb", "given", "fact"), VERBS)
def test_what_is_done_is_only_reopened(task, ana, call, verb, given, fact):
    call("complete_activity", task, ana)

    with pytest.raises(RuleBroken):
        call(verb, task, ana, **given)

    assert call("reopen_activity", task, ana).done_at is None


def test_what_is_open_is_not_reopened(task, ana, call):
    with pytest.raises(RuleBroken):
        call("reopen_activity", task, ana)


def test_a_completed_meeting_enters_the_customers_log(meeting, bohen, ana, at, call):
    call("complete_activity", meeting, ana, outcome="约下月签年框")

    logged = Interaction.objects.get(account=bohen)
    assert (logged.channel, logged.subject, logged.outcome) == (
        "meeting",
        meeting.name,
        "约下月签年框",
    )
    assert logged.happened_at == at


def test_a_completed_task_does_not(task, ana, call):
    call("complete_activity", task, ana)

    assert not Interaction.objects.exists()


def test_moving_a_meeting_moves_its_end_and_reminder(meeting, ana, at, call):
    moved = call("reschedule_activity", meeting, ana, due_at=at + dt.timedelta(hours=29))

    day = dt.timedelta(hours=24)
    assert moved.ends_at == meeting.ends_at + day
    assert moved.remind_at == meeting.remind_at + day


def test_nothing_is_snoozed_into_the_past(task, ana, at, call):
    with pytest.raises(RuleBroken) as refused:
        call("snooze_activity", task, ana, until=at - dt.timedelta(hours=1))

    assert set(refused.value.fields) == {"until"}


def test_a_colleague_is_invited_once(meeting, ana, ben, call):
    call("invite_colleague", meeting, ana, colleague=ben.user_id)
    call("invite_colleague", meeting, ana, colleague=ben.user_id)

    assert list(Attendee.objects.values_list("user", flat=True)) == [ben.user_id]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "meeting"}, "due_at"),
        ({"kind": "call", "ends_at": "2026-11-20T01:00Z"}, "due_at"),
        ({"kind": "call", "due_at": LATER, "ends_at": "2026-11-20T00:00Z"}, "ends_at"),
        ({"due_at": "2026-11-20T01:00Z", "remind_at": "2026-11-20T02:00Z"}, "remind_at"),
    ],
)
def test_times_that_do_not_fit_are_refused_by_field(ana, at, values, field):
    with pytest.raises(RuleBroken) as refused:
        create_record(noun_named("activity"), {"name": "x", **values}, actor=ana, at=at)

    assert set(refused.value.fields) == {field}
    assert not Activity.objects.exists()


def test_a_task_about_a_customer_falls_to_its_owner(bohen, ana, cleo, call):
    call("add_task", bohen, ana, subject="Call about the delay", priority="high")

    made = Activity.objects.get(name="Call about the delay")
    assert (made.account_id, made.owner_id, made.priority) == (bohen.pk, bohen.owner_id, "high")
    with pytest.raises(type(bohen).DoesNotExist):
        call("add_task", bohen, cleo, subject="Peek")


DAY = "2026-11-20T00:00:00+08:00"


@pytest.mark.parametrize(
    ("hour", "due_at", "is_all_day", "is_refused"),
    [
        ("2026-11-20T09:00:00+08:00", DAY, True, False),
        ("2026-11-20T23:59:00+08:00", DAY, False, False),
        ("2026-11-20T18:00:00+08:00", "2026-11-20T08:00:00+08:00", True, False),
        ("2026-11-21T00:00:00+08:00", DAY, True, True),
        ("2026-11-20T09:00:00+08:00", "2026-11-20T08:00:00+08:00", False, True),
    ],
)
def test_a_whole_day_may_be_reminded_of_on_that_day(ana, at, hour, due_at, is_all_day, is_refused):
    values = {"name": "Stocktaking", "due_at": due_at, "is_all_day": is_all_day, "remind_at": hour}
    if is_refused:
        with pytest.raises(RuleBroken) as refused:
            create_record(noun_named("activity"), values, actor=ana, at=at)
        assert "remind_at" in refused.value.fields
    else:
        create_record(noun_named("activity"), values, actor=ana, at=at)
