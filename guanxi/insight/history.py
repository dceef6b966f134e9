"""Which class each customer had, and from when to when: spans that close and open."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from guanxi.insight.fits import has_table
from guanxi.insight.profile_rows import TOLD
from guanxi.warehouse.build import CALL
from guanxi.warehouse.engine import reading
from guanxi.warehouse.refresh import warehouse_file

if TYPE_CHECKING:
    import duckdb

    from guanxi.insight.measures import Measure

ON = "account_id = ? AND valid_from <= ? AND COALESCE(valid_to, DATE '9999-12-31') > ?"
LATEST = """
SELECT measure, MAX(GREATEST(valid_from, COALESCE(valid_to, valid_from)))
FROM dim_customer_class GROUP BY measure
"""
# What all classes of each customer were, in one number, when all of them were kept last.
DIGEST = "class_digest"
CHANGED, MOVED = "class_changed", "class_moved"
# Past this part of all customers one measure after the other is quicker, and takes less memory.
PART = 4
FIND = f"""
CREATE OR REPLACE TEMP TABLE {CHANGED} AS
SELECT COALESCE(n.account_id, d.account_id) AS account_id
FROM {TOLD} AS n
FULL JOIN {DIGEST} AS d ON d.account_id = n.account_id
WHERE n.classes IS DISTINCT FROM d.classes
"""  # noqa: S608 our own names
KEEP = f"CREATE OR REPLACE TABLE {DIGEST} AS SELECT account_id, classes FROM {TOLD}"  # noqa: S608 our own names


def scripts(wanted: Iterable[Measure], as_of: date, *, are_all: bool) -> list[tuple[str, str]]:
    """The step that closes spans whose class has changed and opens new ones.

    `are_all` says that every measure that is on was computed. History only moves forward: a run as
    of an earlier day than the last one of a measure leaves its history alone.
    """
    tables = {one.key: one.table for one in wanted}
    options = {"tables": tables, "as_of": as_of.isoformat(), "are_all": are_all}
    return [("history", f"{CALL}{__name__}:{keep_classes.__name__} {json.dumps(options)}")]


def keep_classes(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Bring the spans in step, for those customers alone of whom some class has changed."""
    as_of = date.fromisoformat(options["as_of"])
    latest = dict(connection.execute(LATEST).fetchall())
    forward = {
        key: table for key, table in options["tables"].items() if latest.get(key, as_of) <= as_of
    }
    if forward and _are_few(connection):
        _bring_in_step(connection, forward, as_of, f" SEMI JOIN {CHANGED} USING (account_id)")
    else:
        for key, table in forward.items():
            _bring_in_step(connection, {key: table}, as_of)
    if options["are_all"] and forward == options["tables"]:
        connection.execute(KEEP)
    else:
        connection.execute(f"DROP TABLE IF EXISTS {DIGEST}")


def _are_few(connection: duckdb.DuckDBPyConnection) -> bool:
    """Find who has changed; False where that is not known, or they are many."""
    if not has_table(connection, DIGEST):
        return False
    connection.execute(FIND)
    query = f"SELECT {PART} * COUNT(*) <= (SELECT COUNT(*) FROM {TOLD}) FROM {CHANGED}"  # noqa: S608 our own names
    return bool(connection.execute(query).fetchall()[0][0])


def _bring_in_step(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, str], as_of: date, among: str = ""
) -> None:
    """Close the spans of these measures that no longer hold, and open new ones.

    `among` is an ending of a query that leaves the customers who may have changed.
    """
    now = " UNION ALL ".join(
        f"SELECT account_id, '{key}' AS measure, class FROM {table}{among}"  # noqa: S608 our own names
        for key, table in tables.items()
    )
    keys = ", ".join(f"'{key}'" for key in tables)
    open_now = f"""
        SELECT account_id, measure, class FROM dim_customer_class{among}
        WHERE valid_to IS NULL AND measure IN ({keys})
    """  # noqa: S608 our own names
    day = f"DATE '{as_of.isoformat()}'"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {MOVED} AS"  # noqa: S608 our own names
        " SELECT COALESCE(n.account_id, h.account_id) AS account_id,"
        " COALESCE(n.measure, h.measure) AS measure, n.class, h.class AS was"
        f" FROM ({now}) AS n FULL JOIN ({open_now}) AS h"
        " ON h.account_id = n.account_id AND h.measure = n.measure"
        " WHERE n.class IS DISTINCT FROM h.class"
    )
    connection.execute(
        f"UPDATE dim_customer_class AS h SET valid_to = {day} FROM {MOVED} AS m"  # noqa: S608 our own names
        " WHERE m.was IS NOT NULL AND h.valid_to IS NULL"
        " AND h.account_id = m.account_id AND h.measure = m.measure"
    )
    connection.execute(
        f"INSERT INTO dim_customer_class SELECT account_id, measure, class, {day}, NULL"  # noqa: S608 our own names
        f" FROM {MOVED} WHERE class IS NOT NULL"
    )
    connection.execute(
        f"DELETE FROM dim_customer_class WHERE measure IN ({keys}) AND valid_from = valid_to"  # noqa: S608 our own names
    )


def classes_on(account_id: int, day: date) -> dict[str, str]:
    """The class that the customer had on that day, by measure; none before the first run."""
    query = f"SELECT measure, class FROM dim_customer_class WHERE {ON} ORDER BY measure"  # noqa: S608 our own names
    with reading(warehouse_file()) as warehouse:
        return dict(warehouse.execute(query, [account_id, day, day]).fetchall())
