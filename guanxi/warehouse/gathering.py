"""Many notes of one range become one: PostgreSQL adds some for every statement."""

from collections.abc import Callable

from django.db import connection, transaction

from guanxi.warehouse.source import NOTES, NOTHING

AT_ONCE = 20_000
# The notes of a range are dropped and one is written anew, rather than the newest kept: a refresh
# that is under way may have read the newest and not yet seen an older one that was committed
# later, and drops what it has read. What it has never read it cannot drop.
GATHER = f"""
    WITH many AS (
        SELECT source, bucket FROM {NOTES} WHERE source <> %(nothing)s
        GROUP BY source, bucket HAVING COUNT(*) > 1
    ), held AS (
        SELECT note.stamp FROM {NOTES} AS note JOIN many
            ON note.source = many.source AND note.bucket IS NOT DISTINCT FROM many.bucket
        ORDER BY note.source, note.bucket, note.stamp
        LIMIT %(at_once)s FOR UPDATE OF note SKIP LOCKED
    ), gone AS (
        DELETE FROM {NOTES} AS note USING held WHERE note.stamp = held.stamp
        RETURNING note.source, note.bucket
    ), kept AS (
        INSERT INTO {NOTES} (source, bucket) SELECT DISTINCT source, bucket FROM gone RETURNING 1
    )
    SELECT (SELECT COUNT(*) FROM gone) - (SELECT COUNT(*) FROM kept)
"""  # noqa: S608 our own names


def gather_notes(between: Callable[[], None] = lambda: None) -> int:
    """How many notes are gone; ``between`` is called before each of the short transactions.

    Whoever writes only ever adds notes, and waits for nobody who drops some. Where a range has
    one note by itself, as on SQLite, nothing is done.
    """
    if connection.vendor != "postgresql":
        return 0
    dropped = 0
    while True:
        between()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(GATHER, {"nothing": NOTHING, "at_once": AT_ONCE})
            gone = int(cursor.fetchone()[0])
        if not gone:
            return dropped
        dropped += gone
