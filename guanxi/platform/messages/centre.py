"""The notification centre of one person."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet

from guanxi.platform.actors.actor import Actor
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.sight import within_sight
from guanxi.platform.rights.administering import refuse_read_only

SHOWN = 50
KINDS = ("unread", "mentions", "all")


def notifications_of(actor: Actor, kind: str = "all") -> list[Notification]:
    """The latest notifications of one of `KINDS`, newest first."""
    own = _own(actor)
    of_kind = {
        "unread": own.filter(read_at=None),
        "mentions": own.filter(kind__contains="mention"),
        "all": own,
    }[kind]
    return within_sight(actor, of_kind.order_by("-created_at", "-pk")[:SHOWN])


def notification_of(actor: Actor, pk: int) -> Notification | None:
    """One notification; None where it is not the actor's."""
    return _own(actor).filter(pk=pk).first()


def unread_count(actor: Actor) -> int:
    """How many notifications wait to be read."""
    return _own(actor).filter(read_at=None).count()


def mark_read(actor: Actor, ids: Sequence[int], *, at: dt.datetime) -> int:
    """Mark these as read; how many were not before. Read news need no mail any more."""
    return _read(actor, _own(actor).filter(pk__in=ids), at)


def mark_all_read(actor: Actor, *, at: dt.datetime) -> int:
    """Mark everything as read; how many were not before."""
    return _read(actor, _own(actor), at)


def _own(actor: Actor) -> QuerySet[Notification]:
    return Notification.objects.filter(user=actor.user_id or 0)


def _read(actor: Actor, found: QuerySet[Notification], at: dt.datetime) -> int:
    refuse_read_only(actor)
    return found.filter(read_at=None).update(read_at=at, mail_due_at=None)
