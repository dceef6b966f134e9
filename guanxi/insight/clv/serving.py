"""What serving a customer costs for each purchase, as a column beside its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guanxi.insight.clv.asked import Asked
from guanxi.insight.fits import has_table

if TYPE_CHECKING:
    import duckdb

# Discounts and returns are off the contribution already; what is left of cost to serve is shared
# among the purchase days of the same months. Who bought on none of them has no cost of a purchase.
SERVED = """
    SELECT s.account_id,
        CAST(COALESCE(s.contact_cost, 0) + s.order_cost + s.waiting_cost AS DOUBLE) / COUNT(*)
            AS service
    FROM measure_serve AS s
    JOIN purchase_day AS p ON p.account_id = s.account_id
    WHERE s.cause IN ('known', 'no_contact') AND p.purchase_lines > 0
        AND p.ordered_on >= DATE '{since}' AND p.ordered_on <= DATE '{as_of}'
    GROUP BY s.account_id, s.contact_cost, s.order_cost, s.waiting_cost
"""
UNKNOWN = "SELECT CAST(NULL AS BIGINT) AS account_id, CAST(NULL AS DOUBLE) AS service LIMIT 0"
TELLABLE = """
    SELECT h.account_id, h.part, h.days, h.repeats, h.recency, h.age, h.brought, s.service
    FROM ({history}) AS h LEFT JOIN ({served}) AS s ON s.account_id = h.account_id
    WHERE h.brought > 0 AND h.has_foreign = 0
"""


def tellable(connection: duckdb.DuckDBPyConnection, asked: Asked) -> str:
    """The query of all of whom a model can tell; `service` is null where it is unknown."""
    is_known = asked.is_net and has_table(connection, "measure_serve")
    served = SERVED.format(since=asked.served_since, as_of=asked.as_of) if is_known else UNKNOWN
    return TELLABLE.format(history=asked.history(), served=served)
