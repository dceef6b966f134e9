"""The step of the run that ranks products for each customer, and checks how well."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.insight.fits import has_table, made_of, recent, record_fit
from guanxi.insight.needs.next_best.checking import LEARNED_FROM, METHODS, check, chosen
from guanxi.insight.needs.next_best.holdings import Holdings, hold, holdings
from guanxi.insight.needs.next_best.offers import (
    CHANGED,
    find_changed,
    keep_offers,
    mark,
    take_kept_offers,
)
from guanxi.insight.needs.next_best.pairs import (
    are_pairs_kept,
    find_pairs,
    keep_pairs,
    take_kept_pairs,
)
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
);
CREATE OR REPLACE TEMP TABLE next_version AS SELECT '' AS model;
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
TEMPORARY = (
    "next_held", "next_selling", "next_near", "next_later", "next_ranked", "next_mark", CHANGED,
    LEARNED_FROM,
)  # fmt: skip


def rank(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Fill the temporary table next_offer, and record how the methods did when checked.

    The check is taken and pairs are counted again when they are a week old, or when parameters or
    much of the books have changed; until then only customers are ranked anew whose purchases
    changed, and a seventh of all others.
    """
    connection.execute(EMPTY)
    if has_table(connection, options.get("unless", "")):
        return
    as_of = dt.date.fromisoformat(options["as_of"])
    start = window_start(options["parameters"]["window"], as_of)
    known, least = _known(connection, options), options["parameters"]["least_customers"]
    told = known or {
        "holdout": check(
            connection,
            start,
            as_of - dt.timedelta(options["parameters"]["check_days"]),
            as_of,
            least,
        ),
        "checked_on": options["as_of"],
        "made_of": made_of(connection, options),
    }
    told["used"] = used = chosen(told["holdout"])
    told["version"] = f"{used['next']} {told['checked_on']}"
    connection.execute("UPDATE next_version SET model = ?", [told["version"]])
    mark(connection, start, as_of)
    serves = bool(known) and are_pairs_kept(connection) and find_changed(connection, as_of)
    hold(connection, start, as_of, CHANGED if serves else "dim_customer")
    if serves:
        take_kept_pairs(connection)
        take_kept_offers(connection)
    else:
        find_pairs(connection, least)
    held = holdings(connection)
    if len(held.accounts):
        _rank(connection, held, used)
        connection.execute(FILL)
    if not options.get("trial"):
        _keep(connection, held, told | {"as_of": options["as_of"]}, pairs=not serves)
    for table in TEMPORARY:
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _keep(
    connection: duckdb.DuckDBPyConnection, held: Holdings, told: dict[str, Any], *, pairs: bool
) -> None:
    """Keep the offers, the record of the step and, where they were found anew, the pairs."""
    if pairs:
        keep_pairs(connection)
    keep_offers(connection)
    ((ranked,),) = connection.execute("SELECT COUNT(*) FROM next_mark").fetchall()
    told |= {"n": ranked, "products": len(held.products), "pairs": int(held.near.nnz)}
    record_fit(connection, "next_best", told)


def _known(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> dict[str, Any]:
    """The check of an earlier run, where it is fresh and told something."""
    last = recent(connection, options, "checked_on")
    if not (last.get("holdout") or {}).get("precision"):
        return {}
    return {name: last[name] for name in ("holdout", "checked_on", "made_of")}


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
