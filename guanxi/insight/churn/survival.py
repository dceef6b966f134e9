"""Survival curves: which share of customers is still there after so long, by segment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from guanxi.warehouse.stages import Stages

if TYPE_CHECKING:
    import duckdb

FILE = Path(__file__).with_name("survival.sql")


@dataclass(frozen=True)
class Step:
    """Where a curve falls: after `span`, the share that lasts longer, and its 95 % interval."""

    span: int
    at_risk: int
    ended: int
    share: float
    low: float
    high: float


def curves(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[Step, ...]]:
    """The curve of each segment in the table or view survival_span, in the order of time."""
    found: dict[str, list[Step]] = {}
    query = f"{Stages.read(FILE).query({})} ORDER BY segment, span"
    for segment, *step in connection.execute(query).fetchall():
        found.setdefault(str(segment), []).append(Step(*step))
    return {segment: tuple(steps) for segment, steps in found.items()}


def share_after(curve: tuple[Step, ...], span: int) -> float:
    """The share that lasts longer than the span; everybody before the first step."""
    return next((one.share for one in reversed(curve) if one.span <= span), 1.0)
