"""The figures of the page, over the customers one may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.insight.attribution.markov import ORDER, START, removal, shared
from guanxi.insight.attribution.measure import ATTRIBUTION
from guanxi.insight.measures import FOLDER
from guanxi.insight.parameters import Parameters
from guanxi.warehouse.stages import Stages

if TYPE_CHECKING:
    import duckdb

MODELS = ("first", "last", "linear", "ends", "decay")
MARKOV = "markov"
PATHS = (FOLDER / "attribution" / "touches.sql", FOLDER / "attribution" / "paths.sql")


@dataclass(frozen=True)
class Attributed:
    """What each channel is given by each model, in minor units; channel '' is no touch at all."""

    credits: dict[str, dict[str, int]]
    orders: dict[str, int]
    revenue: int
    effects: dict[str, float]

    @property
    def channels(self) -> list[str]:
        """The channels, the one that most orders had first."""
        named = sorted(self.orders, key=lambda channel: (-self.orders[channel], channel))
        return [channel for channel in named if channel]


def attributed(
    connection: duckdb.DuckDBPyConnection, parameters: Parameters, as_of: dt.date
) -> Attributed:
    """All six models over the tables of the connection."""
    rows = connection.execute(ATTRIBUTION.query(parameters, as_of)).fetchall()
    credits: dict[str, dict[str, int]] = {model: {} for model in MODELS}
    orders: dict[str, int] = {}
    for model, channel, number, _touches, credit in rows:
        credits[model][channel] = int(credit)
        if model == "linear":
            orders[channel] = number
    revenue = sum(credits["linear"].values())
    effects = removal(paths_of(connection, parameters, as_of))
    effects = {channel: effect for channel, effect in effects.items() if channel in orders}
    touched = revenue - credits["linear"].get("", 0)
    credits[MARKOV] = shared(touched, effects) if any(effects.values()) else dict(credits["linear"])
    if touched < revenue:
        credits[MARKOV][""] = revenue - touched
    return Attributed(credits, orders, revenue, effects)


def paths_of(
    connection: duckdb.DuckDBPyConnection, parameters: Parameters, as_of: dt.date
) -> dict[tuple[str, str], int]:
    """How often customers went from one station to the next."""
    stages = Stages.read(*PATHS)
    rows = connection.execute(stages.query(parameters.bound(as_of))).fetchall()
    return {(was, now): n for was, now, n in rows if (was, now) != (START, ORDER)}


def orders_of(
    connection: duckdb.DuckDBPyConnection,
    parameters: Parameters,
    as_of: dt.date,
    model: str,
    channel: str,
) -> list[tuple[int, int]]:
    """The orders of which a channel is given something, with how much, most first."""
    query = ATTRIBUTION.stages().query(parameters.bound(as_of), upto="credits")
    return connection.execute(
        f"SELECT order_id, CAST(SUM(credit) AS BIGINT) FROM ({query})"  # noqa: S608 our own names
        " WHERE model = $1 AND channel = $2 GROUP BY order_id HAVING SUM(credit) > 0"
        " ORDER BY 2 DESC, 1",
        [model, channel],
    ).fetchall()
