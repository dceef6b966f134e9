"""Categories of products by number, so that sums by category are small and quickly grouped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

NUMBER = """
INSERT INTO category_number
SELECT (SELECT COALESCE(MAX(category_no), 0) FROM category_number)
    + row_number() OVER (ORDER BY category), category
FROM (SELECT DISTINCT category FROM dim_product WHERE category <> '')
WHERE category NOT IN (SELECT category FROM category_number);
CREATE OR REPLACE TEMP TABLE category_now AS
SELECT p.product_id, COALESCE(n.category_no, 0) AS category_no
FROM dim_product AS p LEFT JOIN category_number AS n ON n.category = p.category
"""
MOVED = """
SELECT COALESCE(n.product_id, o.product_id)
FROM category_now AS n FULL JOIN category_of AS o ON o.product_id = n.product_id
WHERE COALESCE(n.category_no, 0) <> COALESCE(o.category_no, 0)
"""
BUYERS = f"SELECT DISTINCT account_id FROM fact_order_line WHERE product_id IN ({MOVED})"  # noqa: S608 our own names
KEEP = "TRUNCATE category_of; INSERT INTO category_of FROM category_now"


def number_categories(connection: duckdb.DuckDBPyConnection, touch: Callable[[str], None]) -> None:
    """Give new categories a number, telling who bought products that have changed category."""
    connection.execute(NUMBER)
    if connection.execute(MOVED).fetchone():
        touch(BUYERS)
    connection.execute(KEEP)
