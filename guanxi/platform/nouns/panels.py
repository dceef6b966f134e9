"""Parts of a record page that a room draws itself, such as the 360° view of a customer."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.fields import Label

Place = Literal["head", "figures", "left", "story", "right"]
Context = Callable[[Actor, Any, dt.datetime], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """A part of the page of one noun: ``template`` is filled with what ``context`` gives.

    One that has a ``label`` is arranged and put away by administrators under that name.

    ``context(actor, record, at)`` gives None when there is nothing to show. A panel at
    "figures" replaces the row of key figures, one at "story" the plain history, one at "head"
    stands beside the name.
    """

    noun: str
    place: Place
    template: str
    context: Context
    order: int = 100
    label: Label = ""

    @property
    def key(self) -> str:
        """How it is named in an arrangement of the page."""
        return self.template.removesuffix(".html").replace("/", ".")


_panels: list[Panel] = []


def panel(
    noun: str, place: Place, template: str, order: int = 100, label: Label = ""
) -> Callable[[Context], Context]:
    """Decorator: show ``template``, filled by the function, on the page of every ``noun``."""

    def keep(context: Context) -> Context:
        _panels.append(Panel(noun, place, template, context, order, label))
        return context

    return keep


def panels_for(noun: str, place: str) -> list[Panel]:
    """The panels of one place on the page of a noun, in order."""
    found = [one for one in _panels if one.noun == noun and one.place == place]
    return sorted(found, key=lambda one: one.order)
