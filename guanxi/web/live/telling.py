"""What one person is told over the stream, within what they may see."""

from typing import Any

from django.conf import settings
from django.utils import translation

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.facts.models import Fact
from guanxi.platform.given import whole_number
from guanxi.platform.messages.unread import news_after
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rights.visibility import visible_to
from guanxi.web.context import counted
from guanxi.web.live.listening import Bell
from guanxi.web.look import people as people_look


def company_at(place: str, user_id: int, others: set[int]) -> list[dict[str, str]]:
    """Who else has this record open, by name and face; nobody for whom it is hidden from."""
    key, _colon, number = place.partition(":")
    noun, pk = nouns().get(key), whole_number(number)
    if noun is None or pk is None or not _sees(user_id, noun, pk):
        return []
    people = User.objects.filter(pk__in=others).order_by("name_key", "pk")
    return [
        {"name": one.name, "face": people_look.avatar(one.name, one.pk)}
        for one in people
        if _sees(one.pk, noun, pk)
    ]


def event_for(user_id: int, fact: Fact) -> dict[str, Any] | None:
    """What this person is told of a fact; None where they may not see its record."""
    noun = nouns().get(fact.noun)
    if noun is None or fact.record_id is None or not _sees(user_id, noun, fact.record_id):
        return None
    return {
        "noun": fact.noun,
        "id": fact.record_id,
        "kind": fact.kind,
        "by": fact.actor_id if fact.actor_kind == "person" else None,
        "name": fact.actor_name,
    }


def bell_for(user_id: int, bell: Bell) -> dict[str, Any]:
    """What the bell shows, and what has just come, in words and with the way to it."""
    shown: dict[str, Any] = {"unread": counted(bell.unread.count), "news": []}
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or bell.unread.newest <= bell.after:
        return shown
    with translation.override(user.language or settings.LANGUAGE_CODE):
        news = news_after(actor_for_user(user), bell.after)
        shown["news"] = [{"text": str(one.text), "href": f"/notices/{one.pk}/"} for one in news]
    return shown


def _sees(user_id: int, noun: Noun[Any], pk: int) -> bool:
    actor = _actor(user_id)
    return actor is not None and visible_to(actor, noun).filter(pk=pk).exists()


def _actor(user_id: int) -> Actor | None:
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return actor_for_user(user) if user else None
