"""A cube over three dimensions of twenty million order lines, distinct counts included.

The star is made by DuckDB itself from hashes of row numbers, so that the disk holds it once (some
50 bytes a line) and the books are not needed. The baseline is one plain sum by the same three
dimensions in DuckDB alone, without subtotals or distinct counts.
"""

import datetime as dt
import time
from collections.abc import Iterator
from functools import partial

from benchmarks._frame import Figure, timed

SIZE = 20_000_000
LINES_A_CUSTOMER, LINES_AN_ORDER = 20, 4
AS_OF = dt.date(2026, 11, 19)
BAR = "≤ 300 ms"
BASELINE = "one plain sum by the same dimensions in DuckDB alone, p95"
REPEAT, WARM_UP = 10, 2
CUBES = {
    "revenue": ("revenue", ("city", "category"), "quarter"),
    "orders": ("orders", ("city", "category"), "quarter"),
    "customers": ("customers", ("city", "category"), "quarter"),
}
CUSTOMERS = """
INSERT INTO dim_customer BY NAME
SELECT range AS account_id, 'City ' || (hash(range) % 30) AS city FROM range(1, {customers} + 1)
"""
PRODUCTS = """
INSERT INTO dim_product BY NAME
SELECT range AS product_id, 'Category ' || (range % 20) AS category FROM range(1, 2001)
"""
LINES = """
INSERT INTO fact_order_line BY NAME
SELECT range AS line_id, range // {order} AS order_id,
    CAST(hash(range // {order}) % {customers} + 1 AS BIGINT) AS account_id,
    CAST(hash(range * 3) % 2000 + 1 AS BIGINT) AS product_id,
    DATE '2023-11-01' + CAST(range // {order} * 1095 // ({lines} // {order} + 1) AS INTEGER)
        AS ordered_on,
    1 AS quantity, 1 AS unit_price, CAST(hash(range * 7) % 100000 AS BIGINT) AS amount,
    'CNY' AS currency, 1 AS rate, false AS is_return, true AS is_counted
FROM range({lines})
"""
BARE = """
SELECT c.city, p.category, date_trunc('quarter', f.ordered_on), SUM(f.amount)
FROM fact_order_line AS f JOIN dim_customer AS c ON c.account_id = f.account_id
JOIN dim_product AS p ON p.product_id = f.product_id
WHERE f.ordered_on >= DATE '2025-11-01' AND f.ordered_on < DATE '2026-11-01' GROUP BY ALL
"""


def measure(size: int) -> Iterator[Figure]:
    """The 95th percentile of each cube in milliseconds over `size` order lines."""
    from guanxi.insight.olap.answering import answer
    from guanxi.insight.olap.state import CubeState
    from guanxi.platform.actors.actor import SYSTEM
    from guanxi.warehouse.engine import reading
    from guanxi.warehouse.refresh import warehouse_file

    _fill(size)
    with reading(warehouse_file()) as connection:
        bare = timed(lambda: connection.execute(BARE).fetchall(), REPEAT, WARM_UP)
    worst = 0.0
    for name, (key, rows, column) in CUBES.items():
        state = CubeState(measure=key, rows=rows, column=column, top=50)
        took = timed(partial(answer, SYSTEM, state, as_of=AS_OF), REPEAT, WARM_UP)
        print(f"{name}: median {took.median:.0f} ms, processor {took.cpu:.0f} ms")
        worst = max(worst, took.p95)
        yield Figure(f"olap-{name}", took.p95, "ms", BAR, BASELINE, bare.p95)
    yield Figure("olap", worst, "ms", BAR, BASELINE, bare.p95)


def _fill(size: int) -> None:
    from guanxi.insight.olap.coding import code_customers
    from guanxi.warehouse.categories import number_categories
    from guanxi.warehouse.engine import writing
    from guanxi.warehouse.refresh import category_day_stages, warehouse_file
    from guanxi.warehouse.roll_up import Touched

    values = {
        "lines": size,
        "order": LINES_AN_ORDER,
        "customers": max(size // LINES_A_CUSTOMER, 1),
    }
    with writing(warehouse_file(), fresh=True) as connection:
        for statement in (CUSTOMERS, PRODUCTS, LINES):
            connection.execute(statement.format(**values))
        began = time.process_time()
        touched = Touched(connection, "")
        number_categories(connection, touched.add)
        touched.sum_up(category_day_stages().query({}))
        code_customers(connection, {})
        print(f"sums by category: {time.process_time() - began:.0f} s of processor")
