"""The rooms of the house as a person finds them in the rail."""

from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.pages import pages_for


@dataclass(frozen=True)
class Item:
    """One page of a room."""

    label: str | Promise
    href: str
    is_current: bool = False


@dataclass(frozen=True)
class Room:
    """One room: where it starts, and what is in it."""

    name: str
    label: str | Promise
    icon: str
    letter: str = ""
    items: tuple[Item, ...] = field(default=())
    is_current: bool = False

    @property
    def href(self) -> str:
        """Where the room opens."""
        return self.items[0].href if self.items else "/"

    @property
    def is_open(self) -> bool:
        """Whether its pages are listed under it."""
        return self.is_current and len(self.items) > 1


ROOMS = (
    Room("customers", pgettext_lazy("room", "Customers"), "people", "c"),
    Room("sales", pgettext_lazy("room", "Sales"), "sales", "s"),
    Room("activities", pgettext_lazy("room", "Activities"), "calendar", "a"),
    Room("surveys", pgettext_lazy("room", "Satisfaction surveys"), "star", "y"),
    Room("catalog", pgettext_lazy("room", "Catalog"), "product", "p"),
    Room("insight", pgettext_lazy("room", "Insight"), "insight", "i"),
    Room("custom", pgettext_lazy("room", "Your own records"), "star", "o"),
)


def rooms_for(actor: Actor, path: str) -> list[Room]:
    """The rooms that hold something this actor may open, the current one unfolded."""
    found: dict[str, list[Item]] = {}
    for noun in nouns().values():
        if noun.in_navigation and actor.may(noun.permission("read")):
            found.setdefault(noun.room, []).append(Item(noun.plural, f"/{noun.key}/"))
    for link in pages_for(actor):
        found.setdefault(link.room, []).append(Item(link.label, link.href))
    return [_filled(room, found[room.name], path) for room in ROOMS if room.name in found]


def _filled(room: Room, items: list[Item], path: str) -> Room:
    # The longest address wins, so that a room's first page is not current on all the others.
    current = max((item.href for item in items if path.startswith(item.href)), key=len, default="")
    marked = tuple(replace(item, is_current=item.href == current) for item in items)
    return replace(room, items=marked, is_current=any(item.is_current for item in marked))
