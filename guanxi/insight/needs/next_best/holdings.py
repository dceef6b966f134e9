"""What each customer has bought, how lately, and which products the same customers buy."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from guanxi.warehouse.stages import Stages

if TYPE_CHECKING:
    import duckdb
    from scipy import sparse

# What was bought so many days ago counts half.
HALF_LIFE = 120
# What the firm sold so many days ago counts half where it is asked what sells just now.
SELLING_HALF_LIFE = 30
# Purchases in the window, of goods that the firm knows.
COUNTED = """
f.is_counted AND NOT f.is_return AND f.quantity > 0 AND f.unit_price > 0
    AND f.product_id IS NOT NULL
    AND f.ordered_on > $window_start AND f.ordered_on <= $as_of
"""
HELD = """
-- stage: bought
SELECT DISTINCT f.account_id, f.product_id, f.ordered_on
FROM fact_order_line AS f
JOIN {among} AS c ON c.account_id = f.account_id
WHERE {counted}

-- stage: held
SELECT account_id, product_id, COUNT(*) AS days, MAX(ordered_on) AS last_on,
    SUM(POWER(0.5, DATE_DIFF('day', ordered_on, $as_of) / $half_life)) AS weight,
    SUM(POWER(0.5, DATE_DIFF('day', ordered_on, $as_of) / $selling_half_life)) AS selling
FROM bought
GROUP BY account_id, product_id
"""


@dataclass(frozen=True)
class Holdings:
    """Customers by products: the weight of what each holds, and on how many days it was bought.

    `near` has, for each product, those that the same customers buy; `selling` says how well each
    sells just now, the best being 1. `offered` is 0 for products that the firm sells no more.
    """

    accounts: NDArray[np.int64]
    products: NDArray[np.int64]
    weight: sparse.csr_matrix
    days: sparse.csr_matrix
    near: sparse.csr_matrix
    selling: NDArray[np.float64]
    offered: NDArray[np.float64]


def hold(
    connection: duckdb.DuckDBPyConnection,
    start: dt.date,
    as_of: dt.date,
    among: str = "dim_customer",
) -> None:
    """Put what customers hold into next_held, and how well each product sells into next_selling.

    `among` names a table of the customers that are asked for.
    """
    query = Stages.parse(HELD.format(among=among, counted=COUNTED)).query(
        {
            "window_start": start,
            "as_of": as_of,
            "half_life": HALF_LIFE,
            "selling_half_life": SELLING_HALF_LIFE,
        }
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE next_held AS {query}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE next_selling AS"
        " SELECT product_id, SUM(selling) AS selling FROM next_held GROUP BY product_id"
    )


def holdings(connection: duckdb.DuckDBPyConnection, sample: str = "") -> Holdings:
    """What is held and which pairs were found, as matrices; `sample` limits account_id."""
    from scipy import sparse

    among = f"WHERE {sample}" if sample else ""
    sold = connection.execute(
        "SELECT s.product_id, s.selling,"
        " CASE WHEN p.is_active IS FALSE THEN 0 ELSE 1 END AS offered FROM next_selling AS s"
        " LEFT JOIN dim_product AS p ON p.product_id = s.product_id ORDER BY 1"
    ).fetchnumpy()
    products = sold["product_id"].astype(np.int64)
    held = connection.execute(
        f"SELECT account_id, product_id, weight, days FROM next_held {among}"  # noqa: S608 our own
        " ORDER BY account_id, product_id"
    ).fetchnumpy()
    accounts, row = np.unique(held["account_id"].astype(np.int64), return_inverse=True)
    column = np.searchsorted(products, held["product_id"])
    shape = (len(accounts), len(products))
    near = connection.execute("SELECT one, other, likeness FROM next_near").fetchnumpy()
    places = [np.searchsorted(products, near[side]) for side in ("one", "other")]
    most = float(sold["selling"].max(initial=0.0))
    return Holdings(
        accounts,
        products,
        sparse.csr_matrix((held["weight"].astype(float), (row, column)), shape=shape),
        sparse.csr_matrix((held["days"].astype(float), (row, column)), shape=shape),
        sparse.csr_matrix(
            (near["likeness"].astype(float), tuple(places)), shape=(len(products),) * 2
        ),
        sold["selling"].astype(float) / (most or 1.0),
        sold["offered"].astype(float),
    )
