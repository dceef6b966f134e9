"""When work with customers may be, and what may be done with it. No database, no clock."""

import datetime as dt
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from guanxi.activities.models import ActivityKind, ActivityState
from guanxi.platform.errors import RuleBroken


class HasState(Protocol):
    """An activity as far as its state is concerned."""

    state: str


def is_open(activity: HasState) -> bool:
    """Whether it is still to be done."""
    return activity.state == ActivityState.OPEN


def is_settled(activity: HasState) -> bool:
    """Whether it is done or was called off."""
    return activity.state != ActivityState.OPEN


def is_whole_day(begins: dt.datetime, is_all_day: bool) -> bool:
    """Whether what begins then, by the clock of the person, is told without an hour."""
    return is_all_day or begins.time() == dt.time()


def check_times(
    kind: str,
    due_at: dt.datetime | None,
    ends_at: dt.datetime | None,
    remind_at: dt.datetime | None,
    *,
    is_all_day: bool = False,
) -> None:
    """Refuse a meeting without a time, an end before the start and a reminder that comes late.

    ``due_at`` goes by the clock of the person. What lasts the whole day may be reminded of on it.
    """
    problems = {}
    if due_at is None and kind == ActivityKind.MEETING:
        problems["due_at"] = _("Say when the meeting begins.")
    if ends_at and due_at is None:
        problems["due_at"] = _("Say when it begins, or leave the end empty.")
    if ends_at and due_at and ends_at < due_at:
        problems["ends_at"] = _("The end must not come before the beginning.")
    if remind_at and due_at and is_whole_day(due_at, is_all_day):
        if remind_at >= _next_day(due_at):
            problems["remind_at"] = _("Remind on the day or before it, not after.")
    elif remind_at and due_at and remind_at > due_at:
        problems["remind_at"] = _("Remind before it begins, not after.")
    if problems:
        raise RuleBroken(_("Some values need attention."), problems)


def check_snooze(until: dt.datetime, at: dt.datetime) -> None:
    """Refuse to put something out of sight until a time that is over."""
    if until <= at:
        message = _("Choose a time that is still to come.")
        raise RuleBroken(message, {"until": message})


Times = tuple[dt.datetime, dt.datetime | None, dt.datetime | None]


def moved(
    due_at: dt.datetime | None,
    ends_at: dt.datetime | None,
    remind_at: dt.datetime | None,
    to: dt.datetime,
) -> Times:
    """Beginning, end and reminder shifted together, so that the beginning is ``to``."""
    if due_at is None:
        return to, None, remind_at
    shift = to - due_at
    return to, ends_at and ends_at + shift, remind_at and remind_at + shift


def _next_day(begins: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(begins.date() + dt.timedelta(days=1), dt.time(), begins.tzinfo)
