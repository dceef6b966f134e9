"""How many notices wait for people, and which are new."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Max

from guanxi.platform.actors.actor import Actor
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.sight import within_sight

# More at once are a number on the bell.
NEWS = 3


@dataclass(frozen=True)
class Unread:
    """How many notices of a person are unread, and the number of the newest of them."""

    count: int = 0
    newest: int = 0


def unread_of(people: Collection[int]) -> dict[int, Unread]:
    """What waits for each of these people for whom anything does; one query."""
    waiting = Notification.objects.filter(user__in=people, read_at=None)
    rows = waiting.values_list("user").annotate(count=Count("pk"), newest=Max("pk"))
    return {user: Unread(count, newest) for user, count, newest in rows}


def news_after(actor: Actor, number: int) -> list[Notification]:
    """The first few unread notices of the actor after that number, in words, as they came."""
    unread = Notification.objects.filter(user=actor.user_id or 0, read_at=None, pk__gt=number)
    return within_sight(actor, unread.order_by("pk")[:NEWS])
