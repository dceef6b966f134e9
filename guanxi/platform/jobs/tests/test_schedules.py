import datetime as dt

import pytest

from guanxi.platform.jobs.models import Job, Schedule
from guanxi.platform.jobs.registry import scheduled
from guanxi.platform.jobs.schedules import enqueue_due, keep_declared

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def minutely(db, offer, at):
    offer("sweep")
    scheduled("minutely", kind="sweep", every_seconds=60)
    keep_declared(at)
    return Schedule.objects.get()


def test_a_declared_timetable_is_first_due_at_its_next_time(minutely, at):
    assert minutely.next_at == at + MINUTE
    assert enqueue_due(at) == 0


def test_a_due_schedule_is_enqueued_once(minutely, at):
    assert enqueue_due(at + MINUTE) == 1
    assert enqueue_due(at + MINUTE) == 0
    assert Job.objects.get().kind == "sweep"


def test_a_job_still_waiting_is_not_doubled(minutely, at):
    enqueue_due(at + MINUTE)
    enqueue_due(at + 2 * MINUTE)

    assert Job.objects.count() == 1


def test_times_missed_are_made_up_for_once(minutely, at):
    assert enqueue_due(at + 60 * MINUTE) == 1

    minutely.refresh_from_db()
    assert minutely.next_at == at + 61 * MINUTE


def test_a_schedule_switched_off_stays_off(minutely, at):
    Schedule.objects.update(is_enabled=False)

    keep_declared(at)

    assert enqueue_due(at + MINUTE) == 0


def test_a_changed_timetable_is_followed(minutely, at):
    scheduled("minutely", kind="sweep", cron="0 3 * * *")

    keep_declared(at)

    minutely.refresh_from_db()
    assert (minutely.cron, minutely.every_seconds) == ("0 3 * * *", None)
    assert minutely.next_at == dt.datetime(2026, 11, 19, 19, 0, tzinfo=dt.UTC)
