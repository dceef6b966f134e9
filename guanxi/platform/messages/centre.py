"""The notification centre of one person."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.sight import within_sight
from guanxi.platform.rights.administering import refuse_read_only

PAGE = 50
LONGEST_SNOOZE = dt.timedelta(days=90)


def notifications_of(
    actor: Actor, *, at: dt.datetime, unread_only: bool = False, before: int | None = None
) -> list[Notification]:
    """The latest notifications, newest first; snoozed ones wait until their time."""
    found = _own(actor).filter(_awake(at)).order_by("-pk")
    if unread_only:
        found = found.filter(read_at=None)
    if before is not None:
        found = found.filter(pk__lt=before)
    return within_sight(actor, found[:PAGE])


def unread_count(actor: Actor, *, at: dt.datetime) -> int:
    """How many notifications wait to be read."""
    return _own(actor).filter(_awake(at), read_at=None).count()


def mark_read(actor: Actor, ids: Sequence[int], *, at: dt.datetime) -> int:
    """Mark these as read; how many were not before. Read news need no mail any more."""
    return _read(actor, _own(actor).filter(pk__in=ids), at)


def mark_all_read(actor: Actor, *, at: dt.datetime) -> int:
    """Mark everything as read; how many were not before."""
    return _read(actor, _own(actor).filter(_awake(at)), at)


def snooze(actor: Actor, pk: int, until: dt.datetime, *, at: dt.datetime) -> None:
    """Let a notification come back, unread, at ``until``."""
    refuse_read_only(actor)
    if not at < until <= at + LONGEST_SNOOZE:
        raise RuleBroken(_("Choose a time within the next 90 days."))
    if not _own(actor).filter(pk=pk).update(snoozed_until=until, read_at=None):
        raise Notification.DoesNotExist


def _own(actor: Actor) -> QuerySet[Notification]:
    return Notification.objects.filter(user=actor.user_id)


def _awake(at: dt.datetime) -> Q:
    return Q(snoozed_until=None) | Q(snoozed_until__lte=at)


def _read(actor: Actor, found: QuerySet[Notification], at: dt.datetime) -> int:
    refuse_read_only(actor)
    return found.filter(read_at=None).update(read_at=at, mail_due_at=None)
