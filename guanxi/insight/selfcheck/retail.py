"""Online Retail: who buys what share, and the classes of ABC, by the SQL of the product itself."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from guanxi.insight.abc.measure import ABC
from guanxi.insight.selfcheck.checks import Check, Published

FILE = "retail/online_retail.parquet"
SOURCE = "UCI Online Retail (Chen 2012)"
COUNTS = Published(
    "Online Retail",
    SOURCE,
    0,
    (
        ("customers", 4_338),
        ("ABC: A", 1_133),
        ("ABC: B", 1_469),
        ("ABC: C", 1_736),
        ("revenue", 8_911_407.90),
    ),
)
SHARES = Published(
    "Online Retail",
    SOURCE,
    5e-5,
    (("top 1%", 0.3178), ("top 5%", 0.5031), ("top 20%", 0.7459), ("top 50%", 0.9217)),
)
DAY = dt.date(2011, 12, 31)
PURCHASES = """
CREATE TABLE purchase_day AS
SELECT CAST("CustomerID" AS BIGINT) AS account_id, CAST("InvoiceDate" AS DATE) AS ordered_on,
    COUNT(*) AS purchase_lines, CAST(SUM(cents) AS BIGINT) AS revenue, 0 AS margin,
    0 AS costed_revenue, 0 AS returned, 0 AS returned_margin, 0 AS has_foreign
FROM (
    SELECT *, CAST(round("Quantity" * CAST("UnitPrice" AS DECIMAL(18, 4)) * 100) AS BIGINT) AS cents
    FROM read_parquet($1)
)
WHERE "CustomerID" IS NOT NULL AND "Quantity" > 0 AND "UnitPrice" > 0
GROUP BY 1, 2
"""
TOP = """
SELECT SUM(CASE WHEN place <= FLOOR(customers * {part} / 100) THEN contribution END)
    / SUM(contribution)
FROM (SELECT contribution, place, COUNT(*) OVER () AS customers FROM classed)
"""
PARTS = (1, 5, 20, 50)


def checks(folder: Path | None) -> Iterator[Check]:
    """Counts, classes and shares over all time, by revenue."""
    import duckdb

    file = folder / FILE if folder else None
    if file is None or not file.exists():
        yield from COUNTS.lacking(FILE)
        yield from SHARES.lacking(FILE)
        return
    parameters = ABC.parameters.changed({"window": "all", "contribution": "revenue"})
    with duckdb.connect() as connection:
        connection.execute(PURCHASES, [str(file)])
        connection.execute(
            "CREATE TABLE dim_customer AS SELECT DISTINCT account_id FROM purchase_day"
        )
        connection.execute(f"CREATE TABLE classed AS {ABC.query(parameters, DAY)}")
        classes = dict(
            connection.execute("SELECT class, COUNT(*) FROM classed GROUP BY 1").fetchall()
        )
        total = connection.execute("SELECT SUM(contribution) FROM classed").fetchall()[0][0]
        counts = [sum(classes.values()), *(classes[key] for key in "ABC"), float(total) / 100]
        shares = [connection.execute(TOP.format(part=part)).fetchall()[0][0] for part in PARTS]
    yield from COUNTS.beside(counts)
    yield from SHARES.beside(shares)
