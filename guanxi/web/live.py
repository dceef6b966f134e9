"""Server-sent events: an open page hears what others change, within its own rights.

One task per process reads new facts; each connection is told of those it watches and may see.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rights.visibility import visible_to

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
PAUSE, BEAT, HELD = 2.0, 25.0, 100


@dataclass(eq=False)
class Listener:
    """One open page: who looks, at which nouns or records, and what waits to be told."""

    user_id: int
    session_key: str
    watched: frozenset[str]
    waiting: "asyncio.Queue[Fact]" = field(default_factory=lambda: asyncio.Queue(HELD))
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def wants(self, fact: Fact) -> bool:
        """Whether the page shows what the fact is about."""
        return fact.noun in self.watched or f"{fact.noun}:{fact.record_id}" in self.watched


_listeners: set[Listener] = set()
_reading: "asyncio.Task[None] | None" = None


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Holds one stream open until the page goes."""
    signed_in = await sync_to_async(_signed_in_user)(scope)
    if signed_in is None:
        await send({"type": "http.response.start", "status": 401, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    query = parse_qs(scope.get("query_string", b"").decode())
    listener = Listener(*signed_in, frozenset(query.get("watch", [])[:HELD]))
    _listeners.add(listener)
    _ensure_reading()
    gone = asyncio.ensure_future(_gone(listener, receive))
    try:
        await _stream(listener, gone, send)
    finally:
        _listeners.discard(listener)
        gone.cancel()


async def _stream(listener: Listener, gone: "asyncio.Future[None]", send: Send) -> None:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await _say(send, ": open\n\n")
    while not gone.done():
        told = asyncio.ensure_future(listener.waiting.get())
        either: set[asyncio.Future[Any]] = {told, gone}
        await asyncio.wait(either, timeout=BEAT, return_when=asyncio.FIRST_COMPLETED)
        if not told.done():
            told.cancel()
            await _say(send, ": still here\n\n")
            continue
        event = await sync_to_async(event_for)(listener.user_id, told.result())
        if event:
            await _say(send, f"event: changed\ndata: {json.dumps(event)}\n\n")
    if listener.ended.is_set():
        await send({"type": "http.response.body", "body": b""})


def event_for(user_id: int, fact: Fact) -> dict[str, Any] | None:
    """What this person is told of a fact; None where they may not see its record."""
    noun = nouns().get(fact.noun)
    actor = _actor(user_id)
    if noun is None or actor is None or fact.record_id is None:
        return None
    if not visible_to(actor, noun).filter(pk=fact.record_id).exists():
        return None
    return {
        "noun": fact.noun,
        "id": fact.record_id,
        "kind": fact.kind,
        "by": fact.actor_id if fact.actor_kind == "person" else None,
        "name": fact.actor_name,
    }


def _actor(user_id: int) -> Actor | None:
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return actor_for_user(user) if user else None


def _signed_in_user(scope: Message) -> tuple[int, str] | None:
    """Who is signed in, and by which session."""
    raw = dict(scope.get("headers", [])).get(b"cookie", b"").decode("latin-1")
    found = SimpleCookie(raw).get(settings.SESSION_COOKIE_NAME)
    if found is None:
        return None
    request = HttpRequest()
    request.session = SessionStore(found.value)
    user = get_user(request)
    return (user.pk, found.value) if user.is_authenticated else None


def _ensure_reading() -> None:
    global _reading
    if _reading is None or _reading.done():
        _reading = asyncio.ensure_future(_read_facts())


async def _read_facts() -> None:
    newest = await sync_to_async(_newest)()
    while _listeners:
        await asyncio.sleep(PAUSE)
        await _end_where_signed_out()
        facts = await sync_to_async(_facts_after)(newest)
        for fact in facts:
            newest = max(newest, fact.pk)
            for listener in [one for one in _listeners if one.wants(fact)]:
                if not listener.waiting.full():
                    listener.waiting.put_nowait(fact)


def _newest() -> int:
    return Fact.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _facts_after(newest: int) -> list[Fact]:
    return list(Fact.objects.filter(pk__gt=newest).order_by("pk")[:500])


async def _end_where_signed_out() -> None:
    """End every stream whose session was signed out or has run out."""
    open_keys = {one.session_key for one in _listeners}
    living = await sync_to_async(_living_sessions)(open_keys)
    for listener in [one for one in _listeners if one.session_key not in living]:
        listener.ended.set()


def _living_sessions(keys: set[str]) -> set[str]:
    living = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    return set(living.values_list("session_key", flat=True))


async def _gone(listener: Listener, receive: Receive) -> None:
    """Returns when the page goes, or when whoever opened it signs out."""
    left = asyncio.ensure_future(_disconnected(receive))
    ended = asyncio.ensure_future(listener.ended.wait())
    try:
        await asyncio.wait({left, ended}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        left.cancel()
        ended.cancel()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
