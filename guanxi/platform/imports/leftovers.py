"""What a killed import leaves: entries of the search index without records, indexes that rest."""

import datetime as dt
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from guanxi.platform.files.sweeping import remove_left
from guanxi.platform.imports.filling import make_missing
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.imports.recipes import Recipe
from guanxi.platform.imports.starting import imports_folder
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.registry import job, scheduled
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.holding import hold
from guanxi.platform.search.matching import span_of

LEFT = (
    "DELETE FROM platform_searchentry AS entry WHERE entry.id BETWEEN %s AND %s"
    ' AND NOT EXISTS (SELECT 1 FROM "{table}" AS one WHERE one.id = entry.id - %s)'
)


def one_import_at_a_time(written: Collection[str], named: Collection[str] = ()) -> None:
    """Wait until no other batch or undo writes one of these nouns; until the transaction ends.

    Records of those that are only ``named`` stay where they are meanwhile: an order does not see
    its customer undone.
    """
    # Two at once could each find a customer missing, and in one order nobody waits in a circle.
    for key in sorted({*written, *named}):
        hold(f"import:{key}", shared=key not in written)


def remove_leftovers(recipe: Recipe) -> int:
    """Take out entries whose records never came; gives how many."""
    return sum(_removed(noun_named(key)) for key in recipe.nouns())


@job("imports.leftovers", long=True)
def remove_all_leftovers(context: JobContext) -> dict[str, int]:
    """The same for every noun, for imports that nobody went on with; how many, by noun."""
    make_missing()
    found = {}
    for key, noun in nouns().items():
        context.check_cancelled()
        if removed := _removed(noun):
            found[key] = removed
    return found | {"files": _remove_files(timezone.now())}


scheduled("imports.leftovers", kind="imports.leftovers", cron="40 3 * * *")


def _remove_files(now: dt.datetime) -> int:
    """Files that were arriving when the server was killed, so that no import tells of them."""
    # By name: a data folder that was moved keeps its files.
    known = {Path(path).name for path in ImportRun.objects.values_list("path", flat=True)}
    return sum(remove_left(one, now) for one in imports_folder().glob("*") if one.name not in known)


def _removed(noun: Noun[Any]) -> int:
    span = span_of(noun.key)
    if span is None or connection.vendor != "postgresql":
        return 0
    # Entries are committed before their records, but within the batch that holds this lock.
    with transaction.atomic(), connection.cursor() as cursor:
        one_import_at_a_time([noun.key])
        cursor.execute(
            LEFT.format(table=noun.model._meta.db_table), [span.first, span.last, span.first]
        )
        return int(cursor.rowcount)
