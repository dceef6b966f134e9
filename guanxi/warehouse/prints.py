"""What ranges of rows looked like when they were last read, and which of them have changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from guanxi.warehouse.star import Feed

if TYPE_CHECKING:
    import duckdb


def kept_prints(connection: duckdb.DuckDBPyConnection, source: str) -> dict[int, str]:
    """What the ranges of the table looked like when they were last read."""
    rows = connection.execute(
        "SELECT bucket, print FROM extract_print WHERE source = ?", [source]
    ).fetchall()
    return dict(rows)


def keep_prints(
    connection: duckdb.DuckDBPyConnection, source: str, prints: Mapping[int, str | None]
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


def differing(now: Mapping[int, str], before: Mapping[int, str]) -> list[int]:
    """The ranges that are not as they were, in order."""
    return sorted(n for n in now.keys() | before.keys() if now.get(n) != before.get(n))


def runs(buckets: Iterable[int]) -> list[tuple[int, int]]:
    """Neighbouring numbers joined: 1, 2, 5 gives (1, 2), (5, 5)."""
    joined: list[tuple[int, int]] = []
    for bucket in buckets:
        if joined and joined[-1][1] == bucket - 1:
            joined[-1] = (joined[-1][0], bucket)
        else:
            joined.append((bucket, bucket))
    return joined


def totals_of(feed: Feed, prints: Mapping[int, str]) -> dict[str, int]:
    """The number of rows (as `*`) and the sum of each exact column, as the books have them."""
    names = ["*", *feed.exact]
    totals = dict.fromkeys(names, 0)
    for text in prints.values():
        for name, part in zip(names, text.split("|"), strict=False):
            totals[name] += int(part) if part != "None" else 0
    return totals
