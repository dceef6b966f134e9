"""The rooms of the house as a person finds them in the rail."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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
    Room("customers", _("Customers"), "people"),
    Room("sales", _("Sales"), "sales"),
    Room("activities", _("Activities"), "calendar"),
    Room("catalog", _("Catalog"), "product"),
    Room("insight", _("Insight"), "insight"),
)


def rooms_with(pages: Sequence[tuple[str, Item]], path: str) -> list[Room]:
    """The rooms that hold at least one of these (room, page) pairs, the current one open."""
    filled = []
    for room in ROOMS:
        items = tuple(_marked(item, path) for name, item in pages if name == room.name)
        if items:
            current = any(item.is_current for item in items)
            filled.append(replace(room, items=items, is_current=current))
    return filled


def _marked(item: Item, path: str) -> Item:
    return replace(item, is_current=path.startswith(item.href))
