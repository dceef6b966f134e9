"""Public data sets, where GUANXI_DATA_SETS names their folder; else made ones of the same shape.

Without it, the folder that GUANXI_SELFCHECK_DATA names serves.
"""

import os
from pathlib import Path
from typing import Any

import numpy as np

FOLDERS = ("GUANXI_DATA_SETS", "GUANXI_SELFCHECK_DATA")
BASKETS, PRODUCTS = 88_162, 16_470


def public(name: str) -> Path | None:
    """The file of that name in the folder of public sets; None where it is not there."""
    for setting in FOLDERS:
        folder = os.environ.get(setting, "")
        if folder and (Path(folder) / name).exists():
            return Path(folder) / name
    return None


def online_retail() -> Path | None:
    """The online retail set, which GUANXI_ONLINE_RETAIL may name by itself."""
    named = os.environ.get("GUANXI_ONLINE_RETAIL")
    return Path(named) if named else public("retail/online_retail.parquet")


def baskets_file() -> Path:
    """retail.dat of the FIMI repository, or as many baskets of about the same sizes."""
    file = public("basket/retail.dat")
    if file:
        return file
    file = Path(os.environ["GUANXI_DATA"]) / "baskets.dat"
    if not file.exists():
        chance = np.random.default_rng(1)
        sizes = 1 + chance.poisson(9.3, BASKETS)
        items = np.minimum(chance.zipf(1.25, int(sizes.sum())), PRODUCTS)
        lines = np.split(items, np.cumsum(sizes)[:-1])
        file.write_text("\n".join(" ".join(map(str, set(line))) for line in lines), "utf-8")
    return file


def order_lines(connection: Any, lines: int) -> None:
    """A star with so many order lines, four an order, ten a customer, among 5,000 products.

    Every third order holds two products that go together; the rest is chance.
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE fact_order_line AS
        SELECT i AS line_id, o AS order_id,
            1 + CAST({lines // 10} * pow((hash(o * 7 + 1) % 1000003) / 1000003.0, 1.3) AS BIGINT)
                AS account_id,
            CASE WHEN o % 3 = 0 AND i % 4 = 1 THEN 2 * (CAST(hash(o * 11) % 100 AS BIGINT))
                WHEN o % 3 = 0 AND i % 4 = 2 THEN 2 * (CAST(hash(o * 11) % 100 AS BIGINT)) + 1
                ELSE CAST(5000 * pow((hash(i) % 1000003) / 1000003.0, 2) AS BIGINT) END
                AS product_id,
            DATE '2025-12-31' - CAST(hash(o * 5) % 700 AS INTEGER) AS ordered_on,
            CAST(1 AS DECIMAL(18, 4)) AS quantity, CAST(9.5 AS DECIMAL(18, 4)) AS unit_price,
            950 AS amount, 600 AS cost, 0 AS discount, 'CNY' AS currency,
            CAST(1 AS DECIMAL(18, 8)) AS rate, false AS is_return, true AS is_counted
        FROM (SELECT i, i // 4 AS o FROM range({lines}) AS t(i))
        """  # noqa: S608 numbers
    )
    connection.execute(
        "INSERT INTO dim_customer (account_id) SELECT DISTINCT account_id FROM fact_order_line"
    )
    connection.execute(
        "INSERT INTO dim_product (product_id, code, name, category, is_active)"
        " SELECT i, 'P' || i, 'Product ' || i, 'Group ' || i % 20, true FROM range(0, 5001) AS t(i)"
    )
