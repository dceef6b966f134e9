"""The figures of the page: rules over the customers one may see, and offers that wait for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxi.insight.needs.baskets.measure import BASKETS
from guanxi.insight.needs.baskets.step import find_rules

if TYPE_CHECKING:
    import duckdb

MOST = {"most": 12}
RULES = """
SELECT r.body, r.head_id, r.together, r.body_count, r.head_count, r.baskets, r.confidence, r.lift,
    r.chance, r.class
FROM {rules} AS r WHERE r.class <> 'chance' ORDER BY r.rule_id
"""
OFFERS = """
SELECT m.new_product, COUNT(*) AS customers, MODE(m.because), MAX(m.new_margin)
FROM measure_next_best AS m JOIN seen AS s ON s.account_id = m.account_id
WHERE m.new_product IS NOT NULL
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $most
"""
UPGRADES = """
SELECT m.product, COUNT(*) AS customers, m.present, MAX(m.more_margin)
FROM measure_upgrade AS m JOIN seen AS s ON s.account_id = m.account_id
WHERE m.class = 'ready'
GROUP BY 1, 3 ORDER BY 2 DESC, 1, 3 LIMIT $most
"""
# What one may not see is out of the count, as if it had never been: these stand before the tables.
OF_SEEN = """
CREATE OR REPLACE TEMP VIEW {table} AS
SELECT t.* FROM "{database}".main.{table} AS t JOIN {among} AS s ON s.{key} = t.{key}
"""


@dataclass(frozen=True)
class Rule:
    """Who has the products of the body has the head too, so much oftener than others."""

    body: tuple[int, ...]
    head: int
    together: int
    body_count: int
    head_count: int
    baskets: int
    confidence: float
    lift: float
    chance: float
    strength: str


@dataclass(frozen=True)
class Offer:
    """A product that waits to be offered: to how many, because of what, and its margin."""

    product: str
    customers: int
    beside: str | None
    margin: int | None


@dataclass(frozen=True)
class Together:
    """Everything that the page shows."""

    rules: tuple[Rule, ...]
    offers: tuple[Offer, ...]
    upgrades: tuple[Offer, ...]


def together_of(
    connection: duckdb.DuckDBPyConnection,
    parameters: Mapping[str, Any],
    as_of: dt.date,
    *,
    orders: list[int] | None,
    sees_all: bool,
) -> Together:
    """The figures over the view `seen`; rules are counted anew for who does not see everything.

    `orders` are the ids of those one may see; None where that is all of them.
    """
    offers = tuple(Offer(*row) for row in connection.execute(OFFERS, MOST).fetchall())
    upgrades = tuple(Offer(*row) for row in connection.execute(UPGRADES, MOST).fetchall())
    rules = "measure_baskets" if sees_all else _counted(connection, parameters, as_of, orders)
    found = connection.execute(RULES.format(rules=rules)).fetchall()
    return Together(tuple(_rule(row) for row in found), offers, upgrades)


def _counted(
    connection: duckdb.DuckDBPyConnection,
    parameters: Mapping[str, Any],
    as_of: dt.date,
    orders: list[int] | None,
) -> str:
    import pyarrow as pa

    database = connection.execute("SELECT current_database()").fetchall()[0][0]
    limits = [("dim_customer", "seen", "account_id")]
    if orders is not None:
        ids = pa.table({"order_id": pa.array(orders, pa.int64())})
        connection.register("seen_order", ids)
        limits.append(("fact_order_line", "seen_order", "order_id"))
    for table, among, key in limits:
        connection.execute(OF_SEEN.format(table=table, database=database, among=among, key=key))
    options = {"parameters": dict(parameters), "as_of": as_of.isoformat(), "trial": True}
    find_rules(connection, options)
    known = BASKETS.parameters.changed({name: str(value) for name, value in parameters.items()})
    return f"({BASKETS.query(known, as_of)})"


def _rule(row: tuple[Any, ...]) -> Rule:
    return Rule(tuple(map(int, row[0].split())), *row[1:])
