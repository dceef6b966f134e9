"""The SQL that joins all measures into one row per customer, as the profile keeps it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from guanxi.insight.customer_parts import AMONG
from guanxi.insight.measures import UNKNOWN, Column, Measure
from guanxi.insight.profile_changes import TABLE as CHANGES
from guanxi.insight.profile_changes import find_changes
from guanxi.warehouse.build import CALL

if TYPE_CHECKING:
    import duckdb

# How finely a figure that drifts is looked at: the steps of one that grows 2.7-fold.
STEPS = 20


def columns(measures: Iterable[Measure]) -> list[str]:
    """The profile columns that the measures write, in a fixed order, reasons last."""
    named = dict.fromkeys(kept for measure in measures for kept in measure.columns.values())
    return [*named, "reasons"]


def silent(
    warehouse: duckdb.DuckDBPyConnection, measures: Iterable[Measure]
) -> dict[str, str | None]:
    """The columns that tell nothing of any customer in the changes, with what they hold of all.

    Measures that are off, or want data the firm does not keep, make most of a profile silent.
    """
    holds = {
        one.name: UNKNOWN if one.is_class else None
        for measure in measures
        for one in measure.profile
    }
    told = [
        f"COUNT(NULLIF({name}, '{value}'))" if value else f"COUNT({name})"
        for name, value in holds.items()
    ]
    counts = warehouse.execute(f"SELECT {', '.join(told)} FROM {CHANGES}").fetchone()  # noqa: S608 our own names
    return {
        name: value
        for (name, value), count in zip(holds.items(), counts or (), strict=True)
        if not count
    }


def scripts(
    measures: tuple[Measure, ...], off: frozenset[str] = frozenset()
) -> list[tuple[str, str]]:
    """The step that finds the rows which differ from what the profiles hold.

    The digest is taken over the plain figures, so that reasons are written out only for rows
    that differ. DuckDB's own hash will do: it need only agree with itself. Of measures that are
    `off` the profile holds nothing.
    """
    on = [one for one in measures if one.key not in off]
    kept = [_kept_of(measure, one, off) for measure in measures for one in measure.profile]
    joins = " ".join(
        f"LEFT JOIN (FROM {measure.table} WHERE {AMONG}) AS {measure.key}"
        f" ON {measure.key}.account_id = a.account_id"
        for measure in on
    )
    reasons = ", ',', ".join([_reason(measure) for measure in on] or ["''"])
    digest = f"CAST(hash({', '.join(['0', *_hashed(on)])}) >> 1 AS BIGINT)"
    changes = f"""
        SELECT a.account_id, {", ".join(kept)}, concat('{{', {reasons}, '}}') AS reasons,
            {digest} AS digest
        FROM (FROM dim_customer WHERE {AMONG}) AS a {joins}
        LEFT JOIN profile_digest AS d ON d.account_id = a.account_id
        WHERE d.digest IS DISTINCT FROM {digest}
    """  # noqa: S608 our own names
    call = f"{CALL}{find_changes.__module__}:{find_changes.__name__}"
    return [("profile_changes", f"{call} {json.dumps({'query': changes, 'joined': len(on)})}")]


def _kept_of(measure: Measure, column: Column, off: frozenset[str]) -> str:
    """SQL for one column of the profile."""
    nothing = f"'{UNKNOWN}'" if column.is_class else "NULL"
    value = f"{measure.key}.{column.result}"
    found = nothing if measure.key in off else f"COALESCE({value}, {nothing})"
    return f"{found} AS {column.name}"


def _hashed(measures: Iterable[Measure]) -> list[str]:
    """Every figure that a profile keeps, in columns or in its reasons; what drifts, in steps."""
    return [
        in_steps(f"{measure.key}.{name}") if name in measure.drifting else f"{measure.key}.{name}"
        for measure in measures
        for name in _kept(measure)
    ]


def in_steps(figure: str) -> str:
    """SQL for a figure in steps of some five percent; single ones up to twenty."""
    return f"CAST(ROUND(SIGN({figure}) * LN(1 + ABS({figure})) * {STEPS}) AS BIGINT)"


def _kept(measure: Measure) -> dict[str, None]:
    figures = [figure.column for figure in measure.figures]
    causes = [measure.causes] if measure.causes else []
    named = dict.fromkeys([*measure.columns, *figures, *causes, "missing"])
    return {name: None for name in named if name not in measure.stamps}


def _reason(measure: Measure) -> str:
    """SQL for one member of the reasons: the figures that no column of the profile keeps."""
    kept = set(measure.columns)
    names = [figure.column for figure in measure.figures if figure.column not in kept]
    classes = [figure.column for figure in measure.figures if figure.kind == "class"]
    texts = ["missing", *([measure.causes] if measure.causes else []), *classes]
    days = {figure.column for figure in measure.figures if figure.kind == "day"}
    parts = [
        f"CASE WHEN {measure.key}.{name} IS NOT NULL"
        f" THEN concat('\"{name}\":{quote}', {measure.key}.{name}, '{quote}') END"
        for name in dict.fromkeys([*names, *(one for one in texts if one not in kept)])
        for quote in ['"' if name in days or name in texts else ""]
    ]
    return f"'\"{measure.key}\":{{', concat_ws(',', {', '.join(parts)}), '}}'"
