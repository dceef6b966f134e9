"""What a kind of definitions is: written by names, made by the verbs of its room."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from guanxi.platform.actors.actor import Actor
from guanxi.platform.definitions.shapes import Shape
from guanxi.platform.nouns.fields import Label

Said = dict[str, Any]
Name = tuple[str, ...]


class Part:
    """One kind of definitions, such as roles.

    ``written`` gives those of this house in a stable order, each as a JSON object without a single
    number of a row. ``begin`` makes one as far as it asks for nothing else, ``finish`` brings it to
    what is said; both refuse by RuleBroken, and may be called where it is there already.
    """

    key: ClassVar[str]
    label: ClassVar[Label]
    shape: ClassVar[Mapping[str, Shape]]
    identity: ClassVar[tuple[str, ...]]

    def written(self) -> list[Said]:
        """Those of this house, by names, in a stable order."""
        raise NotImplementedError

    def begin(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """Make it where it is not there yet, without what leads elsewhere."""

    def finish(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """Bring it to what is said."""
        raise NotImplementedError

    def title(self, said: Said) -> str:
        """What people call it."""
        return " · ".join(filter(None, self.name_of(said)))

    def name_of(self, said: Said) -> Name:
        """What tells it from all others of its kind, in this house and in any other."""
        found: list[str] = []
        for name in self.identity:
            value = said.get(name, "")
            found.append("/".join(map(str, value)) if isinstance(value, list) else str(value))
        return tuple(found)


def numbered(found: Sequence[Said], names: Sequence[str]) -> list[Said]:
    """Each with ``n``: which one it is of those that are called alike, mostly the first."""
    times: dict[str, int] = {}
    numbered_ones = []
    for said in found:
        called = str([said[name] for name in names])
        times[called] = times.get(called, 0) + 1
        numbered_ones.append({**said, "n": times[called]})
    return numbered_ones


def differences(before: Said, after: Said) -> Iterator[tuple[str, Any, Any]]:
    """Where two of one name differ: the way there, what was, what is."""
    for name in sorted({*before, *after}):
        was, now = before.get(name), after.get(name)
        if isinstance(was, dict) and isinstance(now, dict):
            yield from ((f"{name}.{way}", one, two) for way, one, two in differences(was, now))
        elif was != now:
            yield name, was, now
