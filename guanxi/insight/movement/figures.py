"""The figures of the page, read from the warehouse over the customers one may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.insight.movement.chain import Chain, chain_of
from guanxi.insight.movement.holdout import HeldOut, held_out

if TYPE_CHECKING:
    import duckdb

OF_SEEN = "FROM measure_movement AS m JOIN seen AS s ON s.account_id = m.account_id"
CLASSES = f"SELECT m.class, COUNT(*), MAX(m.then_on) {OF_SEEN} GROUP BY m.class"
# Then beside now, for each way of classing customers.
MOVES = {
    "segment": f"SELECT m.segment_was, m.segment_now, COUNT(*) {OF_SEEN} GROUP BY ALL",
    "rfm": f"""
        SELECT m.rfm_was, n.class, COUNT(*) {OF_SEEN}
        JOIN measure_rfm AS n ON n.account_id = m.account_id GROUP BY ALL
    """,
    "abc": f"""
        SELECT m.abc_was, n.class, COUNT(*) {OF_SEEN}
        JOIN measure_abc AS n ON n.account_id = m.account_id GROUP BY ALL
    """,
    "tier": f"""
        SELECT m.tier_was, n.class, COUNT(*) {OF_SEEN}
        JOIN measure_pyramid AS n ON n.account_id = m.account_id GROUP BY ALL
    """,
}
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
    rows = connection.execute(CLASSES).fetchall()
    chain = chain_of(connection, SPELLS, discount_percent)
    return Moved(
        classes={key: number for key, number, _then in rows},
        then=max((then for _key, _number, then in rows if then), default=None),
        moves={
            name: {(was, now): n for was, now, n in connection.execute(query).fetchall()}
            for name, query in MOVES.items()
        },
        chain=chain,
        held_out=held_out(connection, SPELLS, chain),
    )
