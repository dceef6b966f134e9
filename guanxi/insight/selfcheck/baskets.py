"""Frequent sets and rules of two public sets of baskets, by the mining of the product itself."""

from collections.abc import Iterator
from math import ceil
from pathlib import Path

import numpy as np

from guanxi.insight.needs.mining.rules import rules_of
from guanxi.insight.needs.mining.sets import Frequent, frequent_sets
from guanxi.insight.selfcheck.checks import Check, Published

RETAIL, GROCERIES = "basket/retail.dat", "basket/groceries.csv"
SUPPORT, RARE = 0.001, 0.0005
INVOICES, PART = "retail/online_retail.parquet", 0.005
INVOICE_SETS = Published(
    "Baskets", "UCI Online Retail; mlxtend, pyfim", 0, (("invoices, sets at 0.005", 16_352),)
)
GOODS = """
CREATE TABLE goods AS
SELECT DISTINCT DENSE_RANK() OVER (ORDER BY "InvoiceNo") AS basket,
    DENSE_RANK() OVER (ORDER BY "StockCode") AS item
FROM read_parquet($1) WHERE "Quantity" > 0
"""
RETAIL_SETS = Published(
    "Baskets",
    "FIMI retail (Brijs et al. 1999)",
    0,
    (("retail, sets at 0.001", 7_589), ("retail, sets at 0.0005", 19_242)),
)
GROCERY_RULES = Published(
    "Baskets",
    "arules, Groceries (Hahsler et al.)",
    0,
    (("sets at 0.001", 13_492), ("rules at 0.8", 410), ("rules at 0.5", 5_668)),
)


def checks(folder: Path | None) -> Iterator[Check]:
    """Counts of sets and rules at a support of one in a thousand."""
    retail = folder / RETAIL if folder else None
    if retail is None or not retail.exists():
        yield from RETAIL_SETS.lacking(RETAIL)
    else:
        yield from RETAIL_SETS.beside([len(_mined(retail, " ", one)) for one in (SUPPORT, RARE)])
    invoices = folder / INVOICES if folder else None
    if invoices is None or not invoices.exists():
        yield from INVOICE_SETS.lacking(INVOICES)
    else:
        yield from INVOICE_SETS.beside([_of_invoices(invoices)])
    groceries = folder / GROCERIES if folder else None
    if groceries is None or not groceries.exists():
        yield from GROCERY_RULES.lacking(GROCERIES)
        return
    found = _mined(groceries, ",")
    rules = [len(rules_of(found, least, is_tested=False)) for least in (0.8, 0.5)]
    yield from GROCERY_RULES.beside([len(found), *rules])


def _of_invoices(file: Path) -> int:
    """How many sets are frequent among the goods of invoices, those of nobody named included."""
    import duckdb

    with duckdb.connect(config={"threads": "2"}) as connection:
        connection.execute(GOODS, [str(file)])
        found = connection.execute("SELECT COUNT(DISTINCT basket) FROM goods").fetchall()
        baskets = int(found[0][0])
        least = ceil(PART * baskets)
        return len(frequent_sets(connection, "SELECT * FROM goods", least, baskets=baskets))


def _mined(file: Path, apart: str, support: float = SUPPORT) -> Frequent:
    """The frequent sets of a file with one basket a line."""
    import duckdb
    import pyarrow as pa

    lines = file.read_text(encoding="utf-8").splitlines()
    baskets = [{item for item in line.split(apart) if item.strip()} for line in lines]
    table = pa.table(
        {
            "basket": np.repeat(np.arange(len(baskets)), [len(one) for one in baskets]),
            "item": pa.array([item for one in baskets for item in sorted(one)]),
        }
    )
    with duckdb.connect(config={"threads": "2"}) as connection:
        connection.register("lines", table)
        return frequent_sets(
            connection, "SELECT * FROM lines", ceil(support * len(baskets)), baskets=len(baskets)
        )
