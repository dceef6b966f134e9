"""The step before the SQL: foretell every series of the firm, and keep what was told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from guanxi.insight.fits import has_table, record_fit
from guanxi.insight.forecast.asked import Asked
from guanxi.insight.forecast.figures import Told, told
from guanxi.insight.forecast.series import GATHER, MONTHLY

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

KEPT = ("firm", "category", "product")
COLUMNS = """
    by_what VARCHAR, member VARCHAR, month DATE, foretold BIGINT, low BIGINT, high BIGINT,
    method VARCHAR, mase DOUBLE, mase_naive DOUBLE, wape DOUBLE, wape_naive DOUBLE
"""
EMPTY = f"CREATE OR REPLACE TEMP TABLE forecast_ahead ({COLUMNS})"
# What was told first in a month stands; it is judged when the months are over.
KEEP = """
CREATE TABLE IF NOT EXISTS forecast_history (
    told_in DATE, by_what VARCHAR, member VARCHAR, month DATE, foretold BIGINT
);
INSERT INTO forecast_history
SELECT a.told_in, f.by_what, f.member, f.month, f.foretold
FROM forecast_ahead AS f CROSS JOIN (SELECT MIN(month) AS told_in FROM forecast_ahead) AS a
WHERE NOT EXISTS (
    FROM forecast_history AS h
    WHERE h.told_in = a.told_in AND h.by_what = f.by_what AND h.member = f.member
)
"""


def foretell_all(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Fill the temporary table forecast_ahead; record how good the methods are."""
    as_of = dt.date.fromisoformat(options["as_of"])
    connection.execute(EMPTY)
    if has_table(connection, options.get("unless", "")):
        return
    connection.execute("CREATE OR REPLACE TEMP VIEW seen AS SELECT account_id FROM dim_customer")
    connection.execute(GATHER)
    fit: dict[str, Any] = {"unit": "minor"}
    for by in KEPT:
        found = told(connection, Asked(by=by), as_of, MONTHLY)
        if found.lines:
            connection.register("forecast_arriving", _rows(by, found))
            connection.execute("INSERT INTO forecast_ahead BY NAME FROM forecast_arriving")
            connection.unregister("forecast_arriving")
        fit[by] = _errors(found)
    connection.execute("DROP TABLE monthly_line")
    if not options.get("trial"):
        connection.execute(KEEP)
        record_fit(connection, "forecast", fit)


def _rows(by: str, found: Told) -> pa.Table:
    """Every series and month ahead, one row each."""
    import pyarrow as pa

    steps = [(line, place) for line in found.lines for place in range(len(found.days))]
    columns: dict[str, Any] = {
        "by_what": [by] * len(steps),
        "member": [line.member for line, _place in steps],
        "month": [found.days[place] for _line, place in steps],
        "foretold": [round(float(line.ahead[place])) for line, place in steps],
        "low": [round(float(line.low[place])) for line, place in steps],
        "high": [round(float(line.high[place])) for line, place in steps],
        "method": [line.key for line, _place in steps],
    }
    for name in ("mase", "mase_naive", "wape", "wape_naive"):
        columns[name] = pa.array([getattr(line, name) for line, _place in steps], pa.float64())
    return pa.table(columns)


def _errors(found: Told) -> dict[str, Any]:
    """Mean errors over the series on their own past, beside those of the plain line."""
    known = [line for line in found.lines if line.mase is not None]
    errors: dict[str, Any] = {"n": len(known), "steps": found.series.length}
    for name in ("mase", "mase_naive"):
        values = [float(getattr(line, name)) for line in known]
        errors[name] = round(sum(values) / len(values), 4) if values else None
    return errors
