"""Telling people: only those who may see the record, each in their own language, once."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.translation import override

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.messages.audience import may_see
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.preferences import mail_due_at, wants_on_screen
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.titles import title_within

LONGEST = 300


@dataclass(frozen=True)
class News:
    """Something to tell. ``words`` gives a reader's text in the language in force by then.

    What is about no record may have the ``address`` of a page of the house, such as ``/bin/``.
    News with the same ``dedupe_key`` are told a person once.
    """

    kind: str
    words: Callable[[Actor], str]
    noun: str = ""
    record_id: int | None = None
    dedupe_key: str = ""
    address: str = ""


def tell(
    news: News, user_ids: Collection[int], *, actor: Actor, at: dt.datetime
) -> list[Notification]:
    """The notifications made: none for the actor, the departed, the muted, the not permitted."""
    people = User.objects.filter(pk__in=set(user_ids) - {actor.user_id}, is_active=True)
    made = [_notification(news, user, actor, at) for user in people if _is_to_be_told(news, user)]
    if not news.dedupe_key:
        return Notification.objects.bulk_create(made)
    Notification.objects.bulk_create(made, ignore_conflicts=True)
    return list(Notification.objects.filter(dedupe_key=news.dedupe_key, created_at=at))


def _is_to_be_told(news: News, user: User) -> bool:
    is_wanted = wants_on_screen(user, news.kind) or mail_due_at(user, news.kind, user.created_at)
    if not is_wanted or not news.record_id:
        return bool(is_wanted)
    return may_see(user, noun_named(news.noun), news.record_id)


def _notification(news: News, user: User, actor: Actor, at: dt.datetime) -> Notification:
    with override(user.language):
        text = str(news.words(actor_for_user(user)))
    return Notification(
        user=user,
        kind=news.kind,
        text=text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…",
        noun=news.noun,
        record_id=news.record_id,
        address=news.address,
        actor_name=actor.name[:80],
        dedupe_key=news.dedupe_key,
        created_at=at,
        read_at=None if wants_on_screen(user, news.kind) else at,
        mail_due_at=mail_due_at(user, news.kind, at),
    )


def naming(noun: str, record_id: int) -> Callable[[Actor], str]:
    """What a record is called before each reader; only for those already known to see it."""
    found = noun_named(noun)
    record = found.base().filter(pk=record_id).first()
    title = found.title_of(record) if record is not None else ""
    return lambda reader: str(title_within(reader, found, record_id, title))
