"""Taking what was erased out of the pages of the index too, not only out of what is found.

SQLite's index notes that a gram is gone and keeps it until its parts are merged, and a name of
three signs stands in it as one gram.
"""

import datetime as dt

from django.db import connection, transaction

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.registry import job
from guanxi.platform.records.erasing import on_erase

KIND = "search.merge"
# So many pages at once keep nobody waiting who wants to write.
PAGES = 500
# A merge that found nothing to do has changed this one row.
NOTHING = 1


@on_erase("search")
def ask_for_merge(noun: str, record_id: int, at: dt.datetime) -> int:
    """Have the index merged once the record is out of it; it holds no row to count."""
    if connection.vendor == "sqlite":
        enqueue(KIND, actor=SYSTEM, at=at, dedupe_key=KIND, follows=True)
    return 0


@job(KIND, long=True, retries=2)
def merge_step_by_step(context: JobContext) -> dict[str, int]:
    """Merge the whole index, in steps between which others write; how many it took."""
    if connection.vendor != "sqlite":
        return {"steps": 0}
    # A negative number begins with all parts, a positive one goes on.
    steps, pages = 0, -PAGES
    while _has_merged(pages):
        context.check_cancelled()
        steps, pages = steps + 1, PAGES
    return {"steps": steps}


@transaction.atomic
def _has_merged(pages: int) -> bool:
    with connection.cursor() as cursor:
        before = connection.connection.total_changes
        cursor.execute(
            "INSERT INTO platform_searchgrams(platform_searchgrams, rank) VALUES ('merge', %s)",
            [pages],
        )
    return bool(connection.connection.total_changes - before > NOTHING)
