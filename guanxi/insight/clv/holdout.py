"""The check that a model must stand: what it foretold from part of the past, and what came."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.insight.clv.asked import Asked
from guanxi.insight.clv.fitting import fit_buying, groups, joined
from guanxi.insight.lifetime.betageometric import BetaGeometric
from guanxi.insight.lifetime.histories import DAYS_A_WEEK
from guanxi.insight.lifetime.outlook import purchases_ahead
from guanxi.insight.lifetime.pareto import ParetoNbd

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# At least as long a past to learn from as there is to foretell.
LEARN_AT_LEAST = 1
EMPTY = """
CREATE OR REPLACE TABLE clv_holdout (
    account_id BIGINT, first_on DATE, repeats BIGINT, predicted DOUBLE, naive DOUBLE, actual BIGINT
)
"""
KNOWN = """
    SELECT h.account_id, h.repeats, h.recency, h.age, h.first_on, COALESCE(n.days, 0) AS actual
    FROM ({history}) AS h
    LEFT JOIN (
        SELECT account_id, COUNT(*) AS days FROM purchase_day
        WHERE purchase_lines > 0 AND ordered_on > DATE '{cut}' AND ordered_on <= DATE '{as_of}'
        GROUP BY account_id
    ) AS n ON n.account_id = h.account_id
"""
KEEP = """
    INSERT INTO clv_holdout
    SELECT account_id, first_on, repeats, predicted, naive, actual FROM clv_arriving
"""
FOUND = """
    SELECT COUNT(*) AS customers, SUM(actual) AS actual, SUM(predicted) AS predicted,
        SUM(naive) AS naive, AVG(ABS(actual - predicted)) AS error,
        AVG(ABS(actual - naive)) AS naive_error
    FROM clv_holdout
"""


def check(
    connection: duckdb.DuckDBPyConnection,
    asked: Asked,
    model: BetaGeometric | ParetoNbd,
) -> dict[str, Any]:
    """Fit on the past up to some weeks ago, and compare the weeks since with what was foretold.

    Beside the model stands the plain line: everybody goes on at the rate they had. Customers are
    kept one by one in clv_holdout, so that each may see it over those that concern them.
    """
    connection.execute(EMPTY)
    weeks, as_of = int(asked.parameters["holdout_weeks"]), asked.as_of
    cut = as_of - dt.timedelta(weeks=weeks)
    known = asked.history(cut)
    seen = joined(groups(connection, known))
    told = {"from": cut.isoformat(), "to": as_of.isoformat(), "weeks": weeks}
    if not seen.size or seen.age.max() < weeks * LEARN_AT_LEAST:
        return told | {"status": "none", "why": "short_past"}
    trial = fit_buying(model, seen, int(asked.parameters["least_repeaters"]))
    if trial.found is None:
        return told | {"status": "none", "why": trial.why}
    values = trial.found.values
    rows = connection.sql(KNOWN.format(history=known, cut=cut, as_of=as_of)).to_arrow_table()
    repeats = rows["repeats"].to_numpy().astype(np.float64)
    recency, age = (rows[name].to_numpy() / DAYS_A_WEEK for name in ("recency", "age"))
    alive = model.alive(values, repeats, recency, age)
    ahead = purchases_ahead(model, values, repeats, age, float(weeks))
    naive = np.where(age > 0, repeats / np.maximum(age, 1 / DAYS_A_WEEK) * weeks, 0.0)
    rows = rows.append_column("predicted", [alive * ahead]).append_column("naive", [naive])
    return told | {"status": "checked", **found_of(connection, rows, KEEP, FOUND)}


def found_of(
    connection: duckdb.DuckDBPyConnection, rows: pa.Table, keep: str, found: str
) -> dict[str, float]:
    """Keep the rows by the statement `keep` over clv_arriving; the figures `found` asks for."""
    connection.register("clv_arriving", rows)
    connection.execute(keep)
    connection.unregister("clv_arriving")
    cursor = connection.execute(found)
    names = [column[0] for column in cursor.description or []]
    return dict(zip(names, map(float, cursor.fetchall()[0]), strict=True))
