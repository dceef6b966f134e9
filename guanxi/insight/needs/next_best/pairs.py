"""Which products the same customers buy: counted for every pair, the likest kept of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from guanxi.insight.fits import has_table

if TYPE_CHECKING:
    import duckdb
    from scipy import sparse

# Pairs seen with few customers are pulled towards nothing.
SHRINK = 10
NEIGHBOURS = 20
# Whoever bought more products than this says little about which go together.
LARGEST = 200
# Pairs that may be looked at together: some hundred megabytes.
AT_ONCE = 8_000_000
FEW = f"""
SELECT account_id, product_id FROM next_held
QUALIFY row_number() OVER (PARTITION BY account_id ORDER BY weight DESC, product_id) <= {LARGEST}
"""  # noqa: S608 a number
HOLDERS = "SELECT product_id, COUNT(*) AS holders FROM next_held GROUP BY 1 ORDER BY 1"
KEPT, KEPT_SELLING = "next_pairs", "next_sellers"
Columns = dict[str, NDArray[Any]]


def find_pairs(connection: duckdb.DuckDBPyConnection, least: int) -> None:
    """Fill next_near from next_held: for each product the likest that `least` customers hold too.

    The product of two sparse matrices counts every pair; a join of rows would take twenty times as
    long where a million customers hold ten products each.
    """
    import pyarrow as pa

    known = connection.execute(HOLDERS).fetchnumpy()
    few = connection.execute(FEW).fetchnumpy()
    found = list(_likest(known, few, least)) or [_nothing()]
    columns = {name: np.concatenate([part[name] for part in found]) for name in found[0]}
    connection.register("near_arriving", pa.table(columns))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE next_near AS SELECT *,"
        " (SELECT COUNT(DISTINCT account_id) FROM next_held) AS customers FROM near_arriving"
    )
    connection.unregister("near_arriving")


def keep_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the pairs serve for other nights: what goes together hardly changes from day to day.

    So does what sells well: were it ranked anew each night, half of all customers would be offered
    something else each morning.
    """
    connection.execute(
        f"CREATE OR REPLACE TABLE {KEPT} AS FROM next_near;"
        f"CREATE OR REPLACE TABLE {KEPT_SELLING} AS FROM next_selling"
    )


def are_pairs_kept(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether an earlier night kept them."""
    return has_table(connection, KEPT) and has_table(connection, KEPT_SELLING)


def take_kept_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill next_near and next_selling as an earlier night kept them, with what is held since."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE next_selling AS"  # noqa: S608 our own names
        f" SELECT product_id, MAX(selling) AS selling FROM (FROM {KEPT_SELLING}"
        " UNION ALL SELECT product_id, 0 FROM next_held) GROUP BY product_id"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE next_near AS SELECT k.* FROM {KEPT} AS k"  # noqa: S608 our own names
        " SEMI JOIN next_selling AS a ON a.product_id = k.one"
        " SEMI JOIN next_selling AS b ON b.product_id = k.other"
    )


def _likest(known: Columns, few: Columns, least: int) -> Iterator[Columns]:
    products, holders = known["product_id"].astype(np.int64), known["holders"].astype(np.int64)
    if not len(products):
        return
    held = _matrix(products, few)
    by_product = held.T.tocsr()
    rows = max(1, AT_ONCE // len(products))
    for first in range(0, len(products), rows):
        pairs = (by_product[first : first + rows] @ held).tocsc().tocoo()
        other, one, together = pairs.row + first, pairs.col, pairs.data
        kept = (one != other) & (together >= least)
        other, one, together = other[kept], one[kept], together[kept].astype(np.int64)
        likeness = together / np.sqrt((holders[one] + SHRINK) * (holders[other] + SHRINK))
        # Columns rise already, and rows in each; one key is sorted in half the time of three.
        order = np.argsort(other - likeness, kind="stable")
        other, one = other[order], one[order]
        rank = np.arange(len(order)) - np.searchsorted(other, other)
        near = rank < NEIGHBOURS
        order, other, one = order[near], other[near], one[near]
        yield {
            "one": products[one],
            "other": products[other],
            "together": together[order],
            "one_holders": holders[one],
            "other_holders": holders[other],
            "likeness": likeness[order],
        }


def _matrix(products: NDArray[np.int64], few: Columns) -> sparse.csr_matrix:
    """Customers by products: 1 where the one holds the other."""
    from scipy import sparse

    accounts, row = np.unique(few["account_id"], return_inverse=True)
    column = np.searchsorted(products, few["product_id"])
    ones = np.ones(len(row), dtype=np.int32)
    return sparse.csr_matrix((ones, (row, column)), shape=(len(accounts), len(products)))


def _nothing() -> Columns:
    whole = ("one", "other", "together", "one_holders", "other_holders")
    return {name: np.empty(0, np.int64) for name in whole} | {"likeness": np.empty(0)}
