"""Telling people: only those who may see the record, and once."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import User
from guanxi.platform.messages.audience import may_see
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.preferences import mail_due_at, wants_on_screen
from guanxi.platform.messages.sayings import Given
from guanxi.platform.nouns.registry import noun_named


@dataclass(frozen=True)
class News:
    """Something to tell. The saying of its kind finds words for what is ``given``, which is JSON.

    What is about no record may have the ``address`` of a page of the house, such as ``/bin/``.
    News with the same ``dedupe_key`` are told a person once.
    """

    kind: str
    given: Given = field(default_factory=dict)
    noun: str = ""
    record_id: int | None = None
    dedupe_key: str = ""
    address: str = ""


def tell(
    news: News, user_ids: Collection[int], *, actor: Actor, at: dt.datetime
) -> list[Notification]:
    """The notifications made: none for the actor, the departed, the muted, the not permitted."""
    people = User.objects.filter(pk__in=set(user_ids) - {actor.user_id}, is_active=True)
    made = [notice_of(news, user, actor, at) for user in people if _is_to_be_told(news, user)]
    if not news.dedupe_key:
        return Notification.objects.bulk_create(made)
    Notification.objects.bulk_create(made, ignore_conflicts=True)
    return list(Notification.objects.filter(dedupe_key=news.dedupe_key, created_at=at))


def notice_of(news: News, user: User, actor: Actor, at: dt.datetime) -> Notification:
    """The news for this person, where and when they wish to have it; not yet in the books."""
    return Notification(
        user=user,
        kind=news.kind,
        given=dict(news.given),
        noun=news.noun,
        record_id=news.record_id,
        address=news.address,
        actor_name=actor.name[:80],
        dedupe_key=news.dedupe_key,
        created_at=at,
        read_at=None if wants_on_screen(user, news.kind) else at,
        mail_due_at=mail_due_at(user, news.kind, at),
    )


def _is_to_be_told(news: News, user: User) -> bool:
    is_wanted = wants_on_screen(user, news.kind) or mail_due_at(user, news.kind, user.created_at)
    if not is_wanted or not news.record_id:
        return bool(is_wanted)
    return may_see(user, noun_named(news.noun), news.record_id)
