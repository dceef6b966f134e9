"""A cube as a drawing: lines over time, bars otherwise; every mark leads to what is behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from guanxi.insight.olap.pivot import Cell, Pivot, Row
from guanxi.insight.olap.state import CubeState

LEFT, TOP, BOTTOM, BAR_LEFT, STEP = 64.0, 18.0, 236.0, 150.0, 30
# Room at the right for what is written at the end of a line or bar.
NAMES = 150.0
WIDE, NARROW = 760.0, 540.0
MOST_LINES, MOST_BARS, LABELS, APART = 5, 25, 8, 15.0
# The span before is drawn only beside a line that is alone; five dotted ones tell nothing.
ALONE = -1
TICKS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Mark:
    """One figure on the drawing, named in full for its title."""

    x: str
    y: str
    cell: Cell
    name: str
    width: str = ""
    before_x: str = ""


@dataclass(frozen=True)
class Line:
    """One member over time, named at its end; `before` is the same in the span before."""

    path: str
    name: str
    end_y: str
    marks: tuple[Mark, ...]
    rank: int
    before: str = ""


@dataclass(frozen=True)
class Tick:
    """A place on an axis and the value or name there."""

    at: str
    value: float = 0
    name: str = ""


@dataclass(frozen=True)
class Drawing:
    """Lines with their axes, or bars; `box` is the frame."""

    box: str
    lines: tuple[Line, ...] = ()
    bars: tuple[Mark, ...] = ()
    ticks: tuple[Tick, ...] = ()
    periods: tuple[Tick, ...] = ()
    zero: str = ""
    right: str = ""
    names: str = ""


def draw(state: CubeState, pivot: Pivot, width: float = WIDE) -> Drawing | None:
    """The drawing that fits; None where shaded cells of the table say it better."""
    if len(state.rows) == 1 and not state.column and not state.row_dimensions[0].is_period:
        return _bars(pivot.rows, width)
    return _lines(_all_series(state, pivot), width)


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


def _lines(series: Sequence[Series], width: float) -> Drawing | None:
    cells = [cell for _, points in series for _, cell in points]
    values = [float(one) for cell in cells for one in (cell.value, cell.before) if one is not None]
    size = len(series[0][1]) if series else 0
    if size < 2 or not values:
        return None
    low, ticks = min(0.0, *values), round_values(min(0.0, *values), max(0.0, *values))
    high = max(ticks[-1], 1e-9)
    scale = Scale(min(low, ticks[0]), high, size, width - NAMES)
    ends = _apart([scale.y(_last(points)) for _, points in series])
    lines = tuple(
        _line(name, points, scale, end, rank if len(series) > 1 else ALONE)
        for rank, ((name, points), end) in enumerate(zip(series, ends, strict=True))
    )
    every = -(-size // (LABELS if width == WIDE else LABELS // 2))
    periods = tuple(
        Tick(f"{scale.x(place):.1f}", name=label)
        for place, (label, _) in enumerate(series[0][1])
        if (size - 1 - place) % every == 0
    )
    return Drawing(
        f"0 0 {width:.0f} {BOTTOM + 30:.0f}",
        lines=lines,
        ticks=tuple(Tick(f"{scale.y(value):.1f}", value) for value in ticks),
        periods=periods,
        zero=f"{scale.y(0):.1f}",
        right=f"{scale.right:.0f}",
        names=f"{scale.right + 12:.0f}",
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
        f"{end:.1f}",
        marks,
        max(rank, 0),
        _path([cell.before for _, cell in points], scale) if rank == ALONE else "",
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


def round_values(low: float, high: float) -> list[float]:
    """Round values from below the least to above the greatest, four or so."""
    span = max(high - low, 1e-9)
    rough = span / 4
    power = 10.0 ** (len(f"{rough:.0f}") - 1 if rough >= 1 else -2)
    step = next((one * power for one in TICKS if one * power >= rough), 10 * power)
    first = int(low // step) if low < 0 else 0
    last = int(-(-high // step)) or 1
    return [place * step for place in range(first, last + 1)]


def _bars(rows: Sequence[Row], width: float) -> Drawing | None:
    shown = [row for row in rows if row.depth == 0][:MOST_BARS]
    values = [abs(float(row.total.value or 0)) for row in shown]
    values += [abs(float(row.total.before or 0)) for row in shown]
    most = max(values, default=0)
    if not most:
        return None
    reach = (width - NAMES - BAR_LEFT) / most
    bars = tuple(
        Mark(
            f"{BAR_LEFT + reach * _reached(row.total):.1f}",
            f"{8 + place * STEP}",
            row.total,
            row.head.name,
            f"{max(abs(float(row.total.value or 0)) * reach, 1):.1f}",
            f"{BAR_LEFT + float(row.total.before) * reach:.1f}" if row.total.before else "",
        )
        for place, row in enumerate(shown)
    )
    return Drawing(f"0 0 {width:.0f} {len(shown) * STEP + 8}", bars=bars)


def _reached(cell: Cell) -> float:
    """How far the bar or the stroke beside it goes."""
    return max(abs(float(cell.value or 0)), float(cell.before or 0))
