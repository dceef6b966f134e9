"""The step before the SQL: reads who is related to whom and places everyone in the network."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from guanxi.insight.fits import has_table
from guanxi.insight.portfolio.network.graph import Array, bridges, circles, influence

if TYPE_CHECKING:
    import duckdb

# From whom influence flows to whom; between partners, suppliers and shared people both ways.
EDGES = """
WITH posts AS (
    SELECT person_id, account_id FROM dim_person
    WHERE account_id IS NOT NULL AND (left_on IS NULL OR left_on > CAST($day AS DATE))
    UNION
    SELECT f.person_id, f.account_id
    FROM fact_affiliation AS f JOIN dim_person AS p ON p.person_id = f.person_id
    WHERE f.until_on IS NULL OR f.until_on > CAST($day AS DATE)
), stated AS (
    SELECT account_id AS one, parent_id AS other, false AS is_mutual FROM dim_customer
    UNION ALL SELECT account_id, referrer_id, false FROM dim_customer
    UNION ALL SELECT account_id, other_id, kind NOT IN ('parent', 'referrer')
    FROM fact_relation WHERE kind <> 'competitor'
    UNION ALL SELECT a.account_id, b.account_id, true
    FROM posts AS a JOIN posts AS b ON b.person_id = a.person_id AND b.account_id > a.account_id
), living AS (
    SELECT s.* FROM stated AS s
    JOIN dim_customer AS a ON a.account_id = s.one
    JOIN dim_customer AS b ON b.account_id = s.other
    WHERE s.one <> s.other
)
SELECT one, other FROM living UNION SELECT other, one FROM living WHERE is_mutual ORDER BY 1, 2
"""
EMPTY = """
CREATE OR REPLACE TEMP TABLE network_place (
    account_id BIGINT, degree INTEGER, rank_tenths INTEGER, between_percent INTEGER, circle INTEGER
)
"""


def place(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Fill the temporary table network_place, and record how large the network is.

    Where the table named by `unless` is there, the measure was computed before and stays.
    """
    connection.execute(EMPTY)
    if has_table(connection, options.get("unless", "")):
        return
    found = connection.execute(EDGES, {"day": options["as_of"]}).fetchnumpy()
    begin, end = np.asarray(found["one"]), np.asarray(found["other"])
    accounts, numbered = np.unique(np.concatenate([begin, end]), return_inverse=True)
    begin, end = numbered[: len(begin)], numbered[len(begin) :]
    nodes = len(accounts)
    damping = int(options["parameters"]["damping_percent"]) / 100
    told: dict[str, Any] = {"customers": nodes, "relations": 0, "circles": 0}
    if nodes:
        circle = circles(nodes, begin, end)
        pairs = np.unique(np.sort(np.stack([begin, end]), axis=0), axis=1)
        rank = influence(nodes, begin, end, damping) * nodes
        between = bridges(nodes, pairs[0], pairs[1], circle)
        told |= {"relations": pairs.shape[1], "circles": int(circle.max()) + 1}
        _keep(connection, accounts, pairs, rank, between, circle)
    if not options.get("trial"):
        _record(connection, told)


def _keep(  # noqa: PLR0913 the five facts of a place
    connection: duckdb.DuckDBPyConnection,
    accounts: Array,
    pairs: Array,
    rank: Array,
    between: Array,
    circle: Array,
) -> None:
    whole = np.isnan(between)
    rows = pa.table(
        {
            "account_id": pa.array(accounts),
            "degree": pa.array(np.bincount(pairs.ravel(), minlength=len(accounts))),
            "rank_tenths": pa.array(np.rint(rank * 10).astype(np.int64)),
            "between_percent": pa.array(
                np.rint(np.where(whole, 0, between) * 100).astype(np.int64), mask=whole
            ),
            "circle": pa.array(np.bincount(circle)[circle]),
        }
    )
    connection.register("placed_rows", rows)
    connection.execute("INSERT INTO network_place SELECT * FROM placed_rows")
    connection.unregister("placed_rows")


def _record(connection: duckdb.DuckDBPyConnection, told: dict[str, Any]) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS measure_fit (measure VARCHAR, told VARCHAR)")
    connection.execute("DELETE FROM measure_fit WHERE measure = 'network'")
    connection.execute("INSERT INTO measure_fit VALUES ('network', ?)", [json.dumps(told)])
