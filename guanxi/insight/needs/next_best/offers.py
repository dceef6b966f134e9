"""Offers of an earlier night, which serve customers whose purchases are as they were."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from guanxi.insight.fits import WEEK, has_table
from guanxi.insight.needs.next_best.holdings import COUNTED

if TYPE_CHECKING:
    import duckdb

KEPT = "next_offers"
CHANGED = "next_changed"
# A number that changes with the purchases of a customer in the window.
MARKS = f"""
CREATE OR REPLACE TEMP TABLE next_mark AS
SELECT f.account_id, bit_xor(hash(f.line_id, f.product_id, f.ordered_on)) AS mark
FROM fact_order_line AS f
JOIN dim_customer AS c ON c.account_id = f.account_id
WHERE {COUNTED}
GROUP BY f.account_id
"""  # noqa: S608 our own names
# What is bought weighs less each day: a seventh of the customers are ranked anew, in turn.
FIND = f"""
CREATE OR REPLACE TEMP TABLE {CHANGED} AS
SELECT m.account_id
FROM next_mark AS m
LEFT JOIN {KEPT} AS k ON k.account_id = m.account_id
LEFT JOIN dim_product AS n ON n.product_id = k.next_id
LEFT JOIN dim_product AS w ON w.product_id = k.new_id
WHERE m.mark IS DISTINCT FROM k.mark OR m.account_id % {WEEK} = $turn
    OR NOT COALESCE(n.is_active, TRUE) OR NOT COALESCE(w.is_active, TRUE)
"""  # noqa: S608 our own names
TAKE = f"""
INSERT INTO next_offer BY NAME
SELECT k.* EXCLUDE (mark) FROM {KEPT} AS k
SEMI JOIN next_mark AS m ON m.account_id = k.account_id
ANTI JOIN {CHANGED} AS c ON c.account_id = k.account_id
"""  # noqa: S608 our own names


def mark(connection: duckdb.DuckDBPyConnection, start: dt.date, as_of: dt.date) -> None:
    """Fill next_mark: who bought what, in one number for each customer."""
    connection.execute(MARKS, {"window_start": start, "as_of": as_of})


def find_changed(connection: duckdb.DuckDBPyConnection, as_of: dt.date) -> bool:
    """Fill next_changed with the customers that are to be ranked anew; False where all are."""
    if not has_table(connection, KEPT):
        return False
    connection.execute(FIND, {"turn": as_of.toordinal() % WEEK})
    return True


def take_kept_offers(connection: duckdb.DuckDBPyConnection) -> None:
    """Put the offers of the customers that have not changed into next_offer."""
    connection.execute(TAKE)


def keep_offers(connection: duckdb.DuckDBPyConnection) -> None:
    """Let all offers serve for other nights."""
    connection.execute(
        f"CREATE OR REPLACE TABLE {KEPT} AS"  # noqa: S608 our own names
        " SELECT o.*, m.mark FROM next_offer AS o JOIN next_mark AS m USING (account_id)"
    )
