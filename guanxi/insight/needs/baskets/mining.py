"""From order lines to rules: what a run and a page compute alike, each over its own customers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.insight.needs.mining.baskets import bought_together
from guanxi.insight.needs.mining.rules import Rules, rules_of
from guanxi.insight.needs.mining.sets import Frequent, frequent_sets
from guanxi.insight.parameters import window_start

if TYPE_CHECKING:
    import duckdb

PER_MILLE = 1_000
# Nobody reads more; those with most baskets beyond chance are kept.
MOST = 2_000


@dataclass(frozen=True)
class Mined:
    """The rules found, over how many baskets, and what was left out."""

    rules: Rules
    found: Frequent
    baskets: int
    left_out: int
    least: int


def mine(
    connection: duckdb.DuckDBPyConnection, parameters: Mapping[str, Any], as_of: dt.date
) -> Mined:
    """The rules that the parameters ask for, those with most baskets beyond chance first."""
    start = window_start(parameters["window"], as_of)
    query = bought_together(parameters["basket"], start, as_of)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE bought_together AS {query}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE basket_size AS"
        " SELECT basket, COUNT(*) AS size FROM bought_together GROUP BY basket"
    )
    largest = int(parameters["largest_basket"])
    baskets, left_out = connection.execute(
        "SELECT COUNT(*), COUNT(*) FILTER (size > $1) FROM basket_size", [largest]
    ).fetchall()[0]
    counted = baskets - left_out
    least = max(parameters["least_baskets"], ceil(counted * parameters["support"] / PER_MILLE))
    lines = "SELECT basket, item FROM bought_together"
    if left_out:
        lines += f" ANTI JOIN (FROM basket_size WHERE size > {largest}) USING (basket)"
    found = frequent_sets(connection, lines, least, parameters["longest"], baskets=counted)
    connection.execute("DROP TABLE bought_together; DROP TABLE basket_size")
    rules = rules_of(found, parameters["confidence"] / 100)
    beyond = rules.both - rules.body_count * (rules.head_count / max(counted, 1))
    order = np.lexsort((np.arange(len(rules)), -beyond))[:MOST]
    return Mined(rules.chosen(order), found, baskets, left_out, least)


def as_table(mined: Mined) -> dict[str, Any]:
    """The rules as columns: body as product ids apart by blanks, head as one."""
    rules, items = mined.rules, [int(item) for item in mined.found.items]
    bodies = [[items[place] for place in row if place >= 0] for row in rules.body]
    return {
        "rule_id": np.arange(1, len(rules) + 1, dtype=np.int64),
        "body": [" ".join(map(str, sorted(body))) for body in bodies],
        "body_items": np.array([len(body) for body in bodies], np.int64),
        "head_id": np.array([items[place] for place in rules.head], np.int64),
        "together": rules.both,
        "body_count": rules.body_count,
        "head_count": rules.head_count,
        "baskets": np.full(len(rules), mined.rules.baskets, np.int64),
        "chance": np.array([float(f"{one:.3g}") for one in rules.chance]),
    }
