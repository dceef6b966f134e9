"""One stream: held open until the page goes, or its person signs out."""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError
from django.http import HttpRequest

from guanxi.platform.messages.unread import Unread, unread_of
from guanxi.platform.signin.viewing import eyes_of
from guanxi.web.live.asking import asked
from guanxi.web.live.listening import HELD, Bell, Listener, News, company_changed, listeners
from guanxi.web.live.reading import ensure_reading
from guanxi.web.live.telling import bell_for, company_at, event_for
from guanxi.web.work.course import Course

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
BEAT = 25.0


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Holds one stream open until the page goes."""
    try:
        signed_in = await asked(signed_in_user, scope)
    except DatabaseError:
        await _refuse(send, 503)
        return
    if signed_in is None:
        await _refuse(send, 401)
        return
    query = parse_qs(scope.get("query_string", b"").decode())
    user_id, session_key, eyes_id = signed_in
    watched = frozenset(query.get("watch", [])[:HELD])
    listener = Listener(user_id, session_key, watched, eyes_id, bell=query.get("bell", [""])[0])
    if eyes_id is None:
        # What comes from here on is news; what waits already is a number.
        listener.ring((await asked(unread_of, [user_id])).get(user_id, Unread()))
    listeners.add(listener)
    company_changed(listener)
    ensure_reading()
    gone = asyncio.ensure_future(_gone(listener, receive))
    try:
        await _stream(listener, gone, send)
    finally:
        listeners.discard(listener)
        company_changed(listener)
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
        # While the database is away nobody can say who may see it; the page hears what follows.
        with suppress(DatabaseError):
            await _tell(listener, told.result(), send)
    if listener.ended.is_set():
        await send({"type": "http.response.body", "body": b""})


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def _tell(listener: Listener, news: News, send: Send) -> None:
    match news:
        case Course():
            await _say_event(send, "work", news.parts)
        case Bell():
            await _say_event(send, "notices", await asked(bell_for, listener.user_id, news))
        case str():
            others = {one.user_id for one in listeners if news in one.places} - {listener.user_id}
            people = await asked(company_at, news, listener.sees_as, others)
            if people != listener.company:
                listener.company = people
                await _say_event(send, "here", people)
        case _:
            event = await asked(event_for, listener.sees_as, news)
            if event:
                await _say_event(send, "changed", event)


def signed_in_user(scope: Message) -> tuple[int, str, int | None] | None:
    """Who is signed in, by which session, and through whose eyes they look."""
    raw = dict(scope.get("headers", [])).get(b"cookie", b"").decode("latin-1")
    found = SimpleCookie(raw).get(settings.SESSION_COOKIE_NAME)
    if found is None:
        return None
    request = HttpRequest()
    request.session = SessionStore(found.value)
    request.user = get_user(request)
    if not request.user.is_authenticated:
        return None
    eyes = eyes_of(request)
    return request.user.pk, found.value, eyes.id if eyes.is_read_only else None


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


async def _say_event(send: Send, name: str, parts: Any) -> None:
    await _say(send, f"event: {name}\ndata: {json.dumps(parts)}\n\n")


async def _say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
