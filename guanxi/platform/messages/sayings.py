"""News are kept as what happened and said when they are read, in the language in force by then."""

from collections.abc import Callable, Mapping
from typing import Any

from guanxi.platform.actors.actor import Actor

Given = Mapping[str, Any]
# What a reader is told, by the title of the record before them and by what is kept of the news.
Words = Callable[[Actor, str, Given], str]
LONGEST = 300

_sayings: dict[str, Words] = {}


def saying(kind: str) -> Callable[[Words], Words]:
    """Decorator: the function says news of this kind."""

    def register(words: Words) -> Words:
        _sayings[kind] = words
        return words

    return register


def is_sayable(kind: str) -> bool:
    """Whether somebody says news of this kind; not where their room is no longer there."""
    return kind in _sayings


def said(kind: str, reader: Actor, title: str, given: Given) -> str:
    """The news before this reader, cut at `LONGEST` characters."""
    return shortened(str(_sayings[kind](reader, title, given)))


def shortened(text: str) -> str:
    """The text, cut at `LONGEST` characters."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
