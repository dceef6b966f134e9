"""Server-sent events: an open page hears what others change, within its own rights.

One task per process reads new facts; each connection is told of those it watches and may see, and
of who else has the same record open. Company is known within one web process, which is how
``bin/run`` serves unless GUANXI_WEB_WORKERS says otherwise.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any, TypeVar
from urllib.parse import parse_qs

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, close_old_connections
from django.http import HttpRequest
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.facts.models import Fact
from guanxi.platform.given import whole_number
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rights.visibility import visible_to
from guanxi.platform.signin.sessions import living_sessions
from guanxi.platform.signin.viewing import eyes_of
from guanxi.web.look import people as people_look
from guanxi.web.work.course import Course, work_of

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
Answer = TypeVar("Answer")
PAUSE, BEAT, HELD = 2.0, 25.0, 100
log = logging.getLogger(__name__)


@dataclass(eq=False)
class Listener:
    """One open page: who looks, at which nouns or records, and what waits to be told.

    ``eyes_id`` is the person through whose eyes an administrator looks; nobody's by default.
    """

    user_id: int
    session_key: str
    watched: frozenset[str]
    eyes_id: int | None = None
    waiting: "asyncio.Queue[Fact | Course | str]" = field(
        default_factory=lambda: asyncio.Queue(HELD)
    )
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    company: list[dict[str, str]] = field(default_factory=list)
    work: Course = field(default_factory=Course)

    def wants(self, fact: Fact) -> bool:
        """Whether the page shows what the fact is about."""
        return fact.noun in self.watched or f"{fact.noun}:{fact.record_id}" in self.watched

    @property
    def sees_as(self) -> int:
        """Whose rights decide what is told."""
        return self.eyes_id or self.user_id

    @property
    def places(self) -> set[str]:
        """The single records that the page shows or changes, such as "account:12"."""
        return {one for one in self.watched if ":" in one}

    def tell(self, news: "Fact | Course | str") -> None:
        """Let a fact, how work goes, or a place whose company changed wait to be told."""
        if not self.waiting.full():
            self.waiting.put_nowait(news)


_listeners: set[Listener] = set()
_reading: "asyncio.Task[None] | None" = None


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Holds one stream open until the page goes."""
    signed_in = await _asked(_signed_in_user, scope)
    if signed_in is None:
        await send({"type": "http.response.start", "status": 401, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    query = parse_qs(scope.get("query_string", b"").decode())
    user_id, session_key, eyes_id = signed_in
    watched = frozenset(query.get("watch", [])[:HELD])
    listener = Listener(user_id, session_key, watched, eyes_id)
    _listeners.add(listener)
    _company_changed(listener)
    _ensure_reading()
    gone = asyncio.ensure_future(_gone(listener, receive))
    try:
        await _stream(listener, gone, send)
    finally:
        _listeners.discard(listener)
        _company_changed(listener)
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
        await _tell(listener, told.result(), send)
    if listener.ended.is_set():
        await send({"type": "http.response.body", "body": b""})


async def _tell(listener: Listener, news: Fact | Course | str, send: Send) -> None:
    if isinstance(news, Course):
        await _say(send, f"event: work\ndata: {json.dumps(news.parts)}\n\n")
        return
    if isinstance(news, str):
        others = {one.user_id for one in _listeners if news in one.places} - {listener.user_id}
        people = await _asked(company_at, news, listener.sees_as, others)
        if people != listener.company:
            listener.company = people
            await _say(send, f"event: here\ndata: {json.dumps(people)}\n\n")
        return
    event = await _asked(event_for, listener.sees_as, news)
    if event:
        await _say(send, f"event: changed\ndata: {json.dumps(event)}\n\n")


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


def _sees(user_id: int, noun: Noun[Any], pk: int) -> bool:
    actor = _actor(user_id)
    return actor is not None and visible_to(actor, noun).filter(pk=pk).exists()


def _company_changed(listener: Listener) -> None:
    """Tell every page that shows one of the same records, this one included."""
    for place in listener.places:
        for other in [one for one in _listeners if place in one.places]:
            other.tell(place)


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


def _actor(user_id: int) -> Actor | None:
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return actor_for_user(user) if user else None


def _signed_in_user(scope: Message) -> tuple[int, str, int | None] | None:
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


def _ensure_reading() -> None:
    global _reading
    if _reading is None or _reading.done():
        _reading = asyncio.ensure_future(_read_facts())


async def _read_facts() -> None:
    newest = None
    while _listeners:
        try:
            newest = await _asked(_newest) if newest is None else await _tell_after(newest)
            await _tell_work()
        except DatabaseError:
            # The server may be started anew; the pages that are open hear what follows.
            log.info("no news while the database is away", exc_info=True)
        await asyncio.sleep(PAUSE)


async def _tell_after(newest: int) -> int:
    """Let the listeners hear of later facts; gives the last there is now."""
    await _end_where_signed_out()
    for fact in await _asked(_facts_after, newest):
        newest = max(newest, fact.pk)
        for listener in [one for one in _listeners if one.wants(fact)]:
            listener.tell(fact)
    return newest


async def _tell_work() -> None:
    """Let every page hear of its person's own long work, where that went on."""
    known = await _asked(work_of, {one.user_id for one in _listeners}, timezone.now())
    for listener in _listeners:
        course = known.get(listener.user_id, Course())
        if course != listener.work and listener.eyes_id is None:
            listener.work = course
            listener.tell(course)


def _newest() -> int:
    return Fact.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _facts_after(newest: int) -> list[Fact]:
    return list(Fact.objects.filter(pk__gt=newest).order_by("pk")[:500])


async def _end_where_signed_out() -> None:
    """End every stream whose session was signed out, has run out, or ended with its account."""
    open_keys = {one.session_key for one in _listeners}
    living = await _asked(living_sessions, open_keys, timezone.now())
    # Others may have been opened while we asked.
    for listener in [one for one in _listeners if one.session_key in open_keys - living]:
        listener.ended.set()


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


async def _asked(question: Callable[..., Answer], *given: Any) -> Answer:
    """What a question of the books is answered, in the one thread that has a connection to them."""
    return await sync_to_async(_on_a_living_connection)(question, *given)


def _on_a_living_connection(question: Callable[..., Answer], *given: Any) -> Answer:
    # As before every request; nothing else would notice that the database was started anew.
    close_old_connections()
    return question(*given)


async def _say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
