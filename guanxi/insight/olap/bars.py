"""Bars of a cube: members below each other, the others together apart from those with a name."""

from collections.abc import Sequence
from dataclasses import dataclass

from guanxi.insight.axis import fitting
from guanxi.insight.olap.pivot import Cell, Row
from guanxi.insight.olap.state import OTHERS

# The part of the width for the name at the left, and room for what is said at the end of a bar.
NAME, GAP, SAID = 0.215, 10.0, 118.0
STEP, MOST = 30, 25
# On a phone the name stands above its bar.
STACKED_BELOW, STACKED_STEP, ABOVE = 400.0, 46, 20


@dataclass(frozen=True)
class Bar:
    """One member: where its bar begins and how long it is, and where its figure is said.

    A bar that is cut stands for more than the frame can hold.
    """

    y: str
    start: str
    width: str
    says_at: str
    says_before: bool
    before_x: str
    cell: Cell
    name: str
    full_name: str
    is_apart: bool
    is_cut: bool


@dataclass(frozen=True)
class Bars:
    """The bars in their frame; `zero` is where nought stands, `name_at` where a name ends."""

    box: str
    bars: tuple[Bar, ...]
    zero: str
    foot: str
    cut_at: str
    name_at: str
    is_stacked: bool

    @property
    def has_cut(self) -> bool:
        """Whether a bar stands for more than it shows."""
        return any(bar.is_cut for bar in self.bars)

    @property
    def is_two_sided(self) -> bool:
        """Whether a bar goes to the left of nought."""
        return any(bar.says_before for bar in self.bars)


def draw_bars(rows: Sequence[Row], width: float) -> Bars | None:
    """The rows of the first depth as bars; None where all of them are nought."""
    shown = [row for row in rows if row.depth == 0][:MOST]
    scale = _scale(shown, width)
    if scale is None:
        return None
    step = STACKED_STEP if scale.is_stacked else STEP
    bars = tuple(_bar(row, 8 + place * step, scale) for place, row in enumerate(shown))
    foot = len(shown) * step + 4
    return Bars(
        f"0 0 {width:.0f} {foot + 4}",
        bars,
        zero=f"{scale.zero:.1f}",
        foot=str(foot),
        cut_at=f"{scale.right - 16:.1f}",
        name_at=f"{scale.left - GAP:.0f}" if scale.left else "0",
        is_stacked=scale.is_stacked,
    )


@dataclass(frozen=True)
class Scale:
    """From values to the paper: nought, how far a unit reaches, and the ends of the frame."""

    zero: float
    reach: float
    left: float
    right: float
    is_stacked: bool


def _scale(shown: Sequence[Row], width: float) -> Scale | None:
    named = [row for row in shown if row.head.key != OTHERS] or list(shown)
    ends = [float(value or 0) for row in named for value in (row.total.value, row.total.before)]
    least, most = min(ends, default=0.0), max(ends, default=0.0)
    least, most = min(least, 0.0), max(most, 0.0)
    if least == most:
        return None
    is_stacked = width < STACKED_BELOW
    left = 0.0 if is_stacked else NAME * width + GAP
    # What is below nought is said at the left of its bar.
    inner = left + (SAID / 2 if least < 0 else 0.0)
    reach = (width - SAID - inner) / (most - least)
    return Scale(inner - least * reach, reach, left, width - SAID, is_stacked)


def _bar(row: Row, y: int, scale: Scale) -> Bar:
    cell, is_apart = row.total, row.head.key == OTHERS
    value = float(cell.value or 0)
    end = scale.zero + value * scale.reach
    is_cut = end > scale.right + 0.5 or end < scale.left - 0.5
    end = min(max(end, scale.left), scale.right)
    start, stop = min(scale.zero, end), max(scale.zero, end)
    before = None if cell.before is None else scale.zero + float(cell.before) * scale.reach
    if before is not None and not scale.left <= before <= scale.right + 0.5:
        before = None
    room = scale.right if scale.is_stacked else scale.left - GAP
    return Bar(
        y=str(y + ABOVE if scale.is_stacked else y),
        start=f"{start:.1f}",
        width=f"{max(stop - start, 1):.1f}",
        says_at=f"{start - 8 if value < 0 else max(stop, before or 0) + 8:.1f}",
        says_before=value < 0,
        before_x="" if before is None else f"{before:.1f}",
        cell=cell,
        name=fitting(row.head.name, room),
        full_name=row.head.name,
        is_apart=is_apart,
        is_cut=is_cut,
    )
