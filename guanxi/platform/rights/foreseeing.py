"""What a sharing rule would show to whom, before it is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.rights.administering import require_administrator
from guanxi.platform.rights.audience import Audience
from guanxi.platform.rights.rules import require_usable
from guanxi.platform.rights.visibility import condition, visible_to

NAMED = 20


@dataclass(frozen=True)
class Gain:
    """How many of the rule's records one person sees today, and how many more they would."""

    person: User
    seen: int
    more: int
    may_read: bool


@dataclass(frozen=True)
class Foresight:
    """The records a rule shows, the first people it reaches, and how many people in all."""

    records: int
    gains: list[Gain]
    people: int


def foresee_rule(
    noun: Noun[Any], filter: Mapping[str, Any], audience: Audience, *, actor: Actor
) -> Foresight:
    """Who would gain what by such a rule; refused like the rule itself."""
    require_administrator(actor)
    require_usable(noun.key, filter, audience)
    shown = visible_to(SYSTEM, noun).filter(condition(SYSTEM, noun, filter))
    records = shown.order_by().count()
    people = _reached(audience)
    gains = [_gain(user, noun, filter, records) for user in people[:NAMED]]
    return Foresight(records, gains, people.count())


def _gain(user: User, noun: Noun[Any], filter: Mapping[str, Any], records: int) -> Gain:
    actor = actor_for_user(user)
    if not actor.may(noun.permission("read")):
        return Gain(user, 0, 0, may_read=False)
    seen = visible_to(actor, noun).filter(condition(SYSTEM, noun, filter)).order_by().count()
    return Gain(user, seen, records - seen, may_read=True)


def _reached(audience: Audience) -> Any:
    if audience.user is not None:
        found = User.objects.filter(pk=audience.user.pk)
    elif audience.role is not None:
        found = User.objects.filter(roles=audience.role)
    else:
        team = audience.team
        found = User.objects.filter(team=team) | User.objects.filter(memberships__team=team)
    return found.filter(is_active=True).distinct().order_by("name_key", "pk")
