"""The step of the run that ranks products for each customer, and checks how well."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.insight.fits import has_table, record_fit
from guanxi.insight.needs.next_best.checking import METHODS, check, chosen
from guanxi.insight.needs.next_best.holdings import Holdings, hold, holdings
from guanxi.insight.needs.next_best.pairs import find_pairs, keep_pairs, take_kept_pairs
from guanxi.insight.needs.next_best.scoring import batches, best, best_seller_not_held, split
from guanxi.insight.parameters import window_start

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray
    from scipy import sparse

EMPTY = """
CREATE OR REPLACE TEMP TABLE next_offer (
    account_id BIGINT, next_id BIGINT, is_new BOOLEAN, new_id BIGINT, bought_days BIGINT,
    last_on DATE, because_id BIGINT, together BIGINT, because_holders BIGINT,
    new_holders BIGINT, customers BIGINT
)
"""
# The strongest of what the customer holds for the product that is new to it.
FILL = """
INSERT INTO next_offer
SELECT o.account_id, o.next_id, o.next_id = o.new_id, o.new_id, h.days, h.last_on,
    b.one, b.together, b.one_holders, b.other_holders, b.customers
FROM next_ranked AS o
LEFT JOIN next_held AS h ON h.account_id = o.account_id AND h.product_id = o.next_id
LEFT JOIN (
    SELECT r.account_id, n.one, n.together, n.one_holders, n.other_holders, n.customers
    FROM next_ranked AS r
    JOIN next_near AS n ON n.other = r.new_id
    JOIN next_held AS h ON h.account_id = r.account_id AND h.product_id = n.one
    QUALIFY row_number() OVER (
        PARTITION BY r.account_id ORDER BY h.weight * n.likeness DESC, n.one) = 1
) AS b ON b.account_id = o.account_id
"""
WEEK = 7


def rank(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Fill the temporary table next_offer, and record how the methods did when checked.

    The check is taken and pairs are counted again when they are a week old, or when the parameters
    have changed.
    """
    connection.execute(EMPTY)
    if has_table(connection, options.get("unless", "")):
        return
    parameters, as_of = options["parameters"], dt.date.fromisoformat(options["as_of"])
    start = window_start(parameters["window"], as_of)
    known, least = _still_good(options, as_of), parameters["least_customers"]
    cut = as_of - dt.timedelta(parameters["check_days"])
    told = known or check(connection, start, cut, as_of, least)
    used = chosen(told)
    hold(connection, start, as_of)
    if not (known and take_kept_pairs(connection)):
        find_pairs(connection, least)
        if not options.get("trial"):
            keep_pairs(connection)
    held = holdings(connection)
    if len(held.accounts):
        _rank(connection, held, used)
        connection.execute(FILL)
    for table in ("next_held", "next_selling", "next_near", "next_later", "next_ranked"):
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
    if not options.get("trial"):
        record_fit(
            connection,
            "next_best",
            {
                "as_of": options["as_of"],
                "n": len(held.accounts),
                "products": len(held.products),
                "pairs": int(held.near.nnz),
                "used": used,
                "holdout": told | {"checked_on": told.get("checked_on", options["as_of"])},
                "parameters_checked": parameters,
            },
        )


def _still_good(options: dict[str, Any], as_of: dt.date) -> dict[str, Any]:
    """The check of an earlier run, where it is fresh and of the same parameters."""
    last = options.get("last") or {}
    told = dict(last.get("holdout") or {})
    if not told.get("precision") or last.get("parameters_checked") != options["parameters"]:
        return {}
    age = (as_of - dt.date.fromisoformat(told["checked_on"])).days
    return told if 0 <= age < WEEK else {}


def _rank(connection: duckdb.DuckDBPyConnection, held: Holdings, used: dict[str, str]) -> None:
    import pyarrow as pa

    ranked, new = [], []
    for rows in batches(held):
        scores = METHODS[used["next"]](held, rows)
        ranked.append(best(scores).place)
        new.append(_new_to(held, rows, used, scores))
    columns = {"account_id": pa.array(held.accounts)}
    for name, places in (("next_id", ranked), ("new_id", new)):
        place = np.concatenate(places)
        columns[name] = pa.array(held.products[place], mask=place < 0)
    connection.register("ranked", pa.table(columns))
    connection.execute("CREATE OR REPLACE TEMP TABLE next_ranked AS FROM ranked")
    connection.unregister("ranked")


def _new_to(
    held: Holdings, rows: slice, used: dict[str, str], scores: sparse.csr_matrix
) -> NDArray[np.int64]:
    """The best product that each customer does not hold; `scores` are those of what comes next."""
    if used["new"] == "popular":
        return best_seller_not_held(held, rows)
    if used["new"] != used["next"]:
        scores = METHODS[used["new"]](held, rows)
    return best(split(scores, held, rows)[1]).place
