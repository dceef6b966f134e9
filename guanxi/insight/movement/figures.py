"""The figures of the page, read from the warehouse over the customers one may see."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from guanxi.insight.movement.chain import Chain, chain_of
from guanxi.insight.movement.holdout import HeldOut, held_out

if TYPE_CHECKING:
    import duckdb

K = TypeVar("K")
OF_SEEN = "FROM measure_movement AS m JOIN seen AS s ON s.account_id = m.account_id"
# Then beside now, for each way of classing customers: the places of the two among what is asked.
MOVES = {"segment": (1, 2), "rfm": (3, 4), "abc": (5, 6), "tier": (7, 8)}
# All in one question: each costs half as much beside the others as alone.
TOGETHER = f"""
SELECT m.class, m.segment_was, m.segment_now, m.rfm_was, r.class, m.abc_was, a.class, m.tier_was,
    p.class, COUNT(*), MAX(m.then_on)
{OF_SEEN}
LEFT JOIN measure_rfm AS r ON r.account_id = m.account_id
LEFT JOIN measure_abc AS a ON a.account_id = m.account_id
LEFT JOIN measure_pyramid AS p ON p.account_id = m.account_id
GROUP BY ALL
"""
SPELLS = "SELECT l.* FROM lifecycle_spell AS l JOIN seen AS s ON s.account_id = l.account_id"


@dataclass(frozen=True)
class Moved:
    """Everything that the page shows."""

    classes: dict[str, int]
    then: dt.date | None
    moves: dict[str, dict[tuple[str, str], int]]
    chain: Chain
    held_out: HeldOut | None


def moved(connection: duckdb.DuckDBPyConnection, discount_percent: int) -> Moved:
    """The figures over the view `seen`, as last computed."""
    rows = connection.execute(TOGETHER).fetchall()
    chain = chain_of(connection, SPELLS, discount_percent)
    return Moved(
        classes=_counted((row[0], row[-2]) for row in rows),
        then=max((row[-1] for row in rows if row[-1]), default=None),
        moves={
            name: _counted(((row[was], row[now]), row[-2]) for row in rows if row[now] is not None)
            for name, (was, now) in MOVES.items()
        },
        chain=chain,
        held_out=held_out(connection, SPELLS, chain),
    )


def _counted(found: Iterable[tuple[K, int]]) -> dict[K, int]:
    """How many there are of each."""
    sums: Counter[K] = Counter()
    for key, number in found:
        sums[key] += number
    return dict(sums)
