"""What earlier runs had told of a month, to be read beside what came."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from guanxi.insight.fits import has_table
from guanxi.insight.forecast.asked import Asked

if TYPE_CHECKING:
    import duckdb

# The latest that was told of a month before it had begun.
LATEST = """
SELECT month, LAST(foretold ORDER BY told_in) FROM forecast_history
WHERE by_what = ? AND member = ? AND told_in <= month GROUP BY month
"""


def kept_of(connection: duckdb.DuckDBPyConnection, asked: Asked, member: str) -> dict[dt.date, int]:
    """The revenue told of each month, in minor units; of months and the whole firm alone."""
    if (
        asked.figure != "revenue"
        or asked.step != "month"
        or not has_table(connection, "forecast_history")
    ):
        return {}
    return dict(connection.execute(LATEST, [asked.by, member]).fetchall())
