"""Which line of the index a searched field has: its own, whatever becomes of the others.

Rights hide lines by their number, so a line must mean one field in every entry that is stored.
"""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.models import CustomField
from guanxi.platform.jobs.queue import enqueue

IN_FORCE = Q(retired_at=None, is_searchable=True)


def lines_of(rows: Iterable[CustomField], taken: Iterable[int]) -> dict[int, int]:
    """The line of each searched field by its id; those that had none come behind all others."""
    searched = [one for one in rows if one.is_searchable and one.retired_at is None]
    found = {one.pk: one.search_line for one in searched if one.search_line is not None}
    free = max([-1, *taken, *found.values()]) + 1
    for one in searched:
        if one.pk not in found:
            found[one.pk], free = free, free + 1
    return found


def keep_lines(noun: str) -> None:
    """Write down the lines of a noun's searched fields, before and after one comes or goes."""
    rows = CustomField.objects.filter(noun=noun).order_by("position", "pk")
    taken = [one.search_line for one in rows if one.search_line is not None]
    for pk, line in lines_of(rows, taken).items():
        CustomField.objects.filter(pk=pk, search_line=None).update(search_line=line)


def vacant(noun: str | None = None) -> QuerySet[CustomField]:
    """The fields that are searched no more, and still have words in the index."""
    found = CustomField.objects.exclude(search_line=None).exclude(IN_FORCE)
    return found.filter(noun=noun) if noun else found


def ask_for_words(noun: str, actor: Actor, at: dt.datetime) -> None:
    """Have the index of a noun made true by a worker; one that runs already may be past it."""
    enqueue("search.reindex", {"noun": noun}, actor=actor, at=at)
