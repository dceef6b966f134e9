"""Pages that a room adds to its part of the navigation beside the lists of its nouns."""

from dataclasses import dataclass

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.fields import Label


@dataclass(frozen=True)
class PageLink:
    """A page of a room; shown to whoever holds the permission, to everyone without one.

    Pages of one ``shelf`` stand together under its name; without one a page is always in sight.
    """

    room: str
    label: Label
    href: str
    permission: str = ""
    shelf: Label = ""


_pages: list[PageLink] = []


def add_page(link: PageLink) -> None:
    """Show the page in the navigation of its room."""
    if link not in _pages:
        _pages.append(link)


def pages_for(actor: Actor) -> list[PageLink]:
    """The pages this actor may open, in the order in which rooms added them."""
    return [one for one in _pages if not one.permission or actor.may(one.permission)]
