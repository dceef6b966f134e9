"""Who can be told of a record: only people who may see it."""

from collections.abc import Iterable
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.finding import people_named
from guanxi.platform.actors.models import User
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.rights.visibility import visible_to

SHOWN, LOOKED_AT = 8, 60


def who_can_be_mentioned(actor: Actor, noun: Noun[Any], pk: int, text: str) -> list[User]:
    """The first few others whose name has ``text`` in it and who may see the record."""
    found: list[User] = []
    for user in people_named(text, LOOKED_AT):
        if user.pk != actor.user_id and may_see(user, noun, pk):
            found.append(user)
        if len(found) == SHOWN:
            break
    return found


def who_cannot_see(people: Iterable[User], noun: Noun[Any], pk: int) -> list[User]:
    """Those of them from whom the record is hidden."""
    return [user for user in people if not may_see(user, noun, pk)]


def may_see(user: User, noun: Noun[Any], pk: int) -> bool:
    """Whether the person may see the record."""
    return visible_to(actor_for_user(user), noun).filter(pk=pk).exists()
