"""The SQL that joins all measures into one row per customer, as the profile keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from guanxi.insight.customer_parts import AMONG
from guanxi.insight.measures import UNKNOWN, Column, Measure
from guanxi.warehouse.digests import DIFFERING

if TYPE_CHECKING:
    import duckdb

# What every measure says of each customer, in numbers: all but what drifts, that, and the classes.
TOLD = "told_of_customer"
# How finely a figure that drifts is looked at: the steps of one that grows 2.7-fold.
STEPS = 20
# What drifts is looked at on one day of so many for each customer.
TURNS = 7
# The lower bits of a digest, which stand for what drifts.
DRIFTING_BITS = 23


def columns(measures: Iterable[Measure]) -> list[str]:
    """The profile columns that the measures write, in a fixed order, reasons last."""
    named = dict.fromkeys(kept for measure in measures for kept in measure.columns.values())
    return [*named, "reasons"]


def filled(
    warehouse: duckdb.DuckDBPyConnection, measures: Iterable[Measure]
) -> tuple[Measure, ...]:
    """The measures that say something; those that are off have an empty table."""
    query = "SELECT table_name FROM duckdb_tables() WHERE estimated_size > 0"
    held = {name for (name,) in warehouse.execute(query).fetchall()}
    return tuple(one for one in measures if one.table in held)


def silent(
    warehouse: duckdb.DuckDBPyConnection, measures: Iterable[Measure], spoken: Sequence[Measure]
) -> dict[str, str | None]:
    """The columns that tell nothing of any customer, with what they hold of all.

    Measures that have not `spoken`, or want data the firm does not keep, make most of a profile
    silent.
    """
    quiet: dict[str, str | None] = {}
    for measure in measures:
        told = [
            f"COUNT(NULLIF({one.result}, '{UNKNOWN}'))" if one.is_class else f"COUNT({one.result})"
            for one in measure.profile
        ]
        query = f"SELECT {', '.join(told)} FROM {measure.table}"  # noqa: S608 our own names
        counts = warehouse.execute(query).fetchall()[0] if measure in spoken else (0,) * len(told)
        for column, count in zip(measure.profile, counts, strict=True):
            if not count:
                quiet[column.name] = UNKNOWN if column.is_class else None
    return quiet


def scripts(as_of: date, *, every: bool) -> list[tuple[str, str]]:
    """The step that finds the customers whose profile is not what the measures say of them.

    Nothing is joined, and no reason written out, for customers that are as they were. What merely
    drifts is a reason to write for a seventh of the customers each day, in turn, unless `every` one
    is to be looked at.
    """
    turn = "TRUE" if every else turn_of(as_of)
    return [("profile_changes", f"CREATE OR REPLACE TABLE {DIFFERING} AS {_differing(turn)}")]


def query(measures: Iterable[Measure], spoken: Sequence[Measure]) -> str:
    """SQL for the profiles to be written of customers from $first to $last; others are not asked.

    It is asked when they are written: to keep the reasons of a million customers in the warehouse
    until then would take longer than to find them.
    """
    kept = [
        _kept_of(measure, one, is_told=measure in spoken)
        for measure in measures
        for one in measure.profile
    ]
    joins = " ".join(
        f"LEFT JOIN (SELECT account_id, {', '.join(measure.columns)}, {_reason(measure)} AS reason"  # noqa: S608 our own names
        f" FROM {measure.table} SEMI JOIN {DIFFERING} USING (account_id) WHERE {AMONG})"
        f" AS {measure.key} ON {measure.key}.account_id = a.account_id"
        for measure in spoken
    )
    reasons = ", ".join([f"{measure.key}.reason" for measure in spoken] or ["NULL"])
    return f"""
        SELECT a.account_id, {", ".join(kept)},
            concat('{{', concat_ws(',', {reasons}), '}}') AS reasons, a.digest
        FROM (FROM {DIFFERING} WHERE {AMONG}) AS a {joins}
    """  # noqa: S608 our own names


def _differing(turn: str) -> str:
    """SQL for the customers whose digest is not what their profile was written with.

    The digest has two parts: what drifts in its lower bits, all else in the upper.
    """
    return f"""
        SELECT a.account_id, COALESCE(n.digest, 0) AS digest
        FROM dim_customer AS a
        LEFT JOIN {TOLD} AS n ON n.account_id = a.account_id
        LEFT JOIN profile_digest AS d ON d.account_id = a.account_id
        WHERE {differs("d.digest", "COALESCE(n.digest, 0)", turn)}
    """  # noqa: S608 our own names


def turn_of(as_of: date) -> str:
    """SQL that is true of the customers, as `a`, of whom what drifts is looked at on that day."""
    return f"a.account_id % {TURNS} = {as_of.toordinal() % TURNS}"


def differs(before: str, now: str, turn: str) -> str:
    """SQL for two digests that differ: what drifts counts only where `turn` is true."""
    return (
        f"{before} IS DISTINCT FROM {now} AND ({turn}"
        f" OR {before} >> {DRIFTING_BITS} IS DISTINCT FROM {now} >> {DRIFTING_BITS})"
    )


def _kept_of(measure: Measure, column: Column, *, is_told: bool) -> str:
    """SQL for one column of the profile."""
    nothing = f"'{UNKNOWN}'" if column.is_class else "NULL"
    found = f"COALESCE({measure.key}.{column.result}, {nothing})" if is_told else nothing
    return f"{found} AS {column.name}"


def exact(measure: Measure) -> list[str]:
    """Every figure that a profile keeps, in columns or in its reasons, but for what drifts."""
    return [name for name in _kept(measure) if name not in measure.drifting]


def stepped(measure: Measure) -> list[str]:
    """What drifts of it, as finely as it is looked at."""
    return [in_steps(name) for name in _kept(measure) if name in measure.drifting]


def in_steps(figure: str) -> str:
    """SQL for a figure in steps of some five percent; single ones up to twenty."""
    return f"CAST(ROUND(SIGN({figure}) * LN(1 + ABS({figure})) * {STEPS}) AS BIGINT)"


def _kept(measure: Measure) -> dict[str, None]:
    figures = [figure.column for figure in measure.figures]
    causes = [measure.causes] if measure.causes else []
    named = dict.fromkeys([*measure.columns, *figures, *causes, "missing"])
    return {name: None for name in named if name not in measure.stamps}


def _reason(measure: Measure) -> str:
    """SQL for one member of the reasons, beside its measure: figures that no column keeps."""
    kept = set(measure.columns)
    names = [figure.column for figure in measure.figures if figure.column not in kept]
    classes = [figure.column for figure in measure.figures if figure.kind == "class"]
    texts = ["missing", *([measure.causes] if measure.causes else []), *classes]
    days = {figure.column for figure in measure.figures if figure.kind == "day"}
    parts = [
        # Nothing beside a text is nothing, and is left out.
        f"'\"{name}\":{quote}' || {name} || '{quote}'"
        for name in dict.fromkeys([*names, *(one for one in texts if one not in kept)])
        for quote in ['"' if name in days or name in texts else ""]
    ]
    return f"concat('\"{measure.key}\":{{', concat_ws(',', {', '.join(parts)}), '}}')"
