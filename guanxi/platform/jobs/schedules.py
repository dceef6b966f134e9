"""Work that comes again: each due time is enqueued once, however many workers look."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.jobs.models import Schedule
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.registry import Timetable, timetables
from guanxi.platform.jobs.rules import next_time


def keep_declared(at: dt.datetime) -> None:
    """Makes the table of schedules agree with what the rooms declare; switches are left alone."""
    declared = {timetable.name: timetable for timetable in timetables()}
    for schedule in Schedule.objects.all():
        timetable = declared.pop(schedule.name, None)
        if timetable and not _agrees(schedule, timetable):
            _follow(schedule, timetable, at)
    for timetable in declared.values():
        _follow(Schedule(name=timetable.name), timetable, at)


def enqueue_due(at: dt.datetime) -> int:
    """Enqueues what is due; a time missed while nobody worked is made up for once."""
    due = Schedule.objects.filter(is_enabled=True, next_at__lte=at)
    return sum(_enqueue(schedule, at) for schedule in due)


def _enqueue(schedule: Schedule, at: dt.datetime) -> bool:
    upcoming = _next_at(schedule.cron, schedule.every_seconds, at)
    unclaimed = Schedule.objects.filter(pk=schedule.pk, next_at=schedule.next_at)
    with transaction.atomic():
        if not unclaimed.update(next_at=upcoming, last_at=at):
            return False
        key = f"schedule:{schedule.name}"
        enqueue(schedule.kind, schedule.args, actor=SYSTEM, at=at, dedupe_key=key)
    return True


def _agrees(schedule: Schedule, timetable: Timetable) -> bool:
    return (schedule.kind, schedule.cron, schedule.every_seconds) == (
        timetable.kind,
        timetable.cron,
        timetable.every_seconds,
    )


def _follow(schedule: Schedule, timetable: Timetable, at: dt.datetime) -> None:
    schedule.kind = timetable.kind
    schedule.cron, schedule.every_seconds = timetable.cron, timetable.every_seconds
    schedule.next_at = _next_at(timetable.cron, timetable.every_seconds, at)
    schedule.save()


def _next_at(cron: str, every_seconds: int | None, after: dt.datetime) -> dt.datetime:
    return next_time(
        cron=cron, every_seconds=every_seconds, after=after, time_zone=settings.TIME_ZONE
    )
