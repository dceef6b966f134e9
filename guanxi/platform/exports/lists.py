"""A list as a file: the same rows, in the same order, within the same rights."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import QuerySet

from guanxi.platform.actors.actor import Actor
from guanxi.platform.exports.exactness import ID_COLUMN, exact_heading, numbered
from guanxi.platform.exports.references import references_of
from guanxi.platform.exports.sheets import CsvSheet, Sheet, XlsxSheet, closing
from guanxi.platform.exports.values import Style, writer_of
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.keyset import order_of
from guanxi.platform.records.reading import ListQuery, list_columns, mask_rows, matching
from guanxi.platform.records.titles import Titles, titles_of
from guanxi.platform.rights.visibility import require, visible_to

PAGE = 2_000
FORMATS = ("csv", "xlsx")
Told = Callable[[int], None]


@dataclass(frozen=True)
class Wanted:
    """What is to be in the file; ``exact`` gives an import back the identical values.

    ``with_id`` puts the id before the columns, and calls related records by theirs; ``from_bin``
    means the rows that no list shows; ``ids`` are the only rows meant, where some were ticked.
    """

    query: ListQuery
    format: str = "csv"
    exact: bool = False
    mark: bool = True
    with_id: bool = False
    from_bin: bool = False
    ids: Sequence[int] = ()
    style: Style = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "style", Style(self.exact, by_id=self.with_id))


class Written(NamedTuple):
    """How many rows a file has, and how many texts did not fit into their cells."""

    rows: int
    cut: int


def write_list(
    path: Path,
    actor: Actor,
    noun: Noun[Any],
    wanted: Wanted,
    *,
    at: dt.datetime,
    told: Told = lambda number: None,
) -> Written:
    """Write the file. ``told`` hears of every page."""
    columns = list_columns(actor, noun, wanted.query.columns)
    sheet = _sheet(path, wanted, columns)
    number, is_numbered = 0, wanted.exact and not wanted.with_id
    with closing(sheet):
        for rows in _pages(actor, noun, wanted, columns, at):
            titles = _called(actor, wanted, columns, rows)
            masked = {one.name for one in columns if _is_masked(actor, noun, one)}
            writers = [
                (one.name, None if one.name in masked else writer_of(one, wanted.style, titles))
                for one in columns
            ]
            for row in mask_rows(actor, noun, columns, rows):
                cells = [write(row[name]) if write else row[name] for name, write in writers]
                before = [row["id"]] if wanted.with_id else []
                after = [numbered(row["id"])] if is_numbered else [None] * wanted.exact
                sheet.row([*before, *cells, *after])
            number += len(rows)
            told(number)
    return Written(number, sheet.cut)


def _called(
    actor: Actor, wanted: Wanted, columns: Sequence[Field], rows: list[dict[str, Any]]
) -> Titles:
    if wanted.with_id:
        return {}
    named = references_of if wanted.exact else titles_of
    return named(actor, columns, rows)


def exportable(actor: Actor, noun: Noun[Any], query: ListQuery, at: dt.datetime) -> QuerySet[Any]:
    """The rows of the list that the actor may take out, in no order."""
    require(actor, noun.permission("export"))
    rows = matching(actor, noun, query, at=at)
    if actor.scope(noun.permission("export")) == actor.scope(noun.permission("read")):
        return rows
    return rows.filter(pk__in=visible_to(actor, noun, "export").values("pk"))


def _pages(
    actor: Actor, noun: Noun[Any], wanted: Wanted, columns: Sequence[Field], at: dt.datetime
) -> Iterator[list[dict[str, Any]]]:
    order = order_of(actor, noun, wanted.query.sort)
    rows, cursor = exportable(actor, noun, wanted.query, at), ""
    if wanted.from_bin:
        rows = noun.base().exclude(pk__in=rows.values("pk"))
    if wanted.ids:
        rows = rows.filter(pk__in=wanted.ids)
    while True:
        page, cursor, _previous = order.read(order.page(rows, cursor, PAGE), columns, cursor, PAGE)
        if page:
            yield page
        if not cursor:
            return


def _sheet(path: Path, wanted: Wanted, columns: Sequence[Field]) -> Sheet:
    heading = [one.name if wanted.exact else str(one.label) for one in columns]
    if wanted.exact:
        heading.append(exact_heading(by_id=wanted.with_id))
    if wanted.with_id:
        heading.insert(0, ID_COLUMN)
    if wanted.format == "xlsx":
        return XlsxSheet(path, heading, may_cut=not wanted.exact)
    return CsvSheet(path, heading, mark=wanted.mark)


def _is_masked(actor: Actor, noun: Noun[Any], column: Field) -> bool:
    return actor.field_mode(noun.key, column.name) == "masked"
