"""What the page tells of each series: what is foretold, how sure, and how it did before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from guanxi.insight.forecast.asked import Asked
from guanxi.insight.forecast.catalogue import METHODS
from guanxi.insight.forecast.choosing import Forecasts, foretell
from guanxi.insight.forecast.series import LINES, Series, moved, series_of
from guanxi.insight.lifetime.histories import Floats
from guanxi.insight.measures import Text

if TYPE_CHECKING:
    import duckdb

# Below this the past is too short to try anything on it.
LEAST_STEPS = 8
# So many steps back one looks at what would have been foretold.
LOOKED_BACK = 12


@dataclass(frozen=True)
class Past:
    """A step that is over: what came, what had been foretold of it just before, and plainly."""

    day: dt.date
    actual: float
    foretold: float
    naive: float


@dataclass(frozen=True)
class Line:
    """One series: its steps ahead with their range, its method, and its errors.

    `mase` is the mean absolute error by the mean step of the history, `wape` by what came; both
    over trials on its own past, beside those of the plain line. None where nothing came.
    """

    member: str
    key: str
    ahead: Floats
    low: Floats
    high: Floats
    method: Text
    mase: float | None
    mase_naive: float | None
    wape: float | None
    wape_naive: float | None
    bias: float | None
    sold: float


@dataclass(frozen=True)
class Told:
    """Everything of one question; no lines where the past is too short."""

    series: Series
    days: tuple[dt.date, ...]
    lines: tuple[Line, ...]

    def line(self, member: str | None) -> Line | None:
        """The line asked for, the largest without a name."""
        if member is None:
            return self.lines[0] if self.lines else None
        return next((one for one in self.lines if one.member == member), None)

    def history(self, member: str) -> Floats:
        """What was sold of the member."""
        return np.asarray(self.series.history[self.series.members.index(member)])


def told(
    connection: duckdb.DuckDBPyConnection, asked: Asked, as_of: dt.date, lines: str = LINES
) -> Told:
    """The forecasts over the view `seen`; `lines` as in series_of."""
    series, step = series_of(connection, asked, as_of, lines), asked.steps
    if series.length < LEAST_STEPS or not series.members:
        return Told(series, (), ())
    found = foretell(series.history, step.horizon, step.season, METHODS)
    first = moved(series.days[-1], asked.step, 1)
    days = tuple(moved(first, asked.step, place) for place in range(step.horizon))
    found_lines = tuple(_line(series, found, place) for place in range(len(series.members)))
    return Told(series, days, found_lines)


def looked_back(history: Floats, days: tuple[dt.date, ...], season: int) -> tuple[Past, ...]:
    """One step after the other as it would have been foretold at the time, knowing no more."""
    pasts = []
    for place in range(max(LEAST_STEPS, len(days) - LOOKED_BACK), len(days)):
        known = history[None, :place]
        ahead = foretell(known, 1, season, METHODS).ahead[0, 0]
        pasts.append(Past(days[place], float(history[place]), float(ahead), float(known[0, -1])))
    return tuple(pasts)


def _line(series: Series, found: Forecasts, place: int) -> Line:
    scale, level = float(found.scale[place]), float(found.level[place])
    method = METHODS[int(found.chosen[place])]
    errors, plain = float(found.errors[place]), float(found.naive[place])
    return Line(
        member=series.members[place],
        key=method.key,
        ahead=found.ahead[place],
        low=found.low[place],
        high=found.high[place],
        method=method.label,
        mase=errors / scale if scale else None,
        mase_naive=plain / scale if scale else None,
        wape=errors / level if level else None,
        wape_naive=plain / level if level else None,
        bias=float(found.bias[place]) / level if level else None,
        sold=float(series.history[place].sum()),
    )
