"""The one task of a process that reads what is new for its open pages.

Each turn asks four questions, however many pages are open: which sessions live, which facts there
are, how work goes, and which notices wait.
"""

import asyncio
import logging

from django.db import DatabaseError
from django.utils import timezone

from guanxi.platform.facts.models import Fact
from guanxi.platform.messages.unread import Unread, unread_of
from guanxi.platform.signin.sessions import living_sessions
from guanxi.web.live.asking import asked
from guanxi.web.live.listening import listeners
from guanxi.web.work.course import Course, work_of

PAUSE = 2.0
log = logging.getLogger(__name__)
_reading: "asyncio.Task[None] | None" = None


def ensure_reading() -> None:
    """Begin to read where nobody does."""
    global _reading
    if _reading is None or _reading.done():
        _reading = asyncio.ensure_future(_read())


async def _read() -> None:
    newest = None
    while listeners:
        try:
            newest = await asked(_newest) if newest is None else await _tell_after(newest)
            await _tell_work()
            await _ring()
        except DatabaseError:
            # The server may be started anew; the pages that are open hear what follows.
            log.info("no news while the database is away", exc_info=True)
        await asyncio.sleep(PAUSE)


async def _tell_after(newest: int) -> int:
    """Let the listeners hear of later facts; gives the last there is now."""
    await _end_where_signed_out()
    for fact in await asked(_facts_after, newest):
        newest = max(newest, fact.pk)
        for listener in [one for one in listeners if one.wants(fact)]:
            listener.tell(fact)
    return newest


async def _tell_work() -> None:
    """Let every page hear of its person's own long work, where that went on."""
    known = await asked(work_of, {one.user_id for one in listeners}, timezone.now())
    for listener in listeners:
        course = known.get(listener.user_id, Course())
        if course != listener.work and listener.eyes_id is None:
            listener.work = course
            listener.tell(course)


async def _ring() -> None:
    """Let every page hear of its person's own notices, where another one waits or was read."""
    people = {one.user_id for one in listeners}
    known = await asked(unread_of, people)
    # Others may have been opened while we asked.
    for listener in [one for one in listeners if one.user_id in people]:
        if listener.eyes_id is None:
            listener.ring(known.get(listener.user_id, Unread()))


def _newest() -> int:
    return Fact.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _facts_after(newest: int) -> list[Fact]:
    return list(Fact.objects.filter(pk__gt=newest).order_by("pk")[:500])


async def _end_where_signed_out() -> None:
    """End every stream whose session was signed out, has run out, or ended with its account."""
    open_keys = {one.session_key for one in listeners}
    living = await asked(living_sessions, open_keys, timezone.now())
    # Others may have been opened while we asked.
    for listener in [one for one in listeners if one.session_key in open_keys - living]:
        listener.ended.set()
