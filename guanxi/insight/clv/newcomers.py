"""Customer equity of those who are to come: as many as in the last year, each a newcomer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.insight.clv.fitting import Learned
from guanxi.insight.lifetime.outlook import MONTHS_A_YEAR, WEEKS_A_MONTH, Horizon

if TYPE_CHECKING:
    import duckdb

# With shorter books, customers seem to be new who have long been there.
LEAST_DAYS = 730
CAME = """
    SELECT COUNT(*) FILTER (first_on > $1::DATE - 365), COALESCE($1::DATE - MIN(first_on), 0)
    FROM ({history})
"""


def newcomers(
    connection: duckdb.DuckDBPyConnection,
    history: str,
    learned: Learned,
    horizon: Horizon,
    as_of: dt.date,
) -> dict[str, Any] | None:
    """How many will first buy within the horizon, and what they bring in it, discounted.

    In minor units of the firm's currency. None where the books are too short to know how many
    come, or where the spending of customers has no mean.
    """
    query = CAME.format(history=history)
    ((came, open_for),) = connection.execute(query, [as_of]).fetchall()
    p, q, v = learned.spend.values
    if open_for < LEAST_DAYS or q <= 1:
        return None
    monthly = came / MONTHS_A_YEAR
    value = monthly * p * v / (q - 1) * discounted_purchases(learned, horizon)
    return {"customers": round(monthly * horizon.months), "value": round(value)}


def discounted_purchases(learned: Learned, horizon: Horizon) -> float:
    """Purchases within the horizon, the first included, if one newcomer came each month.

    Each is discounted from the end of its month, as those of present customers are.
    """
    months = np.arange(1, horizon.months + 1)
    factors = (1 + horizon.yearly_rate) ** (-months / MONTHS_A_YEAR)
    bought = [
        learned.model.newcomer(learned.buying.values, age * WEEKS_A_MONTH)
        for age in range(1, horizon.months)
    ]
    by_age = np.diff([0.0, *bought], prepend=-1.0)
    # Who came in the month m buys in the month n as newcomers do who are n - m months old.
    return float(sum(factors[came:] @ by_age[: horizon.months - came] for came in months - 1))
