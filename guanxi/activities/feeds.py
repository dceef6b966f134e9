"""A person's calendar as other programs subscribe to it: iCalendar under a secret address."""

import datetime as dt
import hashlib
import secrets
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Todo

from guanxi.activities import rules
from guanxi.activities.models import Activity, ActivityKind, ActivityState, CalendarFeed
from guanxi.activities.queries import of_person
from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.nouns.registry import noun_of
from guanxi.platform.records.reading import may_ask_by
from guanxi.platform.records.titles import title_within
from guanxi.platform.records.values import shown_to
from guanxi.platform.records.whole_days import day_of
from guanxi.platform.rights.visibility import sees

PAST, AHEAD = dt.timedelta(days=90), dt.timedelta(days=370)
TASKS_AS, EVENTS, TODOS = "feed_tasks", "events", "todos"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
STATUS = {
    ActivityState.OPEN: "CONFIRMED",
    ActivityState.DONE: "CONFIRMED",
    ActivityState.CANCELLED: "CANCELLED",
}
STATUS_OF_TODO = {
    ActivityState.OPEN: "NEEDS-ACTION",
    ActivityState.DONE: "COMPLETED",
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


def tasks_of(actor: Actor) -> str:
    """How tasks stand in the actor's own feed; empty for who is no person."""
    return _tasks_as(User.objects.get(pk=actor.user_id)) if actor.user_id else ""


def _tasks_as(user: User) -> str:
    """How tasks stand in a person's feed: as entries of the calendar, unless they want a list.

    Most programs that subscribe to a calendar leave out what is a task to iCalendar.
    """
    return TODOS if user.preferences.get(TASKS_AS) == TODOS else EVENTS


@transaction.atomic
def choose_tasks_as(wished: str, *, actor: Actor) -> None:
    """Show tasks in the actor's feed as wished from the next reading on; the address stays."""
    if wished not in (EVENTS, TODOS):
        raise RuleBroken(_("Choose one of the listed values."))
    user = User.objects.select_for_update().get(pk=_person(actor))
    user.preferences = {**user.preferences, TASKS_AS: wished}
    user.save(update_fields=["preferences"])


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
        is_todo = activity.kind == ActivityKind.TASK and _tasks_as(user) == TODOS
        calendar.add_component(_component(activity, Todo() if is_todo else Event(), actor, zone))
    return bytes(calendar.to_ical())


def _component(activity: Activity, one: Event | Todo, actor: Actor, zone: ZoneInfo) -> Event | Todo:
    noun = noun_of(Activity)
    one.add("uid", f"activity-{activity.pk}@guanxi")
    one.add("dtstamp", activity.updated_at)
    one.add("sequence", activity.version)
    one.add(
        "summary", _summary(activity, one, title_within(actor, noun, activity.pk, activity.name))
    )
    if activity.due_at:
        local = timezone.localtime(activity.due_at, zone)
        is_day = rules.is_whole_day(local, activity.is_all_day)
        day = day_of(activity.due_at, zone) if activity.is_all_day else local.date()
        one.add("due" if isinstance(one, Todo) else "dtstart", day if is_day else activity.due_at)
        if not isinstance(one, Todo) and (end := _end(activity, local, is_day=is_day)):
            one.add("dtend", end)
    for name, field in (("location", "place"), ("description", "description")):
        if value := shown_to(actor, noun, field, getattr(activity, field)):
            one.add(name, value)
    if activity.kind == ActivityKind.TASK and isinstance(one, Event):
        one.add("transp", "TRANSPARENT")  # It is due then, and takes nobody's time.
    states = STATUS_OF_TODO if isinstance(one, Todo) else STATUS
    one.add("status", states[ActivityState(activity.state)])
    return one


def _summary(activity: Activity, one: Event | Todo, title: str) -> str:
    """The title; a done task is ticked, as an entry of a calendar cannot say it otherwise."""
    is_done = activity.kind == ActivityKind.TASK and activity.state == ActivityState.DONE
    return f"✓ {title}" if is_done and isinstance(one, Event) else title


def _end(activity: Activity, local: dt.datetime, *, is_day: bool) -> dt.date | None:
    """The end that a calendar is told: an hour where none was said, the day after the last day."""
    ends = activity.ends_at
    if activity.kind == ActivityKind.TASK:
        return None
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
