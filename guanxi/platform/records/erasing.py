"""Removing what other parts keep of a person whose data are to be erased."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Words:
    """Columns of a table that speak of whom its rows name; ``is_history_kept`` as books need it."""

    columns: tuple[str, ...] = ()
    is_history_kept: bool = True


_words: dict[str, Words] = {}


def erase_words(table: str, *columns: str, keep_history: bool = False) -> None:
    """Let these columns of ``table`` ("app.Model") be emptied in rows that name an erased person.

    Custom values and the history of such rows go with them unless ``keep_history``. Tables of
    which nothing is said lose the texts that name the person, and no others.
    """
    _words[table] = Words(columns, keep_history)


def words_of(table: str) -> Words:
    """What was said of the table."""
    return _words.get(table, Words())
