"""Who calls: the actor of an API key, or of a signed-in person or whoever they look as."""

import datetime as dt
import hashlib
import time
from collections import OrderedDict
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.keys import NOTE_USE_EVERY, actor_of_secret
from guanxi.platform.actors.marking import marked
from guanxi.platform.actors.models import ApiKey
from guanxi.platform.errors import ELSEWHERE
from guanxi.platform.rest.problems import Problem
from guanxi.platform.signin.proving import is_elsewhere
from guanxi.platform.signin.viewing import actor_of

REMEMBERED_CALLERS = 10_000
BURST_SECONDS = 10


@dataclass(frozen=True)
class _Proved:
    """A key that was found right; every change of keys, people or rights ends it."""

    actor: Actor
    rights: int
    until: dt.datetime


_buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
_proved: OrderedDict[bytes, _Proved] = OrderedDict()


def caller_of(request: HttpRequest, rights: int) -> Actor:
    """The actor behind a request under these rights; a Problem (401) when there is none."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        actor = _actor_of_key(secret.strip(), rights)
        return marked(actor, held_back=ELSEWHERE) if is_elsewhere(request) else actor
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.is_active:
        raise Problem(401, _("Send an API key, or sign in."))
    return actor_of(request)


def count_call(actor: Actor, now: float | None = None) -> None:
    """Take one of the caller's turns in this process; a Problem (429) when there is none left."""
    rate = settings.REST_CALLS_PER_SECOND
    if not rate:
        return
    now = time.monotonic() if now is None else now
    most = rate * BURST_SECONDS
    # Whoever looks through another's eyes takes no turns of theirs.
    key = f"{actor.kind}:{actor.id}:{actor.is_read_only}"
    turns, at = _buckets.pop(key, (float(most), now))
    turns = min(most, turns + (now - at) * rate)
    _buckets[key] = (max(turns - 1, 0), now)
    while len(_buckets) > REMEMBERED_CALLERS:
        _buckets.popitem(last=False)
    if turns < 1:
        wait = max(1, round((1 - turns) / rate))
        raise Problem(429, _("Wait a moment before the next call."), retry_after=wait)


def forget_callers() -> None:
    """Drop what this process remembers of callers."""
    _buckets.clear()
    _proved.clear()


def _actor_of_key(secret: str, rights: int) -> Actor:
    digest, now = hashlib.sha256(secret.encode()).digest(), timezone.now()
    known = _proved.get(digest)
    if known and known.rights == rights and now < known.until:
        return known.actor
    actor = actor_of_secret(secret, now)
    if actor is None:
        raise Problem(401, _("This key is unknown, expired or revoked."))
    ends = ApiKey.objects.values_list("expires_at", flat=True).filter(pk=actor.id or 0).get()
    until = min(ends or now + NOTE_USE_EVERY, now + NOTE_USE_EVERY)
    _proved[digest] = _Proved(actor, rights, until)
    while len(_proved) > REMEMBERED_CALLERS:
        _proved.popitem(last=False)
    return actor
