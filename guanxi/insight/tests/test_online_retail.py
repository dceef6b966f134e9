"""The published figures of the Online Retail set come out of the star to the customer.

Runs where the environment names the file: GUANXI_ONLINE_RETAIL=…/online_retail.parquet.
"""

import os
from collections import Counter
from datetime import date

import pytest

from guanxi.insight.abc.measure import ABC
from guanxi.insight.tests.star import Star
from guanxi.warehouse.refresh import purchase_day_query
from guanxi.warehouse.roll_up import Touched

FILE = os.environ.get("GUANXI_ONLINE_RETAIL", "")
LINES = """
INSERT INTO fact_order_line
SELECT row_number() OVER (), dense_rank() OVER (ORDER BY "InvoiceNo"),
    CAST("CustomerID" AS BIGINT), dense_rank() OVER (ORDER BY "StockCode"),
    CAST("InvoiceDate" AS DATE), "Quantity", "UnitPrice",
    CAST(round("Quantity" * CAST("UnitPrice" AS DECIMAL(18, 4)) * 100) AS BIGINT), NULL, 0,
    'GBP', 1, "InvoiceNo" LIKE 'C%' OR "Quantity" < 0, true
FROM read_parquet($1)
"""


def retail(file: str = FILE) -> Star:
    """The star of the set, rolled up."""
    star = Star()
    star.connection.execute("DROP TABLE purchase_day")
    star.connection.execute(LINES, [file])
    star.connection.execute(
        "INSERT INTO dim_customer (account_id)"
        " SELECT DISTINCT account_id FROM fact_order_line WHERE account_id IS NOT NULL"
    )
    star.connection.execute(
        "INSERT INTO dim_product (product_id, name, category, is_active)"
        " SELECT DISTINCT product_id, 'P' || product_id, '', true FROM fact_order_line"
    )
    Touched(star.connection, purchase_day_query()).roll_up()
    return star


@pytest.mark.skipif(not FILE, reason="GUANXI_ONLINE_RETAIL names no file")
def test_abc_over_all_time_is_as_published():
    star = retail()
    parameters = ABC.parameters.changed({"window": "all", "contribution": "revenue"})
    rows = star.connection.execute(ABC.query(parameters, date(2011, 12, 31))).fetchall()
    assert Counter(row[1] for row in rows) == {"A": 1_133, "B": 1_469, "C": 1_736, "unknown": 34}
    assert sum(row[3] or 0 for row in rows) == 891_140_790
