"""A person's calendar as other programs subscribe to it: iCalendar under a secret address."""

import datetime as dt
import hashlib
import secrets
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Todo

from guanxi.activities import rules
from guanxi.activities.models import Activity, ActivityKind, ActivityState, CalendarFeed
from guanxi.activities.queries import of_person
from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.errors import Denied
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.nouns.registry import noun_of
from guanxi.platform.records.reading import may_ask_by
from guanxi.platform.records.titles import title_within
from guanxi.platform.records.values import shown_to
from guanxi.platform.records.whole_days import day_of
from guanxi.platform.rights.visibility import sees

PAST, AHEAD = dt.timedelta(days=90), dt.timedelta(days=370)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
STATUS = {
    ActivityState.OPEN: "CONFIRMED",
    ActivityState.DONE: "CONFIRMED",
    ActivityState.CANCELLED: "CANCELLED",
}


def open_feed(*, actor: Actor, at: dt.datetime) -> str:
    """A new secret for the actor's calendar, shown once; an older one stops working."""
    user = _person(actor)
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        user_id=user, defaults={"digest": _digest(token), "created_at": at, "last_read_at": None}
    )
    publish(Happening("user.feed_opened", "user", user), actor=actor, at=at)
    return token


def close_feed(*, actor: Actor, at: dt.datetime) -> None:
    """End the actor's feed; whoever still asks for it finds nothing."""
    user = _person(actor)
    removed, _counts = CalendarFeed.objects.filter(user_id=user).delete()
    if removed:
        publish(Happening("user.feed_closed", "user", user), actor=actor, at=at)


def drop_feed(user: User) -> None:
    """Let nothing be read under a person's secret any more, as after their account was closed."""
    CalendarFeed.objects.filter(user=user).delete()


def read_feed(token: str, at: dt.datetime) -> bytes | None:
    """The calendar behind a secret, as its owner may see it now; None when there is none.

    A feed dies with its owner's account: those who are shut out read nothing.
    """
    feed = CalendarFeed.objects.select_related("user").filter(digest=_digest(token)).first()
    if feed is None or not feed.user.is_active:
        return None
    CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=at)
    return calendar_of(feed.user, at)


def calendar_of(user: User, at: dt.datetime) -> bytes:
    """The last three months and the coming year of one person."""
    actor = actor_for_user(user)
    seen = sees(actor, noun_of(Activity))
    near = of_person(user.pk).filter(seen, due_at__gte=at - PAST, due_at__lte=at + AHEAD)
    if not may_ask_by(actor, noun_of(Activity), "due_at"):
        near = near.none()
    calendar = Calendar()
    zone = ZoneInfo(user.time_zone or settings.TIME_ZONE)
    calendar.add("prodid", "-//Guanxi//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Guanxi: %(name)s") % {"name": user.name})
    for activity in near.select_related("account").order_by("due_at", "pk"):
        calendar.add_component(_component(activity, actor, zone))
    return bytes(calendar.to_ical())


def _component(activity: Activity, actor: Actor, zone: ZoneInfo) -> Event | Todo:
    noun = noun_of(Activity)
    is_task = activity.kind == ActivityKind.TASK
    one: Event | Todo = Todo() if is_task else Event()
    one.add("uid", f"activity-{activity.pk}@guanxi")
    one.add("dtstamp", activity.updated_at)
    one.add("sequence", activity.version)
    one.add("summary", title_within(actor, noun, activity.pk, activity.name))
    if activity.due_at:
        local = timezone.localtime(activity.due_at, zone)
        is_day = rules.is_whole_day(local, activity.is_all_day)
        day = day_of(activity.due_at, zone) if activity.is_all_day else local.date()
        one.add("due" if is_task else "dtstart", day if is_day else activity.due_at)
        if not is_task and (end := _end(activity, local, is_day=is_day)):
            one.add("dtend", end)
    for name, field in (("location", "place"), ("description", "description")):
        if value := shown_to(actor, noun, field, getattr(activity, field)):
            one.add(name, value)
    done = is_task and activity.state == ActivityState.DONE
    open_task = is_task and activity.state == ActivityState.OPEN
    state = "COMPLETED" if done else "NEEDS-ACTION" if open_task else None
    one.add("status", state or STATUS[ActivityState(activity.state)])
    return one


def _end(activity: Activity, local: dt.datetime, *, is_day: bool) -> dt.date | None:
    """The end that a calendar is told: an hour where none was said, the day after the last day."""
    ends = activity.ends_at
    if not is_day:
        return ends or local.astimezone(dt.UTC) + HOUR
    if ends is None or activity.due_at is None:
        return None
    last, first = day_of(ends, local.tzinfo), day_of(activity.due_at, local.tzinfo)
    return last + DAY if last > first else None


def _person(actor: Actor) -> int:
    if actor.kind != "person" or actor.user_id is None or actor.is_read_only:
        raise Denied("activity.feed")
    return actor.user_id


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
