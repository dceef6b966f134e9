"""How long each customer stayed in a stage of life: one row per customer and stay."""

from __future__ import annotations

import datetime as dt
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

TABLE = "lifecycle_spell"
EMPTY_SPELLS = """
CREATE TABLE IF NOT EXISTS lifecycle_spell (
    account_id BIGINT, class VARCHAR, began DATE, last_on DATE, quarters INTEGER, brought BIGINT,
    followed INTEGER, next VARCHAR, is_begin_seen BOOLEAN
);
"""
# `brought` is the margin, after returns, of the quarters that followed upon the ends of quarter in
# the stay, and `followed` how many of them are over, so that a stage can be given what it brings. A
# quarter with purchases in a currency without a rate has no known margin and does not count as
# followed.
SPELLS = """
CREATE OR REPLACE TABLE lifecycle_spell AS
WITH days AS (
    SELECT unnest($1::DATE[]) AS as_of
),
quarters AS (
    SELECT as_of, LEAD(as_of) OVER (ORDER BY as_of) AS until FROM days
),
brought AS (
    SELECT p.account_id, q.as_of, SUM(p.margin - p.returned_margin) AS margin,
        MAX(p.has_foreign) AS has_foreign
    FROM purchase_day AS p
    JOIN quarters AS q ON p.ordered_on > q.as_of AND p.ordered_on <= q.until
    GROUP BY ALL
),
stood AS (
    SELECT s.account_id, s.as_of, s.class,
        CASE WHEN b.has_foreign = 1 THEN 0 ELSE COALESCE(b.margin, 0) END AS margin,
        CASE WHEN q.until IS NULL OR b.has_foreign = 1 THEN 0 ELSE 1 END AS is_over,
        LAG(s.class) OVER w IS DISTINCT FROM s.class AS begins
    FROM class_snapshot AS s
    JOIN quarters AS q ON q.as_of = s.as_of
    LEFT JOIN brought AS b ON b.account_id = s.account_id AND b.as_of = s.as_of
    WHERE s.measure = 'lifecycle'
    WINDOW w AS (PARTITION BY s.account_id ORDER BY s.as_of)
),
numbered AS (
    SELECT *, SUM(CASE WHEN begins THEN 1 ELSE 0 END)
        OVER (PARTITION BY account_id ORDER BY as_of) AS stay
    FROM stood
),
stays AS (
    SELECT account_id, stay, ANY_VALUE(class) AS class, MIN(as_of) AS began,
        MAX(as_of) AS last_on, CAST(COUNT(*) AS INTEGER) AS quarters,
        CAST(SUM(margin) AS BIGINT) AS brought,
        CAST(SUM(is_over) AS INTEGER) AS followed
    FROM numbered GROUP BY account_id, stay
)
SELECT account_id, class, began, last_on, quarters, brought, followed,
    LEAD(class) OVER (PARTITION BY account_id ORDER BY stay) AS next,
    began > (SELECT MIN(as_of) FROM days) AS is_begin_seen
FROM stays
"""


def keep_spells(connection: duckdb.DuckDBPyConnection, days: list[dt.date]) -> None:
    """Make lifecycle_spell of the kept stages at these ends of quarters."""
    connection.execute(SPELLS, [days])


def made_of(days: list[dt.date]) -> str:
    """Of which rules and days the stays are made."""
    return f"{zlib.crc32(f'{SPELLS} {days}'.encode()):08x}"
