"""A cube as a drawing: lines over time, bars otherwise; every mark leads to what is behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from guanxi.insight.axis import fitting, round_values, said_on_axis
from guanxi.insight.olap.bars import Bars, draw_bars
from guanxi.insight.olap.pivot import Cell, Pivot
from guanxi.insight.olap.state import CubeState

# On a page, on a tile, on a phone.
WIDE, NARROW, PHONE = 760.0, 540.0, 348.0
LEFT, TOP, BOTTOM = 64.0, 18.0, 236.0
# Room at the right for what is written at the end of a line: its name, and its last figure.
NAMES, NAME, FIGURE = 166.0, 84.0, 66.0
# A piece of the line before its name tells whose name it is.
SAMPLE = 20.0
MOST_LINES, APART = 5, 15.0
# So much of the width does the name of a period need.
PERIOD = 76.0
# The span before is drawn only beside a line that is alone; five dotted ones tell nothing.
ALONE = -1


@dataclass(frozen=True)
class Mark:
    """One figure on the drawing, named in full for its title."""

    x: str
    y: str
    cell: Cell
    name: str


@dataclass(frozen=True)
class Line:
    """One member over time, named at its end; `before` is the same in the span before.

    Its figure stands at the end too, unless that of the latest period is unknown.
    """

    path: str
    name: str
    label: str
    end_y: str
    marks: tuple[Mark, ...]
    rank: int
    before: str = ""
    ends_known: bool = True


@dataclass(frozen=True)
class Tick:
    """A place on an axis and what is said there."""

    at: str
    name: str


@dataclass(frozen=True)
class Lines:
    """Lines with their axes; `box` is the frame, `figures` says whether each ends in its figure."""

    box: str
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    periods: tuple[Tick, ...]
    zero: str
    right: str
    names: str
    samples: str
    figures: bool


def draw(state: CubeState, pivot: Pivot, width: float = WIDE) -> Lines | Bars | None:
    """The drawing that fits; None where shaded cells of the table say it better."""
    if len(state.rows) == 1 and not state.column and not state.row_dimensions[0].is_period:
        return draw_bars(pivot.rows, width)
    return _lines(_all_series(state, pivot), width, state.measured.kind)


def _all_series(state: CubeState, pivot: Pivot) -> "list[Series]":
    """What runs over time, by its name; nothing where nothing does."""
    if len(state.rows) != 1:
        return []
    if not state.column:
        return [("", [(row.head.name, row.total) for row in pivot.rows])]
    if state.dimensions[-1].is_period:
        names = [head.name for head in pivot.columns]
        rows = pivot.rows[:MOST_LINES]
        return [(row.head.name, list(zip(names, row.cells, strict=True))) for row in rows]
    if not state.row_dimensions[0].is_period:
        return []
    return [
        (head.name, [(row.head.name, row.cells[place]) for row in pivot.rows])
        for place, head in enumerate(pivot.columns[:MOST_LINES])
    ]


Series = tuple[str, list[tuple[str, Cell]]]


def _lines(series: Sequence[Series], width: float, kind: str) -> Lines | None:
    cells = [cell for _, points in series for _, cell in points]
    values = [float(one) for cell in cells for one in (cell.value, cell.before) if one is not None]
    size = len(series[0][1]) if series else 0
    if size < 2 or not any(values):
        return None
    is_alone, is_small = len(series) == 1, width <= PHONE
    ticks = round_values(
        min(0.0, *values), max(0.0, *values), is_counted=kind in ("count", "quantity")
    )
    room = FIGURE if is_alone else (NAME if is_small else NAMES) + SAMPLE
    scale = Scale(ticks[0], ticks[-1], size, width - room)
    ends = _apart([scale.y(_last(points)) for _, points in series])
    lines = tuple(
        _line(name, points, scale, end, ALONE if is_alone else rank)
        for rank, ((name, points), end) in enumerate(zip(series, ends, strict=True))
    )
    return Lines(
        f"0 0 {width:.0f} {BOTTOM + 30:.0f}",
        lines=lines,
        ticks=tuple(Tick(f"{scale.y(value):.1f}", said_on_axis(value, kind)) for value in ticks),
        periods=_periods(series[0][1], scale),
        zero=f"{scale.y(0):.1f}",
        right=f"{scale.right:.0f}",
        names=f"{scale.right + (10 if is_alone else 8 + SAMPLE):.0f}",
        samples="" if is_alone else f"{scale.right + 8:.0f}",
        figures=is_alone or not is_small,
    )


@dataclass(frozen=True)
class Scale:
    """From values and places to the paper."""

    low: float
    high: float
    size: int
    right: float

    def x(self, place: int) -> float:
        """Where the period stands."""
        return LEFT + (self.right - LEFT) * place / (self.size - 1)

    def y(self, value: float) -> float:
        """How high the value stands."""
        return BOTTOM - (BOTTOM - TOP) * (value - self.low) / (self.high - self.low)


def _periods(points: Sequence[tuple[str, Cell]], scale: Scale) -> tuple[Tick, ...]:
    """The names of as many periods as there is room for, the last among them."""
    most = max(int((scale.right - LEFT) / PERIOD), 1)
    every = -(-scale.size // most)
    return tuple(
        Tick(f"{scale.x(place):.1f}", label)
        for place, (label, _) in enumerate(points)
        if (scale.size - 1 - place) % every == 0
    )


def _line(
    name: str, points: Sequence[tuple[str, Cell]], scale: Scale, end: float, rank: int
) -> Line:
    marks = tuple(
        Mark(f"{scale.x(place):.1f}", f"{scale.y(float(cell.value)):.1f}", cell, label)
        for place, (label, cell) in enumerate(points)
        if cell.value is not None
    )
    return Line(
        _path([cell.value for _, cell in points], scale),
        name,
        fitting(name, NAME),
        f"{end:.1f}",
        marks,
        max(rank, 0),
        _path([cell.before for _, cell in points], scale) if rank == ALONE else "",
        ends_known=points[-1][1].value is not None,
    )


def _path(values: Sequence[float | None], scale: Scale) -> str:
    """A path through what is known; a gap where it is not."""
    path, pen = "", "M"
    for place, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        path += f"{pen}{scale.x(place):.1f} {scale.y(float(value)):.1f}"
        pen = "L"
    return path


def _last(points: Sequence[tuple[str, Cell]]) -> float:
    known = [cell.value for _, cell in points if cell.value is not None]
    return float(known[-1]) if known else 0.0


def _apart(places: Sequence[float]) -> list[float]:
    """The places, moved so far from each other that their names can be read."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    moved, last = list(places), -APART
    for at in order:
        moved[at] = last = max(places[at], last + APART)
    lowest = BOTTOM
    for at in reversed(order):
        moved[at] = min(moved[at], lowest)
        lowest = moved[at] - APART
    return moved
