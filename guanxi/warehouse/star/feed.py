"""Which operational table feeds which table of the star, and how its rows are read and kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field

RANGE = 4_096
# Every record's version counts up and its moment moves on when it is saved.
SAVED = ("sum(version)", "CAST(max(updated_at) AS VARCHAR(40))")
LIVING = "deleted_at IS NULL"


@dataclass(frozen=True)
class Feed:
    """One table of the star and the operational rows it is fed from.

    `columns` and `condition` run on SQLite and PostgreSQL; `keep` runs on DuckDB over `incoming`.
    A day that may be missing is read as text: SQLite's columns are typed by their first rows.
    `exact` names columns of the star whose sums must be those of the books, each with its
    operational column; with `marks` they are aggregates that change whenever a row that matters
    changes. `needs` maps a column to the table in which it must be found, `may_need` to one in
    which it is found unless the record lies in the bin. `local_day` turns an instant (UTC) into
    a day of the firm.
    """

    table: str
    key: str
    source: str
    columns: str
    keep: str
    exact: Mapping[str, str]
    marks: tuple[str, ...] = SAVED
    condition: str = LIVING
    needs: Mapping[str, str] = field(default_factory=dict)
    may_need: Mapping[str, str] = field(default_factory=dict)

    @property
    def sums(self) -> str:
        """The aggregates of a range of rows, those of `exact` first."""
        wanted = [*(f"sum({column})" for column in self.exact.values()), *self.marks]
        return ", ".join(f"{text} AS s{place}" for place, text in enumerate(wanted))
