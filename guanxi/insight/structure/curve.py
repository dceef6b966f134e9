"""The 80/20 curve as geometry: where its line runs, and what is written on it."""

from dataclasses import dataclass

from guanxi.insight.structure.figures import Structure
from guanxi.insight.structure.links import at_least, list_where
from guanxi.insight.wording import percent

LEFT, RIGHT, BOTTOM, TOP = 44.0, 568.0, 268.0, 61.0
GRID = (0, 20, 40, 60, 80, 100)
HIGHEST = 140
HEADROOM, FOOT = 26.0, 306
# Words below the axis that are nearer than this stand on each other.
CLOSE = 32.0


@dataclass(frozen=True)
class Spot:
    """A place on the curve with what is said there."""

    x: str
    y: str
    href: str
    customers: int
    money: int
    share: float
    part: float


@dataclass(frozen=True)
class Line:
    """A ruled line of the grid."""

    y: str
    percent: int


@dataclass(frozen=True)
class Row:
    """One row of the table behind the drawing."""

    part: float
    customers: int
    money: int
    share: float


@dataclass(frozen=True)
class Part:
    """A place along the customers, and which part of them it is."""

    x: str
    label: str


@dataclass(frozen=True)
class CurveDrawing:
    """The curve, ready to be drawn; `box` leaves out the room that it does not need."""

    box: str
    rising: str
    falling: str
    wash: str
    grid: tuple[Line, ...]
    parts: tuple[Part, ...]
    top: Spot
    peak: Spot | None
    rows: tuple[Row, ...]


def draw_curve(structure: Structure, field: str = "abc_contribution") -> CurveDrawing | None:
    """The drawing, its marks leading to lists by the field of the profile.

    None where nothing was earned, so that shares mean nothing.
    """
    totals, top = structure.totals, structure.top
    if totals.contribution <= 0 or top is None:
        return None
    scale = _Scale(totals.customers, totals.contribution)
    points = [(point.place, point.reached) for point in structure.points]
    rising = [(0, 0), *((n, sum_) for n, sum_ in points if n <= totals.earning)]
    falling = [(n, sum_) for n, sum_ in points if n >= totals.earning]
    washed = [(n, sum_) for n, sum_ in rising if n <= top.place]
    has_loss = totals.at_a_loss > 0
    above = float(scale.y(totals.best)) - HEADROOM
    return CurveDrawing(
        box=f"0 {above:.0f} 660 {FOOT - above:.0f}",
        rising=scale.path(rising),
        falling=scale.path(falling) if has_loss else "",
        wash=f"{scale.path(washed)}V{BOTTOM:.1f}H{LEFT:.1f}z",
        grid=tuple(Line(scale.y(totals.contribution * p / 100), p) for p in GRID),
        parts=_parts(scale, top.place),
        top=scale.spot(top.place, top.reached, list_where(at_least(top.margin, field))),
        peak=(
            scale.spot(totals.earning, totals.best, list_where((field, "lt", 0)))
            if has_loss
            else None
        ),
        rows=tuple(
            Row(n / totals.customers, n, reached, reached / totals.contribution)
            for n, reached in points
        ),
    )


def _parts(scale: "_Scale", top: int) -> tuple[Part, ...]:
    """What part of the customers is where: the best of them, and the others that leave it room."""
    best = Part(scale.x(top), percent(top, scale.customers, 0))
    others = [Part(scale.x(scale.customers * p / 100), f"{p}%" if p else "0") for p in (0, 50, 100)]
    apart = [one for one in others if abs(float(one.x) - float(best.x)) > CLOSE]
    return tuple(sorted([best, *apart], key=lambda one: float(one.x)))


@dataclass(frozen=True)
class _Scale:
    customers: int
    total: int

    def x(self, place: float) -> str:
        return f"{LEFT + (RIGHT - LEFT) * place / self.customers:.1f}"

    def y(self, reached: float) -> str:
        share = min(reached / self.total, HIGHEST / 100)
        return f"{BOTTOM - (BOTTOM - TOP) * share:.1f}"

    def path(self, points: list[tuple[int, int]]) -> str:
        steps = [f"{self.x(place)} {self.y(reached)}" for place, reached in points]
        return "M" + "L".join(steps)

    def spot(self, place: int, reached: int, href: str) -> Spot:
        part, share = place / self.customers, reached / self.total
        return Spot(self.x(place), self.y(reached), href, place, reached, share, part)
