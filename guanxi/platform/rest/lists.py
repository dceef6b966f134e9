"""A page of records and their number, read without building model objects."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.reading import ListQuery, mask_rows, read_total
from guanxi.platform.records.together import Wanted, pages_together
from guanxi.platform.rest.reading import list_query
from guanxi.platform.rest.writing import json_answer, write_money


def list_records(
    request: HttpRequest, actor: Actor, noun: Noun[Any], at: dt.datetime
) -> HttpResponse:
    """A page of records: rows, the cursors around them, and the total asked for."""
    query, total = list_query(request, noun)
    found = page_values(actor, noun, query, at)
    if total != "none":
        counted = read_total(actor, noun, query, exact=total == "exact", at=at)
        found["total"] = {"number": counted.number, "is_capped": counted.is_capped}
    return json_answer(found)


def page_values(actor: Actor, noun: Noun[Any], query: ListQuery, at: dt.datetime) -> dict[str, Any]:
    """Rows by field name, with the cursors of the pages before and after."""
    return pages_values(actor, [(noun, query)], at)[0]


def pages_values(actor: Actor, wanted: Wanted, at: dt.datetime) -> list[dict[str, Any]]:
    """As ``page_values``, of several lists at once."""
    pages = pages_together(actor, wanted, at=at)
    for (noun, _query), page in zip(wanted, pages, strict=True):
        mask_rows(actor, noun, page.columns, page.rows)
        write_money(actor, noun, page.columns, page.rows)
    return [
        {"rows": one.rows, "next": one.next or None, "previous": one.previous or None}
        for one in pages
    ]
