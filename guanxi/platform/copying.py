"""Rows as the lines that PostgreSQL's COPY reads, made column by column.

Looking at a whole column once, for what has to be written otherwise, costs a fraction of looking
at every value; and what is the same in every row is written out once.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice, repeat
from typing import Any, Protocol

Writer = Callable[[Any], str]

NOTHING = "\\N"
# The backslash comes first: the others are written with one.
SPECIAL = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
LINES = 10_000
# Its signature, with neither flags nor a longer header; and the row of -1 columns that ends it.
BINARY_START = b"PGCOPY\n\xff\r\n\0" + bytes(8)
BINARY_END = b"\xff\xff"


class Cursor(Protocol):
    """What can begin to copy: a cursor of the driver, or Django's around it."""

    def copy(self, statement: str) -> Any:
        """A block that takes the lines."""


def copy_columns(cursor: Cursor, into: str, columns: Sequence[Iterable[Any]]) -> None:
    """Bring rows, given column by column, into a table, as in ``into``: "thing (id, name)".

    One of the columns at least must have an end, and all that have are of one length: ValueError
    where they are not. A `repeat` is the same in every row.
    """
    with cursor.copy(f"COPY {into} FROM STDIN") as copy:
        lines = lines_of(columns)
        while some := list(islice(lines, LINES)):
            copy.write("\n".join(some) + "\n")


def copy_packed(cursor: Cursor, into: str, rows: Iterable[bytes]) -> None:
    """Bring rows into a table that are packed already, as PostgreSQL's binary COPY wants them."""
    with cursor.copy(f"COPY {into} FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(BINARY_START)
        waiting = iter(rows)
        while some := list(islice(waiting, LINES)):
            copy.write(b"".join(some))
        copy.write(BINARY_END)


def lines_of(columns: Sequence[Iterable[Any]]) -> Iterator[str]:
    """Each row as a line: tabs between its values, what would break it written otherwise."""
    pieces: list[Iterable[str]] = []
    alike = ""
    for column in columns:
        if isinstance(column, repeat):
            alike += f"{_written(next(column))}\t"
            continue
        texts = texts_of(column)
        pieces.append(map(alike.__add__, texts) if alike else texts)
        alike = ""
    lines = map("\t".join, zip(*pieces, strict=True))
    end = f"\t{alike[:-1]}" if alike else ""
    return (line + end for line in lines) if end else lines


def texts_of(values: Iterable[Any]) -> Iterable[str]:
    """The values of one column as they stand in a line."""
    values = values if isinstance(values, list | tuple) else list(values)
    kinds = set(map(type, values))
    if kinds == {str}:
        return _plain_or_mended(values)
    if kinds == {int}:
        return map(str, values)
    return map(_written, values)


def _plain_or_mended(texts: Iterable[str]) -> Iterable[str]:
    together = "".join(texts)
    for sign, instead in SPECIAL.items():
        if sign in together:
            texts = [text.replace(sign, instead) for text in texts]
    return texts


def _mended(text: str) -> str:
    for sign, instead in SPECIAL.items():
        text = text.replace(sign, instead)
    return text


def _written(value: Any) -> str:
    return WRITERS.get(type(value), _other)(value)


def _other(value: Any) -> str:
    """Choices as what they stand for, days and moments as ISO writes them."""
    if isinstance(value, int):
        return str(int(value))
    return value.isoformat() if hasattr(value, "isoformat") else _mended(str(value))


WRITERS: dict[type, Writer] = {
    type(None): lambda _: NOTHING,
    bool: lambda value: "t" if value else "f",
    str: _mended,
    int: str,
    float: repr,
    Decimal: str,
    bytes: lambda value: f"\\\\x{value.hex()}",
}
