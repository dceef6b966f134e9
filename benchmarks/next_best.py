"""The next best product: precision at ten on Online Retail, beside the plain line; and its time.

Learned to the end of October 2011 and judged by November and December, over all products, those
bought before, and new ones. GUANXI_DATA_SETS names the folder of public sets; without it only the
time over so many made customers is measured.
"""

import datetime as dt
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks._frame import Figure
from benchmarks._sets import online_retail, order_lines

SIZE = 100_000
LINES_A_CUSTOMER = 10
START, CUT, END = dt.date(2010, 1, 1), dt.date(2011, 10, 31), dt.date(2011, 12, 31)
AS_OF = dt.date(2025, 12, 31)
BAR = "> 0.269"
PLAIN = {"all": "plain", "again": "plain", "new": "popular"}


def measure(size: int) -> Iterator[Figure]:
    """Precision at ten, each beside its plain line; the last is of repeat and new together."""
    seconds, cpu = _ranked(size)
    yield Figure(f"next-best, {size} customers, {cpu:.1f} s CPU", seconds, "s", "", "none", seconds)
    file = online_retail()
    if file is None:
        return
    precision = _precision(file)
    for kind in ("new", "again", "all"):
        ours, plain = precision["blend"][kind], precision[PLAIN[kind]][kind]
        name = "next-best" if kind == "all" else f"next-best, {kind}"
        error = f" ± {ours['standard_error']}"
        yield Figure(
            name + error, ours["value"], "P@10", BAR if kind == "all" else "", PLAIN[kind],
            plain["value"],
        )  # fmt: skip


def _precision(file: Path) -> dict[str, Any]:
    import duckdb

    from guanxi.insight.needs.next_best.checking import check
    from guanxi.warehouse.engine import SCHEMA

    with duckdb.connect(config={"threads": "2"}) as connection:
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        connection.execute(
            """
            INSERT INTO fact_order_line
            SELECT row_number() OVER (), dense_rank() OVER (ORDER BY "InvoiceNo"),
                CAST("CustomerID" AS BIGINT), dense_rank() OVER (ORDER BY "StockCode"),
                CAST("InvoiceDate" AS DATE), "Quantity", "UnitPrice", 0, NULL, 0, 'GBP', 1,
                false, true
            FROM read_parquet($1)
            WHERE "CustomerID" IS NOT NULL AND "Quantity" > 0 AND "UnitPrice" > 0
            """,
            [str(file)],
        )
        connection.execute(
            "INSERT INTO dim_customer (account_id) SELECT DISTINCT account_id FROM fact_order_line"
        )
        return dict(check(connection, START, CUT, END, 2)["precision"])


def _ranked(size: int) -> tuple[float, float]:
    import duckdb

    from guanxi.insight.needs.next_best.measure import NEXT_BEST
    from guanxi.warehouse.build import carry_out
    from guanxi.warehouse.engine import SCHEMA
    from guanxi.warehouse.refresh import purchase_day_query

    parameters = NEXT_BEST.parameters()
    with duckdb.connect(config={"threads": "2", "memory_limit": "2GB"}) as connection:
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        order_lines(connection, size * LINES_A_CUSTOMER)
        connection.execute("CREATE TEMP VIEW line_to_roll AS FROM fact_order_line")
        connection.execute(f"CREATE TABLE purchase_day AS {purchase_day_query()}")
        began, worked = time.perf_counter(), _processor_seconds()
        carry_out(connection, NEXT_BEST.call(parameters, AS_OF, trial=True))
        query = NEXT_BEST.query(parameters, AS_OF)
        connection.execute(f"CREATE TABLE measure_next_best AS {query}")
        return time.perf_counter() - began, _processor_seconds() - worked


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
