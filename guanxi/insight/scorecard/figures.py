"""The figures of the page, over the customers one may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from guanxi.insight.parameters import Parameters
from guanxi.insight.scorecard.measure import SCORECARD
from guanxi.platform.money.amounts import minor_units

if TYPE_CHECKING:
    import duckdb

# What a complete customer has of the fields that the star keeps.
FIELDS = 4


@dataclass(frozen=True)
class Score:
    """The one row, by column; money in minor units."""

    row: dict[str, int]
    winning_set: int
    as_of: dt.date

    def __getitem__(self, name: str) -> int:
        return self.row[name]

    def share(self, part: str, whole: str) -> float | None:
        """One figure by another; None where there is no whole."""
        return self.row[part] / self.row[whole] if self.row[whole] else None

    @property
    def complete(self) -> float | None:
        """The share of fields that are filled."""
        customers = self.row["customers"]
        return self.row["filled"] / (FIELDS * customers) if customers else None

    @property
    def revenue(self) -> int:
        """Of the last year."""
        return sum(self.row[name] for name in ("old_old", "old_new", "new_old", "new_new"))

    @property
    def buyers(self) -> int:
        """Who bought in the last year."""
        return self.row["won"] + self.row["kept"] + self.row["returned"]

    @property
    def is_unrated(self) -> bool:
        """Whether what was bought in this year, or the one before, has no exchange rate at all."""
        is_now, before = self.buyers and not self.revenue, self.row["to_keep"]
        return bool(is_now or (before and not self.row["revenue_before"]))

    def cost_of(self, what: str) -> float | None:
        """What winning one customer, or keeping one for a year, cost in minor units, if known.

        Winning costs what the firm has set; else, like keeping, what its recorded contacts cost.
        """
        if what == "winning" and self.winning_set:
            return float(self.winning_set)
        number = self.row["won" if what == "winning" else "kept"]
        if not (number and self.row[f"{what}_contacts"]):
            return None
        return self.row[f"{what}_spent"] / number

    @property
    def ratio(self) -> float | None:
        """How many times as much winning one costs as keeping one."""
        winning, keeping = self.cost_of("winning"), self.cost_of("keeping")
        return winning / keeping if winning is not None and keeping else None


def score(connection: duckdb.DuckDBPyConnection, parameters: Parameters, as_of: dt.date) -> Score:
    """The scorecard over the tables of the connection."""
    cursor = connection.execute(SCORECARD.query(parameters, as_of))
    names = [column[0] for column in cursor.description or []]
    values = dict(zip(names, map(int, cursor.fetchall()[0]), strict=True))
    winning = minor_units(Decimal(parameters.values()["winning_cost"]))
    return Score(values, winning, as_of)
