"""Roughly how many rows of a noun an actor sees: chooses how a list is read."""

import time
from typing import Any

from django.db import connection

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.rows import Owned
from guanxi.platform.rights.visibility import visible_to

MANY = 2_000
CAP = 10_001
REMEMBERED_SECONDS = 60
_known: dict[tuple[str, int | None, str], tuple[float, int]] = {}


def sees_many(actor: Actor, noun: Noun[Any]) -> bool:
    """Whether walking the sort order is cheaper than gathering the actor's rows by index.

    It chooses a plan on SQLite and never an answer.
    """
    return connection.vendor == "sqlite" and _is_partial(actor, noun) and _seen(actor, noun) >= MANY


def sees_beyond_cap(actor: Actor, noun: Noun[Any]) -> bool:
    """Whether, within the last minute, the actor saw more rows than a list counts."""
    return _is_partial(actor, noun) and _seen(actor, noun) >= CAP


def forget_density() -> None:
    """Drop what this process remembers."""
    _known.clear()


def _is_partial(actor: Actor, noun: Noun[Any]) -> bool:
    partial = actor.scope(noun.permission("read")) in {"own", "team", "tree"}
    return partial and isinstance(noun.rows, Owned)


def _seen(actor: Actor, noun: Noun[Any]) -> int:
    key = actor.kind, actor.id, noun.key
    until, number = _known.get(key, (0.0, 0))
    if time.monotonic() >= until:
        number = visible_to(actor, noun).values("pk")[:CAP].count()
        _known[key] = time.monotonic() + REMEMBERED_SECONDS, number
    return number
