"""The RFM map: recency down, frequency with money across, each cell a list."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from guanxi.insight.rfm.measure import RFM
from guanxi.insight.structure.links import list_where

SCORES = (1, 2, 3, 4, 5)
SHADES = 6
GONE_QUIET = ((1, 4), (1, 5), (2, 4), (2, 5))
NAMED = {
    (5, 1): "new",
    (5, 3): "potential_loyalist",
    (5, 5): "champion",
    (4, 4): "loyal",
    (3, 3): "needs_attention",
    (2, 2): "about_to_sleep",
    (2, 5): "at_risk",
    (1, 1): "lost",
    (1, 5): "cannot_lose",
}


@dataclass(frozen=True)
class Cell:
    """One cell of the map."""

    customers: int
    shade: str
    href: str
    name: str


@dataclass(frozen=True)
class HeatRow:
    """One score of recency: how many days ago at most, and its five cells."""

    score: int
    days: int | None
    cells: tuple[Cell, ...]


def draw_heat(
    heat: dict[tuple[int, int], int], comparison: list[dict[str, Any]], as_of: dt.date
) -> tuple[HeatRow, ...]:
    """The rows from the newest to the oldest."""
    most = max(heat.values(), default=0)
    oldest = {row["score"]: row["day"] for row in comparison if row["axis"] == "r"}
    return tuple(
        HeatRow(
            r,
            (as_of - dt.date.fromisoformat(oldest[r])).days if r in oldest else None,
            tuple(_cell(r, fm, heat.get((r, fm), 0), most) for fm in SCORES),
        )
        for r in reversed(SCORES)
    )


def gone_quiet(heat: dict[tuple[int, int], int]) -> int:
    """How many of the best in frequency and money have not bought for long."""
    return sum(heat.get(cell, 0) for cell in GONE_QUIET)


def _cell(r: int, fm: int, customers: int, most: int) -> Cell:
    shade = 0 if not customers else 1 + round((SHADES - 1) * (customers / most) ** 0.5)
    name = str(RFM.class_named(NAMED[(r, fm)]).label) if (r, fm) in NAMED else ""
    href = list_where(("rfm_r", "is", r), ("rfm_fm", "is", fm))
    return Cell(customers, f"h{shade}", href, name)
