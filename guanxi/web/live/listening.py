"""The open pages of this process, and what waits to be told to each."""

import asyncio
from dataclasses import dataclass, field

from guanxi.platform.facts.models import Fact
from guanxi.platform.messages.unread import Unread
from guanxi.web.context import counted
from guanxi.web.work.course import Course

HELD = 100


@dataclass(frozen=True)
class Bell:
    """How many notices wait, and after which of them there is something new."""

    unread: Unread
    after: int


News = Fact | Course | Bell | str


@dataclass(eq=False)
class Listener:
    """One open page: who looks, at which nouns or records, and what waits to be told.

    ``eyes_id`` is the person through whose eyes an administrator looks; nobody's by default.
    ``bell`` is the number that the page showed when it was opened, ``unread`` what it knows since.
    """

    user_id: int
    session_key: str
    watched: frozenset[str]
    eyes_id: int | None = None
    waiting: "asyncio.Queue[News]" = field(default_factory=lambda: asyncio.Queue(HELD))
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    company: list[dict[str, str]] = field(default_factory=list)
    work: Course = field(default_factory=Course)
    bell: str = ""
    unread: Unread | None = None
    told_up_to: int = 0

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

    def tell(self, news: News) -> None:
        """Let a fact, how work goes, the bell, or a place whose company changed wait to be told."""
        if not self.waiting.full():
            self.waiting.put_nowait(news)

    def ring(self, unread: Unread) -> None:
        """Let the bell show what waits, and tell what is new since the page was opened."""
        is_known = unread == self.unread
        if self.unread is None:
            is_known, self.told_up_to = counted(unread.count) == self.bell, unread.newest
        after = self.told_up_to
        self.unread, self.told_up_to = unread, max(after, unread.newest)
        if not is_known:
            self.tell(Bell(unread, after))


listeners: set[Listener] = set()


def company_changed(listener: Listener) -> None:
    """Tell every page that shows one of the same records, this one included."""
    for place in listener.places:
        for other in [one for one in listeners if place in one.places]:
            other.tell(place)
