"""The SQL that joins all measures into one row per customer, as the profile keeps it."""

from collections.abc import Iterable

from guanxi.insight.measures import Measure

TABLE = "profile_row"
CHANGES = "profile_change"


def columns(measures: Iterable[Measure]) -> list[str]:
    """The profile columns that the measures write, in a fixed order, reasons last."""
    named = dict.fromkeys(kept for measure in measures for kept in measure.columns.values())
    return [*named, "reasons"]


def scripts(measures: tuple[Measure, ...]) -> list[tuple[str, str]]:
    """Statements that find the rows which differ from what the profiles hold."""
    names = columns(measures)
    listed = ", ".join(names)
    rows = f"""
        CREATE OR REPLACE TABLE {TABLE} AS
        SELECT account_id, {listed}, CAST(hash({listed}) >> 1 AS BIGINT) AS digest
        FROM ({_joined(measures)})
    """  # noqa: S608 our own names
    changes = f"""
        CREATE OR REPLACE TABLE {CHANGES} AS
        SELECT r.* FROM {TABLE} AS r
        LEFT JOIN profile_digest AS d ON d.account_id = r.account_id
        WHERE d.digest IS DISTINCT FROM r.digest
        ORDER BY r.account_id
    """  # noqa: S608 our own names
    return [("profile", rows), ("profile_changes", changes)]


def _joined(measures: tuple[Measure, ...]) -> str:
    selected = [
        f"{measure.key}.{column} AS {kept}"
        for measure in measures
        for column, kept in measure.columns.items()
    ]
    reasons = ", ',', ".join(_reason(measure) for measure in measures)
    joins = " ".join(
        f"LEFT JOIN {measure.table} AS {measure.key} ON {measure.key}.account_id = a.account_id"
        for measure in measures
    )
    return (
        f"SELECT a.account_id, {', '.join(selected)}, concat('{{', {reasons}, '}}') AS reasons"  # noqa: S608 our own names
        f" FROM dim_customer AS a {joins}"
    )


def _reason(measure: Measure) -> str:
    """SQL for one member of the reasons: the figures that no column of the profile keeps."""
    kept = set(measure.columns)
    names = [figure.column for figure in measure.figures if figure.column not in kept]
    texts = ["missing", *([measure.causes] if measure.causes else [])]
    days = {figure.column for figure in measure.figures if figure.kind == "day"}
    parts = [
        f"CASE WHEN {measure.key}.{name} IS NOT NULL"
        f" THEN concat('\"{name}\":{quote}', {measure.key}.{name}, '{quote}') END"
        for name in [*names, *texts]
        for quote in ['"' if name in days or name in texts else ""]
    ]
    return f"'\"{measure.key}\":{{', concat_ws(',', {', '.join(parts)}), '}}'"
