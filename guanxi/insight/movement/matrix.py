"""Then beside now as a table: one row for each class before, one column for each class now."""

from collections.abc import Sequence
from dataclasses import dataclass

from guanxi.insight.measures import UNKNOWN, UNKNOWN_NAME, Class, Text
from guanxi.insight.structure.links import list_where

SHADES = 6


@dataclass(frozen=True)
class Cell:
    """Customers who went from the class of the row to that of the column."""

    customers: int
    shade: str
    way: str
    href: str
    title: str


@dataclass(frozen=True)
class Row:
    """One class before, how many were in it, and where they are now."""

    label: Text
    customers: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    """The whole table; `better` and `worse` count who moved up and down."""

    columns: tuple[Text, ...]
    rows: tuple[Row, ...]
    now: tuple[int, ...]
    better: int
    worse: int


def matrix_of(
    moves: dict[tuple[str, str], int], classes: Sequence[Class], was: str, now: str
) -> Matrix:
    """The table of the moves; `classes` from the best to the least, unknown comes last.

    `was` and `now` are the columns of the profile that lead to the customers of a cell.
    """
    named = {str(one.key): one.label for one in classes} | {UNKNOWN: UNKNOWN_NAME}
    order = list(named)
    shown = {pair: number for pair, number in moves.items() if pair != (UNKNOWN, UNKNOWN)}
    used = [key for key in order if any(key in pair for pair in shown)]
    rows = []
    for before in used:
        total = sum(shown.get((before, after), 0) for after in used)
        cells = [_cell(shown, (before, after), order, (was, now), named, total) for after in used]
        rows.append(Row(named[before], total, tuple(cells)))
    ranked = {pair: n for pair, n in shown.items() if UNKNOWN not in pair}
    return Matrix(
        columns=tuple(named[key] for key in used),
        rows=tuple(rows),
        now=tuple(sum(shown.get((before, after), 0) for before in used) for after in used),
        better=sum(n for (a, b), n in ranked.items() if order.index(b) < order.index(a)),
        worse=sum(n for (a, b), n in ranked.items() if order.index(b) > order.index(a)),
    )


def _cell(  # noqa: PLR0913 what a cell is made of
    moves: dict[tuple[str, str], int],
    pair: tuple[str, str],
    order: list[str],
    columns: tuple[str, str],
    named: dict[str, Text],
    total: int,
) -> Cell:
    number = moves.get(pair, 0)
    shade = 0 if not number else 1 + round((SHADES - 1) * (number / total) ** 0.5)
    places = [order.index(key) for key in pair]
    way = (
        ""
        if places[0] == places[1] or UNKNOWN in pair
        else "up"
        if places[1] < places[0]
        else "down"
    )
    conditions = [(column, "is", key) for column, key in zip(columns, pair, strict=True)]
    return Cell(
        number,
        f"h{shade}",
        way,
        list_where(*conditions),
        " → ".join(str(named[key]) for key in pair),
    )
