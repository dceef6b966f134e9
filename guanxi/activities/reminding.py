"""Telling people of what is about to begin."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from guanxi.activities import rules
from guanxi.activities.models import Activity, ActivityState
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.sight import quotes
from guanxi.platform.nouns.registry import noun_of
from guanxi.platform.records.reading import may_ask_by
from guanxi.platform.records.titles import title_within
from guanxi.platform.records.whole_days import day_of

AT_ONCE = 500
quotes("activity.reminder", "due_at")


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
    with translation.override(user.language):
        text = _line(activity, user)
    return Notification(
        user=user,
        kind="activity.reminder",
        text=text[:300],
        noun="activity",
        record_id=activity.pk,
        dedupe_key=f"remind:{activity.pk}:{activity.remind_at:%Y%m%d%H%M}",
        created_at=at,
    )


def _line(activity: Activity, user: User) -> str:
    noun, reader = noun_of(Activity), actor_for_user(user)
    name = title_within(reader, noun, activity.pk, activity.name)
    if activity.due_at is None or not may_ask_by(reader, noun, "due_at"):
        return name
    local = timezone.localtime(activity.due_at, ZoneInfo(user.time_zone or settings.TIME_ZONE))
    is_day = rules.is_whole_day(local, activity.is_all_day)
    said = day_of(activity.due_at, local.tzinfo) if activity.is_all_day else local
    when = date_format(said, "SHORT_DATE_FORMAT" if is_day else "SHORT_DATETIME_FORMAT")
    return _("%(when)s: %(name)s") % {"when": when, "name": name}
