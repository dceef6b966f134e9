"""Lifecycle stages at the end of a quarter, rebuilt from the books, for the flow up to now."""

from datetime import date, timedelta
from pathlib import Path

from guanxi.insight.lifecycle.measure import LIFECYCLE
from guanxi.insight.parameters import Parameters
from guanxi.warehouse.engine import reading

CREATE = """
CREATE TABLE IF NOT EXISTS lifecycle_snapshot (as_of DATE, account_id BIGINT, class VARCHAR)
"""


def quarter_end_before(day: date) -> date:
    """The last day of the quarter before the one that `day` lies in."""
    first_month = 3 * ((day.month - 1) // 3) + 1
    return date(day.year, first_month, 1) - timedelta(days=1)


def scripts(parameters: Parameters, as_of: date) -> list[tuple[str, str]]:
    """Statements that rebuild the stages as they were at the end of the last quarter."""
    then = quarter_end_before(as_of)
    query = LIFECYCLE.query(parameters, then)
    fill = f"""
        {CREATE};
        DELETE FROM lifecycle_snapshot WHERE as_of = DATE '{then}';
        INSERT INTO lifecycle_snapshot
        SELECT DATE '{then}', account_id, class FROM ({query}) WHERE class <> 'unknown'
    """  # noqa: S608 our own names
    return [("lifecycle_then", fill)]


def told_to_each(as_of: date) -> list[tuple[str, str]]:
    """Statements that put the stage of then beside the stage of now, for every customer."""
    then = quarter_end_before(as_of)
    tell = f"""
        {CREATE};
        ALTER TABLE measure_lifecycle ADD COLUMN IF NOT EXISTS was VARCHAR;
        CREATE OR REPLACE TABLE measure_lifecycle AS
        SELECT m.* REPLACE (COALESCE(b.class, 'unknown') AS was)
        FROM measure_lifecycle AS m
        LEFT JOIN lifecycle_snapshot AS b ON b.account_id = m.account_id AND b.as_of = DATE '{then}'
    """  # noqa: S608 our own names
    return [("lifecycle_was", tell)]


def is_kept(file: Path, as_of: date) -> bool:
    """Whether the stages at the end of the last quarter are already in the warehouse."""
    if not file.exists():
        return False
    with reading(file) as connection:
        tables = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        if ("lifecycle_snapshot",) not in tables:
            return False
        then = quarter_end_before(as_of)
        kept = connection.execute("FROM lifecycle_snapshot WHERE as_of = ? LIMIT 1", [then])
        return kept.fetchone() is not None
