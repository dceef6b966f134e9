"""The rooms of the house as a person finds them in the rail."""

from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy

from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.schema import schema_version
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.pages import pages_for


@dataclass(frozen=True)
class Item:
    """One page of a room."""

    label: str | Promise
    href: str
    shelf: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class Shelf:
    """Pages of a room that stand together; without a name they are always in sight."""

    label: str
    items: tuple[Item, ...]

    @property
    def is_open(self) -> bool:
        """Whether one of its pages is open."""
        return any(item.is_current for item in self.items)


@dataclass(frozen=True)
class Room:
    """One room: where it starts, and what is in it."""

    name: str
    label: str | Promise
    icon: str
    letter: str = ""
    items: tuple[Item, ...] = field(default=())
    is_current: bool = False
    pages_first: bool = False

    @property
    def href(self) -> str:
        """Where the room opens."""
        return self.items[0].href if self.items else "/"

    @property
    def is_open(self) -> bool:
        """Whether its pages are listed under it."""
        return self.is_current and len(self.items) > 1

    @property
    def shelves(self) -> list[Shelf]:
        """Its pages, in order; the shelves where their first page would stand."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            found.setdefault(item.shelf, []).append(item)
        return [Shelf(label, tuple(items)) for label, items in found.items()]


ROOMS = (
    Room("customers", pgettext_lazy("room", "Customers"), "people", "c"),
    Room("sales", pgettext_lazy("room", "Sales"), "sales", "s"),
    Room("activities", pgettext_lazy("room", "Activities"), "calendar", "a"),
    Room("surveys", pgettext_lazy("room", "Satisfaction surveys"), "star", "y"),
    Room("catalog", pgettext_lazy("room", "Catalog"), "product", "p"),
    Room("insight", pgettext_lazy("room", "Insight"), "insight", "i", pages_first=True),
    Room("custom", pgettext_lazy("room", "Your own records"), "star", "o"),
)

Items = dict[str, list[Item]]
MOST_KNOWN = 2_048
_known: dict[tuple[int, int | None, str | None], tuple[Actor, Items]] = {}


def rooms_for(actor: Actor, path: str) -> list[Room]:
    """The rooms that hold something this actor may open, the current one unfolded."""
    found = _items_for(actor)
    return [_filled(room, found[room.name], path) for room in ROOMS if found[room.name]]


def _items_for(actor: Actor) -> Items:
    """What this actor may open, by room; found once for as long as rights and nouns stay."""
    key = id(actor), schema_version(), get_language()
    known = _known.get(key)
    # The entry holds its actor, so that the number of a gone one is never met again.
    if known is None or known[0] is not actor:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        known = _known[key] = actor, _found_for(actor)
    return known[1]


def _found_for(actor: Actor) -> Items:
    lists: Items = {}
    for noun in nouns().values():
        if noun.in_navigation and actor.may(noun.permission("read")):
            item = Item(noun.plural, f"/{noun.key}/", str(noun.shelf))
            lists.setdefault(noun.room, []).append(item)
    pages: Items = {}
    for link in pages_for(actor):
        pages.setdefault(link.room, []).append(Item(link.label, link.href, str(link.shelf)))
    return {room.name: _in_order(room, lists, pages) for room in ROOMS}


def _in_order(room: Room, lists: Items, pages: Items) -> list[Item]:
    both = [lists.get(room.name, []), pages.get(room.name, [])]
    return sum(reversed(both) if room.pages_first else both, [])


def _filled(room: Room, items: list[Item], path: str) -> Room:
    # The longest address wins, so that a room's first page is not current on all the others.
    current = max((item.href for item in items if path.startswith(item.href)), key=len, default="")
    marked = tuple(
        replace(item, is_current=True) if item.href == current else item for item in items
    )
    return replace(room, items=marked, is_current=bool(current))
