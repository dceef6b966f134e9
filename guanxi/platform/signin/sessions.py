"""Ending what is signed in, and whatever else lets somebody in."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import F
from django.utils.crypto import constant_time_compare

from guanxi.platform.actors.models import ApiKey, User

# In which a session keeps the seconds at which it began and was last used.
BEGAN, SEEN = "began", "seen"
Ending = Callable[[User], None]
_endings: list[Ending] = []


def end_sessions(user: User) -> None:
    """Signs the person out everywhere, from the next request on.

    Call it in the transaction that deactivates them or changes their roles.
    """
    User.objects.filter(pk=user.pk).update(sign_in_version=F("sign_in_version") + 1)


def also_ends(end: Ending) -> None:
    """Let ``end`` close a further way in when an account is closed or its password changes."""
    if end not in _endings:
        _endings.append(end)


def end_other_ways_in(user: User, at: dt.datetime) -> None:
    """End the keys that act as the person, and every further way in such as a calendar feed."""
    ApiKey.objects.filter(user=user, revoked_at=None).update(revoked_at=at)
    for end in _endings:
        end(user)


def living_sessions(keys: set[str], at: dt.datetime) -> set[str]:
    """Those of the sessions that are neither over nor ended by a change of their account."""
    found = Session.objects.filter(session_key__in=keys, expire_date__gt=at)
    said = {one.session_key: one.get_decoded() for one in found}
    people = User.objects.in_bulk({one.get("_auth_user_id") for one in said.values()})
    now = int(at.timestamp())
    return {
        key
        for key, one in said.items()
        if _is_of(people, one) and not is_over(one.get(BEGAN, now), one.get(SEEN, now), now)
    }


def is_over(began: int, seen: int, now: int) -> bool:
    """Whether a session that began and was last used at these seconds has ended by now."""
    return now - began >= settings.SESSION_LASTS_SECONDS or (
        now - seen >= settings.SESSION_IDLE_SECONDS
    )


def _is_of(people: dict[Any, User], said: dict[str, Any]) -> bool:
    user = people.get(int(said.get("_auth_user_id") or 0))
    if user is None or not user.is_active:
        return False
    return constant_time_compare(said.get("_auth_user_hash", ""), user.get_session_auth_hash())
