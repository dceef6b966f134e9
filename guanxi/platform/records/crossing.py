"""The first rows of every cell of a board divided twice, by a constant number of queries."""

import datetime as dt
from collections.abc import Sequence
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


@dataclass(frozen=True)
class Axis:
    """A grouping and those of its groups that are read."""

    by: Grouping
    keys: Sequence[str]


@dataclass(frozen=True)
class Crossed:
    """The rows of each cell by its two keys, and the cursor of those that follow."""

    columns: list[Field] = field(default_factory=list)
    cells: dict[Keys, tuple[list[dict[str, Any]], str]] = field(default_factory=dict)
    titles: Titles = field(default_factory=dict)


def read_crossing(
    actor: Actor, noun: Noun[Any], query: ListQuery, down: Axis, across: Axis, at: dt.datetime
) -> Crossed:
    """``query.limit`` rows of each cell in the order of the list, as ``read_list`` gives a page.

    One query finds which rows come first in their cells, one reads them, and one for each kind
    of record that they name; however many cells there are.
    """
    order = order_of(actor, noun, query.sort)
    columns = list_columns(actor, noun, query.columns)
    rows = matching(actor, noun, query, at=at)
    for name, axis in (("down", down), ("across", across)):
        rows = _placed(actor, noun, rows, name, axis, at)
    chosen = _first(rows, order, query.limit)
    paths = order.paths(noun.model, columns)
    read = order.sortable(noun.base().filter(pk__in=[pk for _, _, pk in chosen]))
    by_pk = {row[0]: row for row in read.values_list(*paths)}
    held: dict[Keys, list[Sequence[Any]]] = {}
    for place, lane, pk in chosen:
        if pk in by_pk:  # else it went for good between the two queries
            held.setdefault((down.keys[place], across.keys[lane]), []).append(by_pk[pk])
    cells = {}
    for keys, found in held.items():
        named, following, _before = order.named(paths, found, columns, "", query.limit)
        cells[keys] = (mask_rows(actor, noun, columns, named), following)
    every = [row for found, _following in cells.values() for row in found]
    return Crossed(columns, cells, titles_of(actor, columns, every))


def _placed(
    actor: Actor, noun: Noun[Any], rows: QuerySet[Any], name: str, axis: Axis, at: dt.datetime
) -> QuerySet[Any]:
    """The rows that fall into one of the groups, each with the place of its group."""
    whens = [
        When(condition(actor, noun, axis.by.condition(key), at), then=Value(place))
        for place, key in enumerate(axis.keys)
    ]
    which = Case(*whens, default=None, output_field=IntegerField())
    found: QuerySet[Any] = rows.annotate(**{name: which}).filter(**{f"{name}__isnull": False})
    return found


def _first(rows: QuerySet[Any], order: Order, limit: int) -> list[tuple[int, int, int]]:
    """The groups and ids of the first ``limit`` + 1 rows of each cell, in order."""
    numbered = order.sortable(rows).annotate(
        nth=Window(RowNumber(), partition_by=[F("down"), F("across")], order_by=order.clauses)
    )
    first = numbered.filter(nth__lte=limit + 1).order_by("down", "across", "nth")
    return list(first.values_list("down", "across", "pk"))
