"""An actor as one session or call meets it: the same person, with a mark or two."""

from dataclasses import replace
from typing import Any

from guanxi.platform.actors.actor import Actor

REMEMBERED = 2_048

_marked: dict[tuple[Any, ...], tuple[Actor, Actor]] = {}


def marked(actor: Actor, **marks: Any) -> Actor:
    """The actor with these values: the very same object whenever the same is asked for.

    What is kept for an actor is kept for the object, see records.prepared. A copy of its own for
    each request would find nothing there, and leave behind what nobody finds again.
    """
    if all(getattr(actor, name) == value for name, value in marks.items()):
        return actor
    key = id(actor), *sorted(marks.items())
    known = _marked.get(key)
    # The entry holds its actor, so that the number of a gone one is never met again.
    if known is None or known[0] is not actor:
        if len(_marked) >= REMEMBERED:
            _marked.clear()
        known = _marked[key] = actor, replace(actor, **marks)
    return known[1]
