"""Who calls: the actor of an API key or of a signed-in person, and how often."""

import time
from collections import OrderedDict

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.keys import actor_of_secret
from guanxi.platform.rest.problems import Problem

REMEMBERED_CALLERS = 10_000
BURST_SECONDS = 10

_buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()


def caller_of(request: HttpRequest) -> Actor:
    """The actor behind a request; a Problem (401) when there is none."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        actor = actor_of_secret(secret.strip(), timezone.now())
        if actor is None:
            raise Problem(401, _("This key is unknown, expired or revoked."))
        return actor
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.is_active:
        raise Problem(401, _("Send an API key, or sign in."))
    return actor_for_user(user)


def count_call(actor: Actor, now: float | None = None) -> None:
    """Take one of the caller's turns in this process; a Problem (429) when there is none left."""
    rate = settings.REST_CALLS_PER_SECOND
    if not rate:
        return
    now = time.monotonic() if now is None else now
    most = rate * BURST_SECONDS
    key = f"{actor.kind}:{actor.id}"
    turns, at = _buckets.pop(key, (float(most), now))
    turns = min(most, turns + (now - at) * rate)
    _buckets[key] = (max(turns - 1, 0), now)
    while len(_buckets) > REMEMBERED_CALLERS:
        _buckets.popitem(last=False)
    if turns < 1:
        wait = max(1, round((1 - turns) / rate))
        raise Problem(429, _("Wait a moment before the next call."), retry_after=wait)


def forget_calls() -> None:
    """Drop what this process remembers of callers."""
    _buckets.clear()
