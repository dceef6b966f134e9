"""The first rows of every cell of a board divided twice, by a constant number of queries."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.grouping import Grouping
from guanxi.platform.records.keyset import Order, order_of
from guanxi.platform.records.reading import ListQuery, list_columns, mask_rows, matching
from guanxi.platform.records.titles import Titles, titles_of
from guanxi.platform.rights.visibility import condition

Keys = tuple[str, str]

# Whoever walks a list in its order soon meets the first rows of a large cell. Those of small ones
# may stand anywhere, but are few enough to be ranked.
LARGE, MOST_LARGE = 1_000, 120


@dataclass(frozen=True)
class Axis:
    """A grouping and those of its groups that are read."""

    by: Grouping
    keys: Sequence[str]


@dataclass(frozen=True)
class Crossing:
    """Two axes, and how many rows stand where their groups cross; nothing where none do."""

    down: Axis
    across: Axis
    counts: Mapping[Keys, int]

    def cells(self) -> list[tuple[int, Keys]]:
        """The cells that hold rows, each with its number, the largest first."""
        width = len(self.across.keys)
        found = [
            (at * width + lane, (key, other))
            for at, key in enumerate(self.down.keys)
            for lane, other in enumerate(self.across.keys)
            if self.counts.get((key, other))
        ]
        return sorted(found, key=lambda one: -self.counts[one[1]])


@dataclass(frozen=True)
class Crossed:
    """The rows of each cell by its two keys, and the cursor of those that follow."""

    columns: list[Field] = field(default_factory=list)
    cells: dict[Keys, tuple[list[dict[str, Any]], str]] = field(default_factory=dict)
    titles: Titles = field(default_factory=dict)


def read_crossing(
    actor: Actor, noun: Noun[Any], query: ListQuery, crossing: Crossing, at: dt.datetime
) -> Crossed:
    """``query.limit`` rows of each cell in the order of the list, as ``read_list`` gives a page.

    Two queries find which rows come first in large cells and in small ones, one reads them, and
    one for each kind of record that they name; however many cells there are.
    """
    order = order_of(actor, noun, query.sort)
    columns = list_columns(actor, noun, query.columns)
    rows = matching(actor, noun, query, at=at)
    cell_of = _first(actor, noun, rows, order, query.limit + 1, crossing, at)
    paths = order.paths(noun.model, columns)
    read = order.sortable(noun.base().filter(pk__in=cell_of)).order_by(*order.clauses)
    held: dict[Keys, list[Sequence[Any]]] = {}
    for row in read.values_list(*paths):
        held.setdefault(cell_of[row[0]], []).append(row)
    cells = {}
    for keys, found in held.items():
        named, following, _before = order.named(paths, found, columns, "", query.limit)
        cells[keys] = (mask_rows(actor, noun, columns, named), following)
    every = [row for found, _following in cells.values() for row in found]
    return Crossed(columns, cells, titles_of(actor, columns, every))


def _first(  # noqa: PLR0913 - what is read, by whom, and how
    actor: Actor,
    noun: Noun[Any],
    rows: QuerySet[Any],
    order: Order,
    limit: int,
    crossing: Crossing,
    at: dt.datetime,
) -> dict[int, Keys]:
    """The ids of the first rows of each cell, and the cell of each."""
    cells = crossing.cells()
    keys_of = dict(cells)
    large = [one for one in cells[:MOST_LARGE] if crossing.counts[one[1]] >= LARGE]
    small = [number for number, _keys in cells[len(large) :]]
    found: list[tuple[int, int]] = []
    if large:
        within = [
            (number, _within(actor, noun, rows, crossing, keys, at)) for number, keys in large
        ]
        found += _walked(noun, within, order, limit)
    if small:
        found += _ranked(_numbered(actor, noun, rows, crossing, at), small, order, limit)
    return {pk: keys_of[number] for number, pk in found}


def _within(
    actor: Actor,
    noun: Noun[Any],
    rows: QuerySet[Any],
    crossing: Crossing,
    keys: Keys,
    at: dt.datetime,
) -> QuerySet[Any]:
    for axis, key in zip((crossing.down, crossing.across), keys, strict=True):
        rows = rows.filter(condition(actor, noun, axis.by.condition(key), at))
    return rows


def _walked(
    noun: Noun[Any], cells: Sequence[tuple[int, QuerySet[Any]]], order: Order, limit: int
) -> list[tuple[int, int]]:
    """The first rows of each cell, found by itself in the order of the list."""
    parts = []
    for number, rows in cells:
        first = order.sortable(rows).order_by(*order.clauses)[:limit].values("pk")
        marked = noun.model._base_manager.filter(pk__in=first).annotate(cell=Value(number))
        parts.append(marked.values_list("cell", "pk"))
    return list(parts[0].union(*parts[1:], all=True))


def _ranked(
    rows: QuerySet[Any], numbers: Sequence[int], order: Order, limit: int
) -> list[tuple[int, int]]:
    """The first rows of each of the cells, all rows of which are put in order."""
    among = order.sortable(rows.filter(cell__in=numbers))
    nth = Window(RowNumber(), partition_by=[F("cell")], order_by=order.clauses)
    return list(among.annotate(nth=nth).filter(nth__lte=limit).values_list("cell", "pk"))


def _numbered(
    actor: Actor, noun: Noun[Any], rows: QuerySet[Any], crossing: Crossing, at: dt.datetime
) -> QuerySet[Any]:
    """The rows, each with the number of the cell that it falls into."""
    places = []
    for axis in (crossing.down, crossing.across):
        whens = [
            When(condition(actor, noun, axis.by.condition(key), at), then=Value(place))
            for place, key in enumerate(axis.keys)
        ]
        places.append(Case(*whens, default=None, output_field=IntegerField()))
    width = Value(len(crossing.across.keys))
    numbered: QuerySet[Any] = rows.annotate(cell=places[0] * width + places[1])
    return numbered
