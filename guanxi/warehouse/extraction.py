"""Bringing the star in step with the books: all of them, or only the ranges of ids that changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.warehouse.orders import Followers
from guanxi.warehouse.roll_up import Touched
from guanxi.warehouse.source import Source
from guanxi.warehouse.tables import CUSTOMER, FEEDS, LINE, ORDER, PROFILE, RANGE, Feed

if TYPE_CHECKING:
    import duckdb

# Past this share of changed ranges, reading the whole table once is quicker than range by range.
REREAD_WHOLE = 0.5
Notice = Callable[[int, int], None]


@dataclass(frozen=True)
class Changed:
    """Which ranges of ids of one table were read, and whether that was the whole table."""

    buckets: tuple[int, ...]
    whole: bool


@dataclass(frozen=True)
class House:
    """What reading the books needs to know of the firm, and the query of its daily purchases."""

    zone: str
    currency: str
    purchase_day: str


def extract_all(
    connection: duckdb.DuckDBPyConnection, source: Source, house: House
) -> dict[str, int]:
    """Read what changed in every table; the number of ranges read of each, by its table."""
    connection.execute(
        "CREATE TEMP MACRO local_day(instant) AS"
        f" CAST(timezone('{house.zone}', CAST(instant AS TIMESTAMPTZ)) AS DATE);"
        f"CREATE TEMP MACRO home_currency() AS '{house.currency}'"
    )
    touched, followers = Touched(connection, house.purchase_day), Followers(connection)
    ranges = {feed.table: len(extract(connection, source, feed).buckets) for feed in FEEDS}
    customers = extract(
        connection, source, CUSTOMER, lambda *ids: touched.add(_named(CUSTOMER, *ids))
    )
    orders = extract(connection, source, ORDER, followers.remember)
    lines = extract(connection, source, LINE, lambda *ids: touched.add(_named(LINE, *ids)))
    touched.everybody |= customers.whole or lines.whole
    if not lines.whole:
        followers.follow(touched.add)
    touched.roll_up()
    connection.execute(f"TRUNCATE {PROFILE.table}")
    _read(connection, source, PROFILE, PROFILE.condition)
    read = {CUSTOMER: customers, ORDER: orders, LINE: lines}
    return ranges | {feed.table: len(changed.buckets) for feed, changed in read.items()}


def extract(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    feed: Feed,
    notice: Notice = lambda low, high: None,
) -> Changed:
    """Read what changed of one table since its prints were kept.

    `notice` is called with each range of ids before and after it is read.
    """
    now = source.prints(feed.source, feed.condition, feed.sums, RANGE)
    before = kept_prints(connection, feed.source)
    changed = sorted(n for n in now.keys() | before.keys() if now.get(n) != before.get(n))
    whole = len(changed) > REREAD_WHOLE * len(before)
    spans = [(changed[0], changed[-1])] if whole and changed else runs(changed)
    for first, last in spans:
        low, high = first * RANGE, (last + 1) * RANGE
        notice(low, high)
        connection.execute(
            f"DELETE FROM {feed.table} WHERE {feed.key} >= {low} AND {feed.key} < {high}"  # noqa: S608 our own names
        )
        if any(first <= bucket <= last for bucket in now):
            _read(connection, source, feed, f"{feed.condition} AND id >= {low} AND id < {high}")
        notice(low, high)
    keep_prints(connection, feed.source, {n: now.get(n) for n in changed})
    return Changed(tuple(changed), whole)


def _named(feed: Feed, low: int, high: int) -> str:
    return (
        f"SELECT DISTINCT account_id FROM {feed.table}"  # noqa: S608 our own names
        f" WHERE {feed.key} >= {low} AND {feed.key} < {high}"
    )


def runs(buckets: Iterable[int]) -> list[tuple[int, int]]:
    """Neighbouring numbers joined: 1, 2, 5 gives (1, 2), (5, 5)."""
    joined: list[tuple[int, int]] = []
    for bucket in buckets:
        if joined and joined[-1][1] == bucket - 1:
            joined[-1] = (joined[-1][0], bucket)
        else:
            joined.append((bucket, bucket))
    return joined


def kept_prints(connection: duckdb.DuckDBPyConnection, source: str) -> dict[int, str]:
    """What the ranges of the table looked like when they were last read."""
    rows = connection.execute(
        "SELECT bucket, print FROM extract_print WHERE source = ?", [source]
    ).fetchall()
    return dict(rows)


def keep_prints(
    connection: duckdb.DuckDBPyConnection, source: str, prints: dict[int, str | None]
) -> None:
    """Remember what the ranges look like now; a range without rows is forgotten."""
    connection.execute(
        "DELETE FROM extract_print WHERE source = ? AND bucket IN (SELECT unnest(?::BIGINT[]))",
        [source, list(prints)],
    )
    kept = {bucket: text for bucket, text in prints.items() if text is not None}
    connection.execute(
        "INSERT INTO extract_print SELECT ?, unnest(?::BIGINT[]), unnest(?::VARCHAR[])",
        [source, list(kept), list(kept.values())],
    )


def _read(
    connection: duckdb.DuckDBPyConnection, source: Source, feed: Feed, condition: str
) -> None:
    query = f"SELECT {feed.columns} FROM {feed.source} WHERE {condition}"  # noqa: S608 our own names
    with source.batches(query) as incoming:
        connection.register("incoming", incoming)
        connection.execute(f"INSERT INTO {feed.table} {feed.keep}")
        connection.unregister("incoming")
