"""The drawings: each group as a row of marks beside all, and the numbers of groups tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guanxi.insight.needs.clusters.kinds import FEATURES
from guanxi.insight.needs.groups.figures import Group, Groups
from guanxi.insight.structure.links import list_where
from guanxi.insight.wording import count, money, percent, said

# A strip for each feature, from two standard deviations less than the mean to two more.
FIRST, STRIP, REACH, FARTHEST = 130.0, 108.0, 42.0, 2.0
SHARES, WIDEST = 700.0, 84.0
HEAD, ROW = 58.0, 56.0
LEFT, RIGHT, TOP, BOTTOM = 40.0, 420.0, 26.0, 150.0


@dataclass(frozen=True)
class Mark:
    """Where a group stands on one feature: a dot, its distance from the mean, and its figure."""

    x: str
    middle: str
    label: str
    start: str
    width: str


@dataclass(frozen=True)
class Row:
    """One group of the drawing; all of it leads to its customers."""

    label: str
    y: str
    mark_y: str
    say_y: str
    marks: tuple[Mark, ...]
    customers: str
    customers_width: str
    customers_x: str
    revenue: str
    revenue_width: str
    revenue_x: str
    href: str


@dataclass(frozen=True)
class Tried:
    """One number of groups that was tried: how well apart, and how surely they come again."""

    groups: int
    silhouette: float
    stability: float
    is_chosen: bool
    apart: str
    stable: str
    x: str
    y: str
    say_y: str


def draw_groups(groups: Groups, labels: Mapping[str, Any], fit: Mapping[str, Any]) -> list[Row]:
    """The groups from top to bottom."""
    places = {one["class"]: one["z"] for one in fit["groups"]}
    shown = [one for one in groups.found if one.key in places]
    return [_row(at, one, places[one.key], groups, labels) for at, one in enumerate(shown)]


def strips() -> list[dict[str, str]]:
    """Where the strip of each feature begins, has its middle, and ends."""
    middles = [FIRST + STRIP * (at + 0.5) for at in range(len(FEATURES))]
    return [
        {"middle": f"{x:.1f}", "low": f"{x - REACH:.1f}", "high": f"{x + REACH:.1f}"}
        for x in middles
    ]


def draw_tried(fit: Mapping[str, Any]) -> tuple[list[Tried], str]:
    """Silhouettes by number of groups, with the line through them."""
    tried = fit.get("tried") or []
    most = max((one["silhouette"] for one in tried), default=0) or 1
    step = (RIGHT - LEFT) / max(len(tried) - 1, 1)
    found = []
    for at, one in enumerate(tried):
        y = BOTTOM - (BOTTOM - TOP) * max(one["silhouette"], 0) / most
        found.append(
            Tried(
                one["groups"],
                one["silhouette"],
                one["stability"],
                one["groups"] == len(fit.get("groups") or ()),
                f"{one['silhouette']:.2f}",
                percent(one["stability"], 1, 0),
                f"{LEFT + step * at:.1f}",
                f"{y:.1f}",
                f"{y - 11:.1f}",
            )
        )
    return found, "M" + "L".join(f"{one.x} {one.y}" for one in found) if found else ""


def figure_of(name: str, value: float) -> str:
    """The figure of a feature with its unit."""
    if name == "much":
        return money(100 * round(value / 100))
    if name in {"lately", "back"}:
        return percent(value, 100, 0)
    return said(round(value), "days" if name == "quiet" else "count")


def _row(
    at: int, one: Group, z: Mapping[str, float], groups: Groups, labels: Mapping[str, Any]
) -> Row:
    y = HEAD + ROW * at
    parts = [
        (one.customers, groups.customers, count(one.customers)),
        (one.revenue, groups.revenue, money(one.revenue)),
    ]
    bars = [
        (f"{label} · {percent(part, whole, 0)}", WIDEST * part / whole if whole else 0.0)
        for part, whole, label in parts
    ]
    return Row(
        label=str(labels[one.key].label),
        y=f"{y:.1f}",
        mark_y=f"{y + 16:.1f}",
        say_y=f"{y + 36:.1f}",
        marks=tuple(_mark(place, name, z[name], one) for place, name in enumerate(FEATURES)),
        customers=bars[0][0],
        customers_width=f"{bars[0][1]:.1f}",
        customers_x=f"{SHARES:.1f}",
        revenue=bars[1][0],
        revenue_width=f"{bars[1][1]:.1f}",
        revenue_x=f"{SHARES + WIDEST + 24:.1f}",
        href=list_where(("cluster_class", "is", one.key)),
    )


def _mark(place: int, name: str, z: float, one: Group) -> Mark:
    middle = FIRST + STRIP * (place + 0.5)
    x = middle + REACH * max(-FARTHEST, min(FARTHEST, z)) / FARTHEST
    return Mark(
        x=f"{x:.1f}",
        middle=f"{middle:.1f}",
        label=figure_of(name, one.middle[name]),
        start=f"{min(x, middle):.1f}",
        width=f"{abs(x - middle):.1f}",
    )
