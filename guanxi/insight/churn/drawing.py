"""The drawings of the page as geometry: what came beside what was foretold, and survival."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.insight.churn.survival import Step, share_after
from guanxi.insight.structure.links import list_where

if TYPE_CHECKING:
    from guanxi.insight.learning.judging import Bin

LEFT, RIGHT, TOP, BOTTOM = 44.0, 600.0, 20.0, 250.0
SHOWN_CURVES = 4
MONTHS = 24
# As far as the words are high where they are drawn on a phone.
APART = 20.0


@dataclass(frozen=True)
class Dot:
    """One part of the customers: foretold on the one axis, come true on the other."""

    x: str
    y: str
    told: Bin


@dataclass(frozen=True)
class Curve:
    """The survival of those who came in one year: its line, and where its name stands."""

    label: str
    path: str
    end_y: str
    year_share: float
    two_years_share: float
    low: float
    high: float
    href: str


def draw_bins(bins: tuple[Bin, ...]) -> tuple[Dot, ...]:
    """A dot for each tenth of the customers; on the diagonal where the chance came true."""
    return tuple(
        Dot(
            f"{LEFT + (RIGHT - LEFT) * one.predicted:.1f}",
            f"{BOTTOM - (BOTTOM - TOP) * one.actual:.1f}",
            one,
        )
        for one in bins
    )


def draw_curves(found: Mapping[str, tuple[Step, ...]]) -> tuple[Curve, ...]:
    """The latest years, each from all that came in it down to those still there."""
    years = sorted(found)[-SHOWN_CURVES:]
    ends = _set_apart({year: share_after(found[year], MONTHS) for year in years})
    return tuple(_curve(year, found[year], ends[year]) for year in years)


def _curve(year: str, steps: tuple[Step, ...], end: float) -> Curve:
    path, share = f"M{LEFT:.0f} {TOP:.0f}", 1.0
    for one in steps:
        if one.span <= MONTHS:
            path += f"H{_x(one.span):.1f}V{_y(one.share):.1f}"
            share = one.share
    last = next((one for one in reversed(steps) if one.span <= MONTHS // 2), None)
    return Curve(
        label=year,
        path=f"{path}H{RIGHT:.0f}",
        end_y=f"{end:.1f}",
        year_share=share_after(steps, MONTHS // 2),
        two_years_share=share,
        low=last.low if last else 1.0,
        high=last.high if last else 1.0,
        href=list_where(("first_purchase_on", "between", [f"{year}-01-01", f"{year}-12-31"])),
    )


def _set_apart(shares: Mapping[str, float]) -> dict[str, float]:
    """Where the names stand, so that none covers another."""
    found: dict[str, float] = {}
    lowest = TOP - APART
    for year in sorted(shares, key=lambda one: -shares[one]):
        lowest = max(_y(shares[year]), lowest + APART)
        found[year] = lowest
    return found


def _x(span: int) -> float:
    return LEFT + (RIGHT - LEFT) * span / MONTHS


def _y(share: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * share
