"""Several lists at once: what belongs to one record is read in one exchange with the database."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.prepared import rows_of_each
from guanxi.platform.records.reading import (
    ListPage,
    ListQuery,
    asked_for,
    is_of_one,
    list_columns,
    mask_rows,
)
from guanxi.platform.records.titles import titles_of_each

# Of fewer lists each is asked for at once.
WORTH_LOOKING = 4
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
    bare = bare_lists(wanted)
    asked = {
        place: asked_for(actor, *one, columns[place], at)
        for place, one in enumerate(wanted)
        if place not in bare
    }
    found = rows_of_each([one.statement for one in asked.values()])
    named = {
        place: one.named(rows) for (place, one), rows in zip(asked.items(), found, strict=True)
    }
    return [
        ListPage(shown, rows, {}, following, previous)
        for place, shown in enumerate(columns)
        for rows, following, previous in [named.get(place, ([], "", ""))]
    ]


def bare_lists(wanted: Wanted) -> set[int]:
    """The places of lists of one record that have no row for anybody.

    Most of what could belong to a record does not. PostgreSQL needs longer to plan one list within
    rights than to look for a row in all of them, so it is asked for that first.
    """
    if connection.vendor != "postgresql":
        return set()
    looked = {
        place: found for place, one in enumerate(wanted) if (found := _any_row(*one)) is not None
    }
    if len(looked) < WORTH_LOOKING:
        return set()
    sql = f"SELECT {', '.join(found for found, _pk in looked.values())}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [pk for _found, pk in looked.values()])
        has_rows = cursor.fetchone() or ()
    return {place for place, has in zip(looked, has_rows, strict=True) if not has}


def _any_row(noun: Noun[Any], query: ListQuery) -> tuple[str, int] | None:
    """SQL for whether any row belongs to the record whose list it is, with the record's id."""
    if not is_of_one(noun, query):
        return None
    columns = {column.name: column for column in noun.model._meta.concrete_fields}
    pointing = columns.get(noun.fields[query.filter["field"]].path)
    if pointing is None:
        return None
    living = " AND deleted_at IS NULL" if "deleted_at" in columns else ""
    rows = f'FROM "{noun.model._meta.db_table}" WHERE "{pointing.column}" = %s{living}'
    return f"EXISTS(SELECT 1 {rows})", query.filter["value"]
