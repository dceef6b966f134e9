"""The SQL that joins all measures into one row per customer, as the profile keeps it."""

from collections.abc import Iterable

from guanxi.insight.measures import UNKNOWN, Measure

CHANGES = "profile_change"


def columns(measures: Iterable[Measure]) -> list[str]:
    """The profile columns that the measures write, in a fixed order, reasons last."""
    named = dict.fromkeys(kept for measure in measures for kept in measure.columns.values())
    return [*named, "reasons"]


def scripts(measures: tuple[Measure, ...]) -> list[tuple[str, str]]:
    """The statement that finds the rows which differ from what the profiles hold.

    The digest is taken over the plain figures, so that reasons are written out only for rows
    that differ. DuckDB's own hash will do: it need only agree with itself.
    """
    kept = [
        f"COALESCE({measure.key}.{one.result}, '{UNKNOWN}') AS {one.name}"
        if one.is_class
        else f"{measure.key}.{one.result} AS {one.name}"
        for measure in measures
        for one in measure.profile
    ]
    joins = " ".join(
        f"LEFT JOIN {measure.table} AS {measure.key} ON {measure.key}.account_id = a.account_id"
        for measure in measures
    )
    reasons = ", ',', ".join(_reason(measure) for measure in measures)
    digest = f"CAST(hash({', '.join(_hashed(measures))}) >> 1 AS BIGINT)"
    changes = f"""
        CREATE OR REPLACE TABLE {CHANGES} AS
        SELECT a.account_id, {", ".join(kept)}, concat('{{', {reasons}, '}}') AS reasons,
            {digest} AS digest
        FROM dim_customer AS a {joins}
        LEFT JOIN profile_digest AS d ON d.account_id = a.account_id
        WHERE d.digest IS DISTINCT FROM {digest}
    """  # noqa: S608 our own names
    return [("profile_changes", changes)]


def _hashed(measures: Iterable[Measure]) -> list[str]:
    """Every figure that a profile keeps, in columns or in its reasons."""
    return [f"{measure.key}.{name}" for measure in measures for name in _kept(measure)]


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
