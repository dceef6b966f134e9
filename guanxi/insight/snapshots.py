"""Classes on past days, rebuilt from the books by the rules of today and kept while these hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

TABLES = """
CREATE TABLE IF NOT EXISTS class_snapshot (
    measure VARCHAR, as_of DATE, account_id BIGINT, class VARCHAR
);
CREATE TABLE IF NOT EXISTS made_of_snapshot (measure VARCHAR, as_of DATE, made_of VARCHAR)
"""
FORGET = f"""
{TABLES};
DELETE FROM class_snapshot;
DELETE FROM made_of_snapshot;
ALTER TABLE measure_lifecycle DROP COLUMN IF EXISTS was;
ALTER TABLE measure_lifecycle ADD COLUMN was VARCHAR DEFAULT 'unknown'
"""  # noqa: S608 our own names
# Whatever changes in the books before a day changes this, so that the day is rebuilt.
BOOKS = """
SELECT
    (
        SELECT COUNT(*) || '.' || COALESCE(SUM(hash(p)), 0) FROM purchase_day AS p
        WHERE ordered_on <= $1
    )
    || '/' || (SELECT COUNT(*) FROM fact_interaction WHERE happened_on <= $1)
"""


def quarter_end_before(day: date) -> date:
    """The last day of the quarter before the one that `day` lies in."""
    first_month = 3 * ((day.month - 1) // 3) + 1
    return date(day.year, first_month, 1) - timedelta(days=1)


def quarter_ends_before(day: date, number: int) -> list[date]:
    """The last days of so many quarters before the one that `day` lies in, the latest first."""
    found = [quarter_end_before(day)]
    while len(found) < number:
        found.append(quarter_end_before(found[-1]))
    return found


class Snapshots:
    """The table class_snapshot: one row per measure, day and customer with a class."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, *, is_temporary: bool) -> None:
        """Begin with what is kept; a temporary one starts from a copy and leaves no trace."""
        self.connection = connection
        self.books: dict[date, str] = {}
        if is_temporary:
            connection.execute(
                "CREATE OR REPLACE TEMP TABLE class_snapshot AS FROM class_snapshot;"
                "CREATE OR REPLACE TEMP TABLE made_of_snapshot AS FROM made_of_snapshot"
            )
        else:
            connection.execute(TABLES)

    def keep(
        self,
        measure: str,
        query: Callable[[date], str],
        days: Iterable[date],
        parameters: Mapping[str, Any],
    ) -> bool:
        """Have the classes of these days, and of no others; rebuild those whose books changed.

        `query` gives the rows account_id and class as of a day. True where any day was rebuilt or
        left out.
        """
        days = list(days)
        changed = self._days(measure) != set(days)
        rule = json.dumps(dict(parameters), sort_keys=True)
        self._drop(f"measure = $1 AND as_of NOT IN ({', '.join(map(_written, days))})", [measure])
        for day in days:
            made_of = f"{self._books(day)} {rule}"
            if self._made_of(measure, day) == made_of:
                continue
            self._drop("measure = $1 AND as_of = $2", [measure, day])
            self.connection.execute(
                f"INSERT INTO class_snapshot SELECT '{measure}', {_written(day)}, account_id, class"  # noqa: S608 our own names
                f" FROM ({query(day)})"
            )
            self.connection.execute(
                "INSERT INTO made_of_snapshot VALUES (?, ?, ?)", [measure, day, made_of]
            )
            changed = True
        return changed

    def forget(self, measure: str) -> bool:
        """Keep no day of a measure that is not told any more; True where any was kept."""
        was_kept = bool(self._days(measure))
        self._drop("measure = $1", [measure])
        return was_kept

    def _days(self, measure: str) -> set[date]:
        query = "SELECT as_of FROM made_of_snapshot WHERE measure = ?"
        return {day for (day,) in self.connection.execute(query, [measure]).fetchall()}

    def _drop(self, condition: str, values: list[Any]) -> None:
        for table in ("class_snapshot", "made_of_snapshot"):
            self.connection.execute(f"DELETE FROM {table} WHERE {condition}", values)  # noqa: S608 our own names

    def _made_of(self, measure: str, day: date) -> str:
        found = self.connection.execute(
            "SELECT made_of FROM made_of_snapshot WHERE measure = ? AND as_of = ?", [measure, day]
        ).fetchone()
        return str(found[0]) if found else ""

    def _books(self, day: date) -> str:
        if day not in self.books:
            self.books[day] = str(self.connection.execute(BOOKS, [day]).fetchall()[0][0])
        return self.books[day]


def told_to_each(as_of: date, *, is_kept: bool = True) -> list[tuple[str, str]]:
    """Statements that put the stage of last quarter beside the stage of now, for every customer.

    Where nobody keeps the past any more, what was kept is dropped: old stages are not of now.
    """
    then = _written(quarter_end_before(as_of))
    if not is_kept:
        return [("lifecycle_was", FORGET)]
    tell = f"""
        {TABLES};
        ALTER TABLE measure_lifecycle ADD COLUMN IF NOT EXISTS was VARCHAR;
        CREATE OR REPLACE TABLE measure_lifecycle AS
        SELECT m.* REPLACE (COALESCE(b.class, 'unknown') AS was)
        FROM measure_lifecycle AS m
        LEFT JOIN class_snapshot AS b
            ON b.account_id = m.account_id AND b.as_of = {then} AND b.measure = 'lifecycle'
    """  # noqa: S608 our own names
    return [("lifecycle_was", tell)]


def _written(day: date) -> str:
    return f"DATE '{day.isoformat()}'"
