"""How the forecasts did on days they had not seen, beside the plain lines."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from guanxi.insight.needs.next_best.holdings import Holdings, hold, holdings
from guanxi.insight.needs.next_best.pairs import find_pairs
from guanxi.insight.needs.next_best.scoring import (
    Score,
    best_sellers,
    blended,
    hits,
    own_most_frequent,
    split,
)

if TYPE_CHECKING:
    import duckdb
    from scipy import sparse

TOP = 10
# Enough to tell methods apart to a point; more would only take longer.
ASKED = 4_000
FEWEST = 30
# Of so many customers pairs are as good as of more.
LEARNED_FROM, MANY = "next_learned_from", 250_000
STANDING_FOR_ALL = f"""
CREATE OR REPLACE TEMP TABLE {LEARNED_FROM} AS SELECT account_id FROM dim_customer
WHERE hash(account_id) % GREATEST(1, (SELECT COUNT(*) FROM dim_customer) // $many) = 0
"""  # noqa: S608 our own names
METHODS: dict[str, Score] = {
    "blend": blended,
    "plain": own_most_frequent,
    "popular": best_sellers,
}
KINDS = ("all", "again", "new")


def check(
    connection: duckdb.DuckDBPyConnection,
    start: dt.date,
    cut: dt.date,
    as_of: dt.date,
    least: int,
) -> dict[str, Any]:
    """Precision at ten of every method, learned by `cut`, over customers who bought thereafter.

    For products bought before and new ones apart as well, each with its standard error. Of very
    many customers it learns from some that stand for all.
    """
    connection.execute(STANDING_FOR_ALL, {"many": MANY})
    hold(connection, start, cut, LEARNED_FROM)
    find_pairs(connection, least)
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE next_later AS
        SELECT DISTINCT f.account_id, f.product_id
        FROM fact_order_line AS f
        WHERE f.is_counted AND NOT f.is_return AND f.quantity > 0 AND f.unit_price > 0
            AND f.ordered_on > $cut AND f.ordered_on <= $as_of
            AND f.product_id IN (SELECT product_id FROM next_held)
            AND f.account_id IN (SELECT account_id FROM next_held)
        """,
        {"cut": cut, "as_of": as_of},
    )
    asked = f"""
        account_id IN (SELECT account_id FROM (SELECT DISTINCT account_id FROM next_later)
        ORDER BY hash(account_id), account_id LIMIT {ASKED})
    """  # noqa: S608 a number
    held = holdings(connection, asked)
    told: dict[str, Any] = {"cut": cut.isoformat(), "days": (as_of - cut).days, "top": TOP}
    told["customers"] = len(held.accounts)
    if len(held.accounts) < FEWEST:
        return told | {"why": "few_buyers"}
    later = _later(connection, held)
    told["precision"] = {name: _precision(held, later, one) for name, one in METHODS.items()}
    return told


def chosen(told: dict[str, Any]) -> dict[str, str]:
    """The method for the next product and for a new one: the plain line unless it is beaten."""
    precision = told.get("precision")
    if not precision:
        return {"next": "plain", "new": "blend"}

    def of(name: str, kind: str) -> float:
        return float(precision[name][kind]["value"])

    return {
        "next": "blend" if of("blend", "all") > of("plain", "all") else "plain",
        "new": "blend" if of("blend", "new") > of("popular", "new") else "popular",
    }


def _later(connection: duckdb.DuckDBPyConnection, held: Holdings) -> sparse.csr_matrix:
    from scipy import sparse

    found = connection.execute("SELECT account_id, product_id FROM next_later").fetchnumpy()
    row = np.searchsorted(held.accounts, found["account_id"])
    known = held.accounts[np.minimum(row, len(held.accounts) - 1)] == found["account_id"]
    column = np.searchsorted(held.products, found["product_id"])
    shape = (len(held.accounts), len(held.products))
    ones = np.ones(int(known.sum()))
    return sparse.csr_matrix((ones, (row[known], column[known])), shape=shape)


def _precision(held: Holdings, later: sparse.csr_matrix, method: Score) -> dict[str, Any]:
    rows = slice(0, len(held.accounts))
    scores = method(held, rows)
    again, new = split(scores, held, rows)
    found = {}
    for kind, part in zip(KINDS, (scores, again, new), strict=True):
        found[kind] = _share(hits(part, later, TOP))
    return found


def _share(count: NDArray[np.int64]) -> dict[str, float]:
    share = count / TOP
    error = float(share.std(ddof=1) / np.sqrt(len(share)))
    return {"value": round(float(share.mean()), 4), "standard_error": round(error, 4)}
