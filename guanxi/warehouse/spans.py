"""What a customer, product or colleague was like on any past day: spans that open and close."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Tracked:
    """A table of the star whose `columns` are remembered; `since` is a day it surely existed."""

    table: str
    key: str
    columns: tuple[str, ...]
    since: str = "$today"

    @property
    def history(self) -> str:
        """The table of its spans."""
        return f"{self.table}_history"


CUSTOMER = Tracked(
    "dim_customer",
    "account_id",
    ("kind", "role", "tier", "industry", "province", "city", "source", "parent_id", "owner_id")
    + ("team_id",),
    since="LEAST(created_on, $today)",
)
PRODUCT = Tracked(
    "dim_product", "product_id", ("category", "list_price", "cost", "currency", "is_active")
)
STAFF = Tracked("dim_staff", "staff_id", ("team_id", "is_active"))
TRACKED = (CUSTOMER, PRODUCT, STAFF)
# Erased customers leave nothing behind; nor do those that had been merged into them.
ERASED = """
WITH RECURSIVE gone (id) AS (
    SELECT record_id FROM customers_erasure WHERE noun = 'account'
    UNION
    SELECT m.gone_id FROM customers_mergerecord AS m JOIN gone AS g ON g.id = m.kept_id
    WHERE m.noun = 'account'
)
SELECT id FROM gone
"""


def keep_spans(
    connection: duckdb.DuckDBPyConnection, today: str, changed: Iterable[Tracked]
) -> None:
    """Close the spans that no longer hold and open new ones, for tables that have changed.

    The first span of a customer begins when the customer was created. History only moves
    forward: a span that would begin before it ended is never written.
    """
    for one in changed:
        for sql in (_close(one), _tidy(one), _begin(one)):
            connection.execute(sql.replace("$today", f"DATE '{today}'"))


def forget(connection: duckdb.DuckDBPyConnection, erased: str) -> None:
    """Drop what is remembered of the customers whose ids the table `erased` holds."""
    for table in (CUSTOMER.history, "dim_customer_class"):
        connection.execute(f"DELETE FROM {table} WHERE account_id IN (SELECT id FROM {erased})")  # noqa: S608 our own names


def _close(one: Tracked) -> str:
    same = " AND ".join(f"d.{name} IS NOT DISTINCT FROM h.{name}" for name in one.columns)
    return f"""
        UPDATE {one.history} AS h SET valid_to = GREATEST(h.valid_from, $today)
        WHERE h.valid_to IS NULL AND NOT EXISTS (
            FROM {one.table} AS d WHERE d.{one.key} = h.{one.key} AND {same}
        )
    """  # noqa: S608 our own names


def _tidy(one: Tracked) -> str:
    return f"DELETE FROM {one.history} WHERE valid_from = valid_to"  # noqa: S608 our own names


def _begin(one: Tracked) -> str:
    listed = ", ".join(f"d.{name}" for name in one.columns)
    return f"""
        INSERT INTO {one.history}
        SELECT d.{one.key}, {listed}, COALESCE(h.ended, {one.since}, $today), NULL
        FROM {one.table} AS d
        LEFT JOIN (
            SELECT {one.key}, COUNT(*) - COUNT(valid_to) AS open, $today AS ended
            FROM {one.history} GROUP BY {one.key}
        ) AS h ON h.{one.key} = d.{one.key}
        WHERE COALESCE(h.open, 0) = 0
    """  # noqa: S608 our own names
