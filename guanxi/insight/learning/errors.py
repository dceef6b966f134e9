"""How surely the weights of an additive model are known."""

from __future__ import annotations

import numpy as np

from guanxi.insight.learning.additive import STRENGTH, Additive
from guanxi.insight.learning.table import Floats, Table
from guanxi.insight.learning.trainer import odds_to_chance

AT_ONCE = 50_000
# Standard deviations to either side that hold with a chance of 95 %.
BETWEEN = 1.959964
Told = dict[str, float | None]


def parameters(model: Additive, table: Table, strength: float = STRENGTH) -> dict[str, Told]:
    """Each weight in log-odds with its standard error and 95 % interval, by column and part of it.

    From the curvature at the maximum, the pull of the weights towards nothing with it (Laplace).
    A weight on which no row bears, as that of a blank that never was, has none.
    """
    names, values = ["intercept"], [model.intercept]
    for column, part in model.parts.items():
        names += [f"{column} {one}" for one in part.names]
        values += part.weights
    bend = _information(model, table, len(names))
    is_seen = np.diag(bend) > 0
    bend[1:, 1:] += np.eye(len(names) - 1) / strength
    errors = np.sqrt(np.diag(np.linalg.inv(bend)))
    return {
        name: _told(value, float(error) if seen else None)
        for name, value, error, seen in zip(names, values, errors, is_seen, strict=True)
    }


def _information(model: Additive, table: Table, size: int) -> Floats:
    """What the rows tell of the intercept and every weight."""
    chance, found = odds_to_chance(model.score(table)), np.zeros((size, size))
    for start in range(0, table.size, AT_ONCE):
        rows = slice(start, start + AT_ONCE)
        blocks = [part.matrix(table.columns[name][rows]) for name, part in model.parts.items()]
        whole = np.column_stack([np.ones(len(chance[rows])), *blocks])
        found += (whole * (chance[rows] * (1 - chance[rows]))[:, None]).T @ whole
    return found


def _told(value: float, error: float | None) -> Told:
    spread = None if error is None else BETWEEN * error
    return {
        "value": round(value, 6),
        "standard_error": None if error is None else round(error, 6),
        "low": None if spread is None else round(value - spread, 6),
        "high": None if spread is None else round(value + spread, 6),
    }
