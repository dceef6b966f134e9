"""Several lists at once: what belongs to one record is read in one exchange with the database."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.prepared import rows_of_each
from guanxi.platform.records.reading import (
    ListPage,
    ListQuery,
    asked_for,
    list_columns,
    mask_rows,
)
from guanxi.platform.records.titles import titles_of_each

Wanted = Sequence[tuple[Noun[Any], ListQuery]]


def read_together(actor: Actor, wanted: Wanted, *, at: dt.datetime | None = None) -> list[ListPage]:
    """A page of each list; the titles of what they name are asked for once by kind of record."""
    pages = pages_together(actor, wanted, at=at)
    titles = titles_of_each(actor, [(one.columns, one.rows) for one in pages])
    for (noun, _query), page in zip(wanted, pages, strict=True):
        mask_rows(actor, noun, page.columns, page.rows)
    return [ListPage(one.columns, one.rows, titles, one.next, one.previous) for one in pages]


def pages_together(
    actor: Actor, wanted: Wanted, *, at: dt.datetime | None = None
) -> list[ListPage]:
    """A page of each list as it is stored: without titles, and not masked yet."""
    columns = [list_columns(actor, noun, query.columns) for noun, query in wanted]
    asked = [
        asked_for(actor, noun, query, shown, at)
        for (noun, query), shown in zip(wanted, columns, strict=True)
    ]
    found = rows_of_each([one.statement for one in asked])
    named = [one.named(rows) for one, rows in zip(asked, found, strict=True)]
    return [
        ListPage(shown, rows, {}, following, previous)
        for shown, (rows, following, previous) in zip(columns, named, strict=True)
    ]
