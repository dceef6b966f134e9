"""What happened around a record, told by every room that knows something of it, newest first."""

import base64
import binascii
import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import islice
from typing import Any

import orjson
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import InvalidFilter
from guanxi.platform.nouns.fields import Label

FEW_CHANGES = 4


@dataclass(frozen=True)
class Event:
    """One thing that happened. ``key`` is its number within its source; it settles ties.

    ``title`` is plain text beside the bold name of ``who``; ``slip`` a line in a frame that
    leads to ``href``, with an amount of money in minor units and a badge where there are any;
    ``thing`` is the note or file itself; ``entry`` what colleagues can comment, a record by noun
    and id or a "note", ``comments`` how much they did.
    """

    at: dt.datetime
    source: str
    key: int
    title: Label
    who: str = ""
    text: str = ""
    icon: str = "circle"
    tone: str = ""
    href: str = ""
    slip: Label = ""
    money: int | None = None
    currency: str = ""
    badge: Label = ""
    badge_tone: str = ""
    is_slight: bool = False
    changes: Sequence[tuple[Label, str, str]] = field(default=())
    thing: Any = None
    entry: tuple[str, int] | None = None
    comments: int = 0

    @property
    def first_changes(self) -> Sequence[tuple[Label, str, str]]:
        """As many as are read at a glance; one more than that does not hide behind a press."""
        few = self.changes[:FEW_CHANGES]
        return few if len(self.changes) > FEW_CHANGES + 1 else self.changes

    @property
    def further_changes(self) -> Sequence[tuple[Label, str, str]]:
        """The others."""
        return self.changes[len(self.first_changes) :]

    @property
    def order(self) -> tuple[dt.datetime, str, int]:
        """The place in time; larger is newer."""
        return self.at, self.source, self.key


@dataclass(frozen=True)
class Before:
    """A place in the timeline; what is older than it comes next."""

    at: dt.datetime
    source: str
    key: int

    def condition(self, source: str, time: str) -> Q:
        """Rows of ``source`` older than this place, by their column ``time`` and their id."""
        older = Q(**{f"{time}__lt": self.at})
        if source > self.source:
            return older
        same = Q(**{time: self.at})
        if source == self.source:
            same &= Q(pk__lt=self.key)
        # The outer bound lets an index on the time seek.
        return Q(**{f"{time}__lte": self.at}) & (older | same)

    def cursor(self) -> str:
        """The place as a word that can stand in an address."""
        packed = orjson.dumps([self.at.isoformat(), self.source, self.key])
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")


Teller = Callable[[Actor, Any, Before | None, int], Iterable[Event]]


@dataclass(frozen=True)
class Source:
    """One teller of events on records of a noun, or of every noun ("*").

    ``kind`` is contact, trade, service, note or change.
    """

    name: str
    noun: str
    kind: str
    tell: Teller


@dataclass(frozen=True)
class Page:
    """Some events, and the cursor of the ones before them ("" when there are none)."""

    events: list[Event]
    next: str


_sources: list[Source] = []


def timeline(noun: str, name: str, kind: str) -> Callable[[Teller], Teller]:
    """Decorator: let ``tell(actor, record, before, limit)`` add events to a ``noun`` ("*": any).

    It gives its newest ``limit`` events older than ``before`` (use ``before.condition``), the
    newest first, with ``source=name``; the caller has made sure that the record may be seen.
    """

    def keep(tell: Teller) -> Teller:
        _sources.append(Source(name, noun, kind, tell))
        return tell

    return keep


def events_of(
    actor: Actor, noun: str, record: Any, *, cursor: str = "", kind: str = "", limit: int = 20
) -> Page:
    """The newest events of all sources (or of one kind) before the cursor."""
    before = _decoded(cursor) if cursor else None
    told = [
        one.tell(actor, record, before, limit + 1)
        for one in _sources
        if one.noun in (noun, "*") and kind in ("", one.kind)
    ]
    newest = merge(*told, key=lambda event: event.order, reverse=True)
    found = list(islice(newest, limit + 1))
    more = len(found) > limit
    last = found[limit - 1] if more else None
    return Page(found[:limit], Before(last.at, last.source, last.key).cursor() if last else "")


def _decoded(cursor: str) -> Before:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        moment, source, key = orjson.loads(base64.urlsafe_b64decode(padded))
        at = dt.datetime.fromisoformat(moment)
        if at.tzinfo is None:
            raise ValueError(moment)
        return Before(at, str(source), int(key))
    except (ValueError, TypeError, binascii.Error):
        raise InvalidFilter(_("This page mark is damaged; start from the first page.")) from None
