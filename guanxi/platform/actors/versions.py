"""Version numbers that tell every process when to forget what it has cached."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

from guanxi.platform.actors.models import Version

Numbers = dict[str, int]
_asked: ContextVar[Numbers | None] = ContextVar("asked", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Ask for the numbers once while it lasts: a page is of one moment.

    From the first change that is made meanwhile they are asked for anew, for it may be taken back.
    """
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def numbers() -> Numbers:
    """The present number of everything that has one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, number FROM platform_version")
        return dict(cursor.fetchall())


def learn(found: Numbers) -> None:
    """Take the numbers that came with another answer for those of this page, if it has none yet."""
    known = _asked.get()
    if known is not None and not known:
        known.update(found)


def version_of(name: str) -> int:
    """The present number of "rights", "schema" or "views"; 0 before the first change."""
    known = _asked.get()
    if known is None:
        return numbers().get(name, 0)
    if not known:
        known.update(numbers())
    return known.get(name, 0)


def renew_version(name: str) -> None:
    """Draw a new number. Random, so that a rolled back change is never mistaken for a later one."""
    _asked.set(None)
    number = secrets.randbits(62) + 1
    Version.objects.update_or_create(pk=name, defaults={"number": number})
