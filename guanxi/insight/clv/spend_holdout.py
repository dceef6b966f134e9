"""The check of what a purchase is worth: foretold from part of the past, beside what came."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.insight.clv.asked import Asked
from guanxi.insight.clv.fitting import fit_spend
from guanxi.insight.clv.holdout import found_of
from guanxi.insight.lifetime.spend import expected_spend

if TYPE_CHECKING:
    import duckdb

EMPTY = """
CREATE OR REPLACE TABLE clv_spend_holdout (
    account_id BIGINT, days BIGINT, predicted DOUBLE, naive DOUBLE, actual DOUBLE
)
"""
# Of customers with a known value before, what a day with purchases brought in the weeks held out.
KNOWN = """
    SELECT h.account_id, h.days, CAST(h.brought AS DOUBLE) / h.days AS mean, n.actual
    FROM ({history}) AS h
    JOIN (
        SELECT account_id,
            CAST(SUM(CASE WHEN '{contribution}' = 'revenue' THEN revenue - returned
                ELSE margin - returned_margin END) AS DOUBLE)
                / COUNT(*) FILTER (purchase_lines > 0) AS actual
        FROM purchase_day
        WHERE ordered_on > DATE '{cut}' AND ordered_on <= DATE '{as_of}'
        GROUP BY account_id
        HAVING COUNT(*) FILTER (purchase_lines > 0) > 0 AND MAX(has_foreign) = 0
    ) AS n ON n.account_id = h.account_id
    WHERE h.brought > 0 AND h.has_foreign = 0
"""
KEEP = """
    INSERT INTO clv_spend_holdout
    SELECT account_id, days, predicted, mean, actual FROM clv_arriving
"""
FOUND = """
    SELECT COUNT(*) AS customers, AVG(actual) AS actual, AVG(predicted) AS predicted,
        AVG(naive) AS naive, AVG(ABS(actual - predicted)) AS error,
        AVG(ABS(actual - naive)) AS naive_error
    FROM clv_spend_holdout
"""


def check_spend(connection: duckdb.DuckDBPyConnection, asked: Asked) -> dict[str, Any]:
    """Fit on the past up to some weeks ago; compare the mean value of a purchase day since then.

    Beside the model stands the plain line: everybody goes on at the own mean. Means are over
    customers who bought in those weeks, in minor units; they are kept in clv_spend_holdout.
    """
    connection.execute(EMPTY)
    cut = asked.as_of - dt.timedelta(weeks=int(asked.parameters["holdout_weeks"]))
    known = asked.history(cut)
    trial = fit_spend(connection, known, int(asked.parameters["least_repeaters"]))
    told = {"from": cut.isoformat(), "to": asked.as_of.isoformat(), "unit": "minor"}
    if trial.found is None:
        return told | {"status": "none", "why": trial.why}
    contribution = asked.parameters["contribution"]
    rows = connection.sql(
        KNOWN.format(history=known, cut=cut, as_of=asked.as_of, contribution=contribution)
    ).to_arrow_table()
    if not rows.num_rows:
        return told | {"status": "none", "why": "none_bought"}
    days, mean = (rows[name].to_numpy().astype(np.float64) for name in ("days", "mean"))
    predicted = expected_spend(trial.found.values, days, mean).mean
    rows = rows.append_column("predicted", [predicted])
    figures = found_of(connection, rows, KEEP, FOUND)
    means = {name: round(one, 2) for name, one in figures.items()}
    return told | {"status": "checked"} | means | {"customers": int(figures["customers"])}
