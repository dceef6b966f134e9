"""A cube over three dimensions of twenty million order lines, distinct counts included.

The star is made by DuckDB itself from hashes of row numbers, so that the disk holds it once (some
50 bytes a line) and the books are not needed. The baseline is one plain sum by the same three
dimensions in DuckDB alone, without subtotals or distinct counts.

Told one by one: what somebody meets who asks what nobody asked before (`first`); what the night
then takes to keep the sums for it ready (`night`); what everybody meets from that day on; and what
somebody meets who sees the twentieth part of customers and orders (`team`), always from the lines.
"""

import datetime as dt
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

from benchmarks._frame import Figure, Timing, timed

SIZE = 20_000_000
LINES_A_CUSTOMER, LINES_AN_ORDER = 20, 4
AS_OF = dt.date(2026, 11, 19)
BAR, NIGHT_BAR, NO_BAR = "≤ 300 ms", "≤ 10 s at 10 million lines", "none"
NIGHT_BASELINE = "one plain sum of all lines by city, category and month in DuckDB alone"
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
SUMMED = """
SELECT c.city, p.category, date_trunc('month', f.ordered_on), SUM(f.amount)
FROM fact_order_line AS f JOIN dim_customer AS c ON c.account_id = f.account_id
JOIN dim_product AS p ON p.product_id = f.product_id GROUP BY ALL
"""
TEAM_SHARE = 20
TEAM_ACCOUNTS = """
SELECT account_id AS id, 'Customer ' || account_id AS name, 'C' || account_id AS code,
    'business' AS kind, {team} AS team_id, now() AS created_at, now() AS updated_at
FROM dim_customer WHERE account_id % {share} = 0
"""
TEAM_ORDERS = """
SELECT DISTINCT order_id AS id, 'B' || order_id AS number, 'sale' AS kind, 'closed' AS status,
    'CNY' AS currency, account_id, {team} AS team_id, ordered_on,
    now() AS created_at, now() AS updated_at
FROM fact_order_line WHERE account_id % {share} = 0
"""
BARE = """
SELECT c.city, p.category, date_trunc('quarter', f.ordered_on), SUM(f.amount)
FROM fact_order_line AS f JOIN dim_customer AS c ON c.account_id = f.account_id
JOIN dim_product AS p ON p.product_id = f.product_id
WHERE f.ordered_on >= DATE '2025-11-01' AND f.ordered_on < DATE '2026-11-01' GROUP BY ALL
"""


def measure(size: int) -> Iterator[Figure]:
    """The 95th percentile of each cube in milliseconds over `size` order lines."""
    from guanxi.platform.actors.actor import SYSTEM
    from guanxi.warehouse.engine import reading
    from guanxi.warehouse.refresh import warehouse_file

    _fill(size)
    with reading(warehouse_file()) as connection:
        bare = timed(lambda: connection.execute(BARE).fetchall(), REPEAT, WARM_UP).p95
        began = time.process_time()
        connection.execute(SUMMED).fetchall()
        summed = time.process_time() - began
    first = max(took.p95 for _name, took in _asked(SYSTEM))
    yield Figure("olap-first", first, "ms", NO_BAR, BASELINE, bare)
    yield Figure("olap-night", _night(), "s CPU", NIGHT_BAR, NIGHT_BASELINE, summed)
    worst = 0.0
    for name, took in _asked(SYSTEM):
        worst = max(worst, took.p95)
        yield Figure(f"olap-{name}", took.p95, "ms", BAR, BASELINE, bare)
    team = max(took.p95 for _name, took in _asked(_team_member()))
    yield Figure("olap-team", team, "ms", NO_BAR, BASELINE, bare)
    yield Figure("olap", worst, "ms", BAR, BASELINE, bare)


def _asked(actor: Any) -> Iterator[tuple[str, Timing]]:
    from guanxi.insight.olap.answering import answer

    for name, state in _states().items():
        took = timed(partial(answer, actor, state, as_of=AS_OF), REPEAT, WARM_UP)
        print(f"{name}: median {took.median:.0f} ms, processor {took.cpu:.0f} ms")
        yield name, took


def _states() -> dict[str, Any]:
    from guanxi.insight.olap.state import CubeState

    return {
        name: CubeState(measure=key, rows=rows, column=column, top=50)
        for name, (key, rows, column) in CUBES.items()
    }


def _night() -> float:
    """Note the cubes as asked, as their page does, and take the night's step for them."""
    from guanxi.insight.olap import cuboids
    from guanxi.insight.olap.wanted import note_use, wanted_traits
    from guanxi.platform.actors.actor import SYSTEM
    from guanxi.warehouse.build import carry_out
    from guanxi.warehouse.engine import writing
    from guanxi.warehouse.refresh import warehouse_file

    for state in _states().values():
        note_use(SYSTEM, state, on=AS_OF)
    with writing(warehouse_file()) as connection:
        began = time.process_time()
        for _name, script in cuboids.scripts(wanted_traits(AS_OF)):
            carry_out(connection, script)
        connection.execute("CHECKPOINT")
        took = time.process_time() - began
        print(connection.execute("FROM cuboid").fetchall())
    return took


def _team_member() -> Any:
    """Somebody who sees one customer in twenty with their orders; the books hold only these."""
    from benchmarks._books import bring
    from guanxi.platform.actors.actor import Actor
    from guanxi.platform.actors.models import Team
    from guanxi.warehouse.engine import reading
    from guanxi.warehouse.refresh import warehouse_file

    team, is_new = Team.objects.get_or_create(name="Twentieth")
    values = {"team": team.pk, "share": TEAM_SHARE}
    if is_new:
        with reading(warehouse_file()) as star:
            bring("customers_account", star, TEAM_ACCOUNTS.format(**values))
            bring("sales_order", star, TEAM_ORDERS.format(**values))
    nouns = ("order", "order_line", "account", "product")
    grants = dict.fromkeys((f"{noun}.read" for noun in nouns), "team")
    return Actor("person", None, "Member", teams=frozenset({team.pk}), grants=grants)


def _fill(size: int) -> None:
    from guanxi.insight.olap.coding import code_customers
    from guanxi.warehouse.categories import number_categories
    from guanxi.warehouse.engine import writing
    from guanxi.warehouse.refresh import roll_ups, warehouse_file
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
        purchase_day, category_day = roll_ups()
        touched = Touched(connection, purchase_day)
        number_categories(connection, touched.add)
        touched.roll_up()
        touched.sum_up(category_day)
        code_customers(connection, {"as_of": "2026-11-19", "every": True})
        print(f"sums by category: {time.process_time() - began:.0f} s of processor")
