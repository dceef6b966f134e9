"""The newest rows of a list, as many as a list counts: what a large board is made of."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.reading import TOTAL_CAP, ListQuery, matching, read_total


def rows_within_cap(
    actor: Actor, noun: Noun[Any], query: ListQuery, at: dt.datetime, *, is_exact: bool
) -> tuple[QuerySet[Any], bool]:
    """The matching rows, or the newest of them where there are more; whether there are."""
    rows = matching(actor, noun, query, at=at)
    if is_exact or not read_total(actor, noun, query, at=at).is_capped:
        return rows, False
    newest = rows.order_by("-pk").values("pk")[:TOTAL_CAP]
    return noun.base().filter(pk__in=newest), True
