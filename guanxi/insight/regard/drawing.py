"""The drawings of the page as geometry: points with their intervals, and the map of importance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from guanxi.insight.axis import round_values
from guanxi.insight.regard.answers import MONTHS_A_QUARTER, answers_in
from guanxi.insight.regard.figures import ZONES, Quarter, Zone, rate_of
from guanxi.insight.satisfaction.rates import Rate
from guanxi.insight.wording import count, percent

LEFT, RIGHT, BOTTOM, TOP = 44.0, 620.0, 228.0, 34.0
# Where a figure is written beside its dot, so that the line to the next one does not cross it.
ABOVE, BELOW = -8, 18
# How wide letters of the map are on a phone, where they are largest, Chinese and others; its
# figures need the shortest; and how far from its mark words begin.
WIDE, NARROW, SHORTEST, AWAY = 21, 11, 108, 10
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Dot:
    """A figure with its interval: where it stands, what is written on it, where it leads."""

    x: str
    y: str
    low_y: str
    high_y: str
    label: str
    under: str
    href: str
    rate: Rate
    dy: int = ABOVE


@dataclass(frozen=True)
class Line:
    """Dots joined by a line, and the rules behind them."""

    path: str
    dots: tuple[Dot, ...]
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Aim:
    """One latent variable on the map: importance across, performance up; its words stand clear."""

    x: str
    y: str
    label: str
    importance: float
    performance: float
    anchor: str = ""
    text_x: str = ""
    name_dy: int = -2
    figure_dy: int = 13


def draw_trend(kind: str, quarters: Sequence[Quarter]) -> Line | None:
    """A kind of answers by quarter; None with fewer than two quarters."""
    found = [(one, rate) for one in quarters if (rate := rate_of(kind, [one])) is not None]
    if len(found) < 2:
        return None
    low = min(rate.low for _one, rate in found)
    high = max(rate.high for _one, rate in found)
    borders = round_values(min(low, 0.0), high)
    scale = borders[0], borders[-1]
    width = (RIGHT - LEFT) / len(found)
    dots = tuple(
        _dot(
            LEFT + width * (place + 0.5),
            rate,
            scale,
            f"{rate.value:+.0f}".replace("-", "−") if kind == "nps" else f"{rate.value:.0f}",
            _quarter(one.since),
            answers_in(kind, one.since),
        )
        for place, (one, rate) in enumerate(found)
    )
    return _line(dots, scale, "{:.0f}")


def draw_trap(zones: Sequence[Zone]) -> Line | None:
    """Repurchase by satisfaction; None with fewer than two zones."""
    if len(zones) < 2:
        return None
    scale = (0.0, 100.0)
    width = (RIGHT - LEFT) / 100
    dots = tuple(
        _dot(
            LEFT + width * zone.satisfaction,
            _hundred(zone.again),
            scale,
            percent(zone.again.value, 1, 0),
            f"n = {count(zone.again.n)}",
            zone.href,
        )
        for zone in zones
    )
    return _line(dots, scale, "{:.0f}%")


def draw_zones(borders: Sequence[int]) -> tuple[tuple[str, str, str], ...]:
    """Each zone of satisfaction: where it begins, where its name stands, and the name."""
    found = []
    for low, high, name in zip(borders, borders[1:], ZONES, strict=False):
        left, right = (LEFT + (RIGHT - LEFT) * min(one, 100) / 100 for one in (low, high))
        found.append((f"{left:.1f}", f"{(left + right) / 2:.1f}", str(name)))
    return tuple(found)


def draw_importance(
    effects: Mapping[str, float], indices: Mapping[str, float], names: Mapping[str, Any]
) -> tuple[Aim, ...]:
    """Each cause by its total effect (across) and its index (up), within what occurs."""
    shown = [name for name in effects if name in indices]
    if not shown:
        return ()
    across = _scale(0.0, max(effects[name] for name in shown), 0.1)
    up = _scale(min(indices[n] for n in shown) - 4, max(indices[n] for n in shown) + 4, 5)
    return _set_clear(
        [_aim(effects[name], indices[name], across, up, str(names[name])) for name in shown]
    )


def _dot(  # noqa: PLR0913 the parts of a dot
    x: float, rate: Rate, scale: tuple[float, float], label: str, under: str, href: str
) -> Dot:
    y, low, high = (_up(value, scale) for value in (rate.value, rate.low, rate.high))
    return Dot(f"{x:.1f}", f"{y:.1f}", f"{low:.1f}", f"{high:.1f}", label, under, href, rate)


def _line(dots: tuple[Dot, ...], scale: tuple[float, float], wording: str) -> Line:
    steps = round_values(*scale)
    rules = tuple(
        (f"{_up(value, scale):.1f}", wording.format(value).replace("-", "−")) for value in steps
    )
    told = [
        replace(dot, dy=BELOW if float(after.y) < float(dot.y) else ABOVE)
        for dot, after in pairwise(dots)
    ]
    path = "M" + "L".join(f"{dot.x} {dot.y}" for dot in dots)
    return Line(path, (*told, *dots[-1:]), rules)


def _aim(
    effect: float, index: float, across: tuple[float, float], up: tuple[float, float], label: str
) -> Aim:
    x = LEFT + (RIGHT - LEFT) * (effect - across[0]) / (across[1] - across[0])
    return Aim(f"{x:.1f}", f"{_up(index, up):.1f}", label, effect, index)


def _set_clear(aims: Sequence[Aim]) -> tuple[Aim, ...]:
    """Each mark with its words on the first side where they meet no others: right, left, above."""
    taken: list[Box] = []
    placed: dict[str, Aim] = {}
    for aim in sorted(aims, key=lambda one: -float(one.x)):
        sides = _sides(aim)
        clear = [side for side in sides if not any(_meet(side[1], box) for box in taken)]
        chosen, box = (clear or sides)[0]
        placed[aim.label] = chosen
        taken.append(box)
    return tuple(placed[aim.label] for aim in aims)


def _sides(aim: Aim) -> list[tuple[Aim, Box]]:
    """The mark with its words right, left, above and below, and the room that they take."""
    x, y = float(aim.x), float(aim.y)
    wide = max(SHORTEST, sum(WIDE if letter > "\u2e80" else NARROW for letter in aim.label))
    found = []
    if x + AWAY + wide <= RIGHT + AWAY:
        right = replace(aim, text_x=f"{x + AWAY:.1f}")
        found.append((right, (x + AWAY, y - 22, x + AWAY + wide, y + 23)))
    left = replace(aim, anchor="far", text_x=f"{x - AWAY:.1f}")
    found.append((left, (x - AWAY - wide, y - 22, x - AWAY, y + 23)))
    for lift in (-30, 30):
        over = replace(aim, anchor="mid", text_x=aim.x, name_dy=lift - 2, figure_dy=lift + 13)
        found.append((over, (x - wide / 2, y + lift - 22, x + wide / 2, y + lift + 23)))
    return found


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _scale(low: float, high: float, step: float) -> tuple[float, float]:
    """Round borders around what occurs, never of no length."""
    bottom = step * (low // step)
    top = step * -(-high // step)
    return bottom, top if top > bottom else bottom + step


def _up(value: float, scale: tuple[float, float]) -> float:
    low, high = scale
    return BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low)


def _hundred(rate: Rate) -> Rate:
    return Rate(rate.n, 100 * rate.value, 100 * rate.low, 100 * rate.high)


def _quarter(since: dt.date) -> str:
    return f"{since:%y}Q{(since.month - 1) // MONTHS_A_QUARTER + 1}"
