"""Order lines whose money nobody can tell: sold in a currency that has no exchange rate."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from guanxi.insight.wording import count

if TYPE_CHECKING:
    import duckdb

LINES = """
    SELECT COUNT(*) FROM fact_order_line AS f
    JOIN seen AS s ON s.account_id = f.account_id
    JOIN dim_customer AS c ON c.account_id = f.account_id
    WHERE f.rate IS NULL AND f.is_counted AND NOT f.is_return
        AND f.quantity > 0 AND f.unit_price > 0 AND f.ordered_on <= $1
"""


def left_out(connection: duckdb.DuckDBPyConnection, as_of: dt.date) -> str:
    """How many lines of the customers in `seen` a page leaves out of its money; empty for none."""
    ((lines,),) = connection.execute(LINES, [as_of]).fetchall()
    if not lines:
        return ""
    return ngettext(
        "%(lines)s order line is in a currency without an exchange rate: its money is left out.",
        "%(lines)s order lines are in a currency without a rate: their money is left out.",
        lines,
    ) % {"lines": count(lines)}
