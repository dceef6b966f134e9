"""The step before the SQL: classes as they were, rebuilt from the books where not kept."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from guanxi.insight import kept
from guanxi.insight.abc.measure import ABC
from guanxi.insight.fits import has_table, record_fit
from guanxi.insight.lifecycle.measure import LIFECYCLE
from guanxi.insight.measures import Measure
from guanxi.insight.movement.chain import chain_of
from guanxi.insight.movement.holdout import as_told, held_out, is_trusted
from guanxi.insight.movement.spells import EMPTY_SPELLS, TABLE, keep_spells, made_of
from guanxi.insight.parameters import Parameters
from guanxi.insight.pyramid.measure import PYRAMID
from guanxi.insight.rfm.measure import RFM
from guanxi.insight.snapshots import Snapshots, quarter_ends_before

if TYPE_CHECKING:
    import duckdb

# What is compared: its name among the snapshots, the measure, the column of its result.
COMPARED = (
    ("rfm", RFM, "class"),
    ("segment", RFM, "segment"),
    ("abc", ABC, "class"),
    ("pyramid", PYRAMID, "class"),
    ("lifecycle", LIFECYCLE, "class"),
)
FIRM = f"SELECT * FROM {TABLE}"  # noqa: S608 our own name
EMPTY = f"""
CREATE OR REPLACE TEMP TABLE class_then (
    measure VARCHAR, as_of DATE, account_id BIGINT, class VARCHAR
);
CREATE OR REPLACE TEMP TABLE moved_since (then_on DATE);
CREATE OR REPLACE TEMP TABLE class_now (account_id BIGINT, class VARCHAR, missing VARCHAR);
{EMPTY_SPELLS}
"""


def rebuild(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Fill class_then, class_now and moved_since; keep past stages and the spells made of them.

    A trial reads the kept past where it has it, and leaves nothing behind. `of` holds the
    parameters of the measures that are compared, `off` those that are switched off.
    Where the table named by `unless` is there, nothing is rebuilt and the tables are left empty.
    """
    if has_table(connection, options.get("unless", "")):
        connection.execute(EMPTY)
        return
    as_of, asked = dt.date.fromisoformat(options["as_of"]), options["parameters"]
    parameters, off = _parameters(options.get("of") or {}), options.get("off", ())
    is_trial = bool(options.get("trial"))
    followed = quarter_ends_before(as_of, max(asked["quarters_followed"], asked["quarters_back"]))
    then = followed[asked["quarters_back"] - 1]
    snapshots, is_past_new = Snapshots(connection, is_temporary=is_trial), False
    for name, measure, column in COMPARED:
        if measure.key in off:
            is_past_new |= snapshots.forget(name) and name == "lifecycle"
            continue
        query = _rows(measure, parameters[measure.key], column)
        # Where a customer stood last quarter is shown everywhere; the chain needs stages alone.
        days = followed if name == "lifecycle" and not is_trial else [then, followed[0]]
        is_new = snapshots.keep(name, query, dict.fromkeys(days), parameters[measure.key].values())
        is_past_new |= is_new and name == "lifecycle"
    for table, rows in (
        ("class_then", f"SELECT * FROM class_snapshot WHERE as_of = DATE '{then}'"),  # noqa: S608 our own names
        ("moved_since", f"SELECT DATE '{then}' AS then_on"),
        ("class_now", _now(connection, parameters, as_of)),
    ):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {rows}")
    if not is_trial:
        if is_past_new or not kept.serves(connection, TABLE, made_of(followed)):
            keep_spells(connection, followed)
            kept.note(connection, TABLE, made_of(followed), as_of)
        chain = chain_of(connection, FIRM, asked["discount_percent"])
        held = held_out(connection, FIRM, chain)
        told = {"then": then.isoformat(), "holdout": as_told(held)}
        record_fit(connection, "movement", chain.told(foretells=is_trusted(held)) | told)


def _parameters(of: dict[str, dict[str, Any]]) -> dict[str, Parameters]:
    return {
        measure.key: measure.parameters(**of.get(measure.key, {}))
        for _name, measure, _column in COMPARED
    }


def _rows(measure: Measure, parameters: Parameters, column: str) -> Any:
    """A function of the day: the query of account_id and class."""

    def query(day: dt.date) -> str:
        return (
            f"SELECT account_id, {column} AS class FROM ({measure.query(parameters, day)})"  # noqa: S608 our own names
            f" WHERE {column} <> 'unknown'"
        )

    return query


def _now(
    connection: duckdb.DuckDBPyConnection, parameters: dict[str, Parameters], as_of: dt.date
) -> str:
    source = _source(connection, RFM, parameters, as_of)
    return f"SELECT account_id, segment AS class, missing FROM {source}"  # noqa: S608 our own names


def _source(
    connection: duckdb.DuckDBPyConnection,
    measure: Measure,
    parameters: dict[str, Parameters],
    as_of: dt.date,
) -> str:
    """The table of the measure, just computed; its query where there is none."""
    if has_table(connection, measure.table):
        return measure.table
    return f"({measure.query(parameters[measure.key], as_of)})"
