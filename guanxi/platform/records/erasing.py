"""Removing what other parts keep of a person whose data are to be erased."""

import datetime as dt
from collections.abc import Callable

# Gives how many rows it emptied or removed of the record (noun, id).
Eraser = Callable[[str, int, dt.datetime], int]
_erasers: dict[str, Eraser] = {}


def on_erase(what: str) -> Callable[[Eraser], Eraser]:
    """Decorator: call ``erase(noun, record_id, at)`` when a person's data are erased.

    ``what`` names the rows in the proof ("files"). It must leave what books need: amounts,
    dates and ids stay, names and words go.
    """

    def keep(eraser: Eraser) -> Eraser:
        _erasers[what] = eraser
        return eraser

    return keep


def erase_elsewhere(noun: str, record_id: int, at: dt.datetime) -> dict[str, int]:
    """Let every part erase what it keeps of the record; how many rows each touched."""
    return {what: eraser(noun, record_id, at) for what, eraser in _erasers.items()}
