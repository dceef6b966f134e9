"""The step of the run that finds the rules, before the SQL that judges them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from guanxi.insight.fits import has_table, record_fit
from guanxi.insight.needs.baskets.mining import as_table, mine

if TYPE_CHECKING:
    import duckdb

EMPTY = """
CREATE OR REPLACE TEMP TABLE basket_rule (
    rule_id BIGINT, body VARCHAR, body_items BIGINT, head_id BIGINT, together BIGINT,
    body_count BIGINT, head_count BIGINT, baskets BIGINT, chance DOUBLE
)
"""


def find_rules(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Fill the temporary table basket_rule, and record what was counted."""
    import pyarrow as pa

    connection.execute(EMPTY)
    if has_table(connection, options.get("unless", "")):
        return
    mined = mine(connection, options["parameters"], dt.date.fromisoformat(options["as_of"]))
    connection.register("mined_rules", pa.table(as_table(mined)))
    connection.execute("INSERT INTO basket_rule BY NAME FROM mined_rules")
    connection.unregister("mined_rules")
    if options.get("trial"):
        return
    told = {
        "as_of": options["as_of"],
        "unit": options["parameters"]["basket"],
        "n": mined.baskets,
        "left_out": mined.left_out,
        "least": mined.least,
        "products": len(mined.found.items),
        "sets": {str(size): len(level) for size, level in enumerate(mined.found.levels, 1)},
        "rules": len(mined.rules),
    }
    record_fit(connection, "baskets", told)
