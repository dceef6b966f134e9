"""What single surveys say: the index, service quality, Kano's features, drivers of equity."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.insight.parameters import months_before
from guanxi.insight.satisfaction import kano
from guanxi.insight.satisfaction.delivered import Delivered
from guanxi.insight.satisfaction.drivers import Drivers, drivers_of
from guanxi.insight.satisfaction.equity import EquityDrivers, equity_drivers
from guanxi.insight.satisfaction.factors import HIGH, LOW, Factors
from guanxi.insight.satisfaction.scores.reading import delivered_by_firm, two_factors
from guanxi.insight.satisfaction.scores.sheets import Span, read_sheets, whole
from guanxi.insight.satisfaction.scores.step import fitted
from guanxi.insight.satisfaction.servqual import DIMENSIONS, QUESTIONS, Quality, quality_of

if TYPE_CHECKING:
    import duckdb

NUMBERS = tuple(str(number) for number in range(1, QUESTIONS + 1))
HALF = 5_000
LEAST = 10
KANO_ANSWERS = range(1, 6)


@dataclass(frozen=True)
class Feature:
    """One feature with what the pairs of answers on it say."""

    name: str
    found: kano.Feature


@dataclass(frozen=True)
class Surveyed:
    """What the surveys of the last year say; None or empty where nothing was asked."""

    index: dict[str, dict[str, Any]]
    before: dict[str, Any]
    quality: Quality | None
    quality_drivers: Drivers | None
    features: tuple[Feature, ...]
    equity: EquityDrivers | str
    equity_n: int
    delivered: dict[str, Delivered]
    factors: Factors | str


@dataclass(frozen=True)
class Counted:
    """Which answers count: of how many months, and from where on one is low or high."""

    months: int = 12
    low: float = LOW
    high: float = HIGH


def surveyed(
    connection: duckdb.DuckDBPyConnection, fit: dict[str, Any], as_of: dt.date, counted: Counted
) -> Surveyed:
    """Computed here over what one sees; `fit` is what the night learned for who sees all."""
    since = months_before(as_of, counted.months)
    span, earlier = Span(since, as_of), Span(months_before(as_of, 2 * counted.months), since)
    index = fit.get("firms") or {"": fitted(connection, span, 30, 0)}
    equity, number = equity_of(connection, span)
    quality, drivers = _quality(connection, span)
    return Surveyed(
        index=index,
        before=fitted(connection, earlier, 30, 0),
        quality=quality,
        quality_drivers=drivers,
        features=_features(connection, span),
        equity=equity,
        equity_n=number,
        delivered=delivered_by_firm(connection, span),
        factors=two_factors(connection, span, counted.low, counted.high),
    )


def _quality(
    connection: duckdb.DuckDBPyConnection, span: Span
) -> tuple[Quality | None, Drivers | None]:
    kinds = ["expectation", "perception", "importance", "satisfaction"]
    sheets = read_sheets(connection, kinds, span, "value", needed="perception")
    perceived = sheets.of("perception", NUMBERS)
    answered = ~np.all(np.isnan(perceived), axis=1)
    if int(np.sum(answered)) < LEAST:
        return None, None
    expected = sheets.of("expectation", NUMBERS)[answered]
    keys = tuple(DIMENSIONS)
    points = sheets.of("importance", [key.upper() for key in keys])[answered]
    weights = None
    if not np.all(np.isnan(points)):
        means = np.nan_to_num(np.nanmean(points, axis=0))
        weights = dict(zip(keys, map(float, means), strict=True))
    asked = None if np.all(np.isnan(expected)) else expected
    overall = sheets.of("satisfaction", ("",))[answered]
    dimensions = [perceived[answered][:, [n - 1 for n in rows]] for rows in DIMENSIONS.values()]
    together = whole(np.column_stack([*(part.mean(axis=1) for part in dimensions), overall]))
    drivers = drivers_of(keys, together[:, :-1], together[:, -1]) if len(together) else None
    return quality_of(asked, perceived[answered], weights), drivers


def _features(connection: duckdb.DuckDBPyConnection, span: Span) -> tuple[Feature, ...]:
    sheets = read_sheets(connection, ["functional", "dysfunctional"], span, "value")
    found = []
    for code in sheets.codes("functional"):
        pairs = whole(
            np.column_stack([sheets.of("functional", [code]), sheets.of("dysfunctional", [code])])
        )
        answers = [(int(with_it), int(without)) for with_it, without in pairs]
        answers = [pair for pair in answers if set(pair) <= set(KANO_ANSWERS)]
        if answers:
            found.append(Feature(code, kano.feature(answers)))
    return tuple(sorted(found, key=lambda one: -(one.found.better or 0)))


def equity_of(connection: duckdb.DuckDBPyConnection, span: Span) -> tuple[EquityDrivers | str, int]:
    """The drivers of customer equity in the answers of a span, and on how many sheets."""
    sheets = read_sheets(connection, ["driver", "intent"], span, needed="driver")
    codes = sheets.codes("driver")
    if not codes or ("intent", "") not in sheets.questions:
        return "not_asked", 0
    rows = whole(np.column_stack([sheets.of("driver", codes), sheets.of("intent", [""])]))
    intends = (rows[:, -1] > HALF).astype(np.float64)
    return equity_drivers(codes, rows[:, :-1] / 100, intends), len(rows)
