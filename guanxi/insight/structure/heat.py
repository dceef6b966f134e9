"""The RFM map: recency down, frequency with money across, each cell a list."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from guanxi.insight.structure.links import list_where

SCORES = (1, 2, 3, 4, 5)
SHADES = 6
GONE_QUIET = ((1, 4), (1, 5), (2, 4), (2, 5))
# Short enough for a cell; the segment itself has the longer name.
NAMED = {
    (5, 1): pgettext_lazy("cell of the map", "new"),
    (5, 3): pgettext_lazy("cell of the map", "potential"),
    (5, 5): pgettext_lazy("cell of the map", "champions"),
    (4, 4): pgettext_lazy("cell of the map", "loyal"),
    (3, 3): pgettext_lazy("cell of the map", "attention"),
    (2, 2): pgettext_lazy("cell of the map", "asleep"),
    (2, 5): pgettext_lazy("cell of the map", "at risk"),
    (1, 1): pgettext_lazy("cell of the map", "lost"),
    (1, 5): pgettext_lazy("cell of the map", "cannot lose"),
}


@dataclass(frozen=True)
class Cell:
    """One cell of the map."""

    customers: int
    shade: str
    href: str
    name: str | Promise


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
    href = list_where(("rfm_r", "is", r), ("rfm_fm", "is", fm))
    return Cell(customers, f"h{shade}", href, NAMED.get((r, fm), ""))
