"""Telling people of what is about to begin."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from guanxi.activities import rules
from guanxi.activities.models import Activity, ActivityState
from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.platform.actors.models import User
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.sayings import Given, saying
from guanxi.platform.messages.sight import quotes
from guanxi.platform.messages.telling import News, notice_of
from guanxi.platform.nouns.registry import noun_of
from guanxi.platform.records.reading import may_ask_by
from guanxi.platform.records.whole_days import day_of

AT_ONCE = 500
KIND = "reminder"
quotes(KIND, "due_at")


@transaction.atomic
def send_due_reminders(at: dt.datetime) -> int:
    """Notify owner and invited colleagues of everything to be reminded of by ``at``; how many.

    Each reminder is sent once: a second run, or one after a crash, finds it marked.
    """
    waiting = Activity.objects.filter(
        remind_at__lte=at, reminded_at=None, state=ActivityState.OPEN, deleted_at=None
    )
    due = list(waiting.select_for_update(of=("self",)).order_by("remind_at")[:AT_ONCE])
    told = [_notice(activity, user, at) for activity in due for user in _people(activity)]
    Notification.objects.bulk_create(told, ignore_conflicts=True)
    Activity.objects.filter(pk__in=[one.pk for one in due]).update(reminded_at=at)
    return len(told)


def _people(activity: Activity) -> list[User]:
    invited = activity.attendees.exclude(user=None).values("user")
    wanted = Q(pk__in=invited)
    if activity.owner_id is not None:
        wanted |= Q(pk=activity.owner_id)
    return list(User.objects.filter(wanted, is_active=True))


def _notice(activity: Activity, user: User, at: dt.datetime) -> Notification:
    key = f"remind:{activity.pk}:{activity.remind_at:%Y%m%d%H%M}"
    due_at = activity.due_at and activity.due_at.isoformat()
    given = {"due_at": due_at, "is_all_day": activity.is_all_day}
    return notice_of(News(KIND, given, "activity", activity.pk, key), user, SYSTEM, at)


@saying(KIND)
def _reminded(reader: Actor, title: str, given: Given) -> str:
    """What begins and when, by the reader's clock."""
    if not given["due_at"] or not may_ask_by(reader, noun_of(Activity), "due_at"):
        return title
    due_at = dt.datetime.fromisoformat(given["due_at"])
    local = timezone.localtime(due_at, ZoneInfo(reader.time_zone or settings.TIME_ZONE))
    is_day = rules.is_whole_day(local, given["is_all_day"])
    shown = day_of(due_at, local.tzinfo) if given["is_all_day"] else local
    when = date_format(shown, "SHORT_DATE_FORMAT" if is_day else "SHORT_DATETIME_FORMAT")
    return _("%(when)s: %(name)s") % {"when": when, "name": title}
