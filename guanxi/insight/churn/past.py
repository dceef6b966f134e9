"""What was known of customers on a day, what came afterwards, and the proof that neither mix."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.insight.kept import is_as_of
from guanxi.insight.lifecycle.measure import LIFECYCLE, RHYTHM
from guanxi.insight.measures import FOLDER
from guanxi.warehouse.stages import Stages, Value

if TYPE_CHECKING:
    import duckdb

Rows = dict[str, Any]
FILES = (FOLDER / RHYTHM, FOLDER / "churn" / "features.sql")
LOOKED_AT = 40_000
# The tables that the features read, and the day that a fact in them is of.
DATED = {
    "purchase_day": "ordered_on",
    "fact_interaction": "happened_on",
    "dim_order": "ordered_on",
    "fact_payment": "paid_on",
    "fact_score": "answered_on",
}
FIRST = "SELECT MIN(ordered_on) FROM purchase_day WHERE purchase_lines > 0 AND ordered_on <= $1"
BUYERS = """
    SELECT COUNT(DISTINCT account_id) FROM purchase_day
    WHERE purchase_lines > 0 AND ordered_on <= $1
"""
AFTERWARDS = """
    SELECT k.*, CASE WHEN n.next_on <= k.day + k.ahead THEN 0 ELSE 1 END AS has_left
    FROM (SELECT *, DATE '{day}' AS day FROM ({known})) AS k
    LEFT JOIN (
        SELECT account_id, MIN(ordered_on) AS next_on FROM purchase_day
        WHERE purchase_lines > 0 AND ordered_on > DATE '{day}' GROUP BY account_id
    ) AS n ON n.account_id = k.account_id
    WHERE k.ahead <= {horizon}
    ORDER BY k.account_id
"""


@cache
def _features(files: tuple[Path, ...]) -> Stages:
    """What is known of a customer; read once, as it takes longer to read than to answer."""
    return Stages.read(*files)


@cache
def _blind_features(files: tuple[Path, ...]) -> Stages:
    """The same over books that end with the day."""
    views = "".join(
        f"-- stage: {table}\nSELECT * FROM main.{table} WHERE {column} <= $as_of\n"  # noqa: S608 our own names
        for table, column in DATED.items()
    )
    texts = (file.read_text(encoding="utf-8") for file in files)
    return Stages.parse(views + "\n".join(texts), str(files[-1]))


def rules(
    churn: Mapping[str, Value], lifecycle: Mapping[str, Value] | None = None
) -> dict[str, Value]:
    """What the features are asked with: the parameters of churn, and the lifecycle's beside them.

    Without the firm's own, the lifecycle has its defaults.
    """
    return {**(lifecycle or LIFECYCLE.parameters().values()), **churn}


@dataclass(frozen=True)
class Past:
    """The books as the models look at them: which parameters, and every how many customers."""

    connection: duckdb.DuckDBPyConnection
    parameters: Mapping[str, Value]
    every: int = 1

    def known(self, day: dt.date, there: Mapping[str, str] | None = None) -> str:
        """The query for what was known on the day; `there` are stages kept in a table."""
        return _features(FILES).instead(there or {}).query(self._values(day))

    def keep_known(self, day: dt.date, part: str = "") -> None:
        """Make the temporary table churn_known of what was known on the day."""
        known = self.known(day, self._kept_for_lifecycle(day))
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE churn_known AS {known} {part}")

    def kept_rows(self) -> Rows:
        """What churn_known holds, as columns."""
        return self._columns("SELECT * FROM churn_known ORDER BY account_id")

    def known_rows(self, day: dt.date) -> Rows:
        """What was known on the day, as columns."""
        return self._columns(f"{self.known(day)} ORDER BY account_id")

    def outcomes(self, day: dt.date, horizon: int) -> Rows:
        """What was known on the day, and who did not buy within its own span after it.

        Left out are those whose span does not fit into the horizon that is known by now.
        """
        query = AFTERWARDS.format(known=self.known(day), day=day.isoformat(), horizon=horizon)
        return self._columns(query)

    def leaking(self, day: dt.date) -> list[str]:
        """The columns that come out otherwise where every fact after the day is hidden.

        Such a column knows the future and must not be learned from.
        """
        shown = self.known_rows(day)
        hidden = self._columns(f"{self._blindfolded(day)} ORDER BY account_id")
        return [name for name in shown if not _equal(shown[name], hidden[name])]

    def _blindfolded(self, day: dt.date) -> str:
        return _blind_features(FILES).query(self._values(day))

    def _kept_for_lifecycle(self, day: dt.date) -> dict[str, str]:
        """The stages that the lifecycle keeps as of the day and reads alike: no parameter tells."""
        tables = {
            one.stage: one.table_of(LIFECYCLE.key, LIFECYCLE.stages()) for one in LIFECYCLE.kept
        }
        return {
            stage: f"SELECT * FROM {table}"  # noqa: S608 our own names
            for stage, table in tables.items()
            if is_as_of(self.connection, table, day)
        }

    def _values(self, day: dt.date) -> dict[str, Value]:
        return {**self.parameters, "as_of": day, "every": self.every}

    def _columns(self, query: str) -> Rows:
        return dict(self.connection.execute(query).fetchnumpy())


def looked_at(connection: duckdb.DuckDBPyConnection, day: dt.date) -> int:
    """Every how many customers to look at so that there are enough to learn from, and no more."""
    ((buyers,),) = connection.execute(BUYERS, [day]).fetchall()
    return max(1, int(buyers) // LOOKED_AT)


def books_open(connection: duckdb.DuckDBPyConnection, day: dt.date) -> dt.date:
    """The day of the first purchase; the day itself where there is none."""
    ((first,),) = connection.execute(FIRST, [day]).fetchall()
    return first or day


def _equal(one: Any, other: Any) -> bool:
    if len(one) != len(other):
        return False
    left, right = (
        np.ma.filled(np.ma.asarray(column).astype(object), None) for column in (one, other)
    )
    return bool(np.array_equal(left, right))
