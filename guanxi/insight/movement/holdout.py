"""What the chain would have foretold of the last quarter, beside what came."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxi.insight.movement.chain import STAGES, Chain

if TYPE_CHECKING:
    import duckdb

# The moves of the last quarter: stays that reach its end and began before, and stays that ended
# with the quarter before.
HELD_OUT = """
WITH spell AS ({spells}),
day AS (
    SELECT MAX(last_on) AS last_on, LAST_DAY(MAX(last_on) - INTERVAL 3 MONTH) AS before_on
    FROM spell
)
SELECT was, now, COUNT(*), MAX(before_on), MAX(last_on) FROM (
    SELECT s.class AS was, s.class AS now, d.before_on, d.last_on
    FROM spell AS s JOIN day AS d ON s.last_on = d.last_on WHERE s.quarters > 1
    UNION ALL
    SELECT s.class, s.next, d.before_on, d.last_on
    FROM spell AS s JOIN day AS d ON s.last_on = d.before_on WHERE s.next IS NOT NULL
) GROUP BY was, now
"""


@dataclass(frozen=True)
class HeldOut:
    """Customers by stage at the end of a quarter: as it came, as foretold, and as before it.

    Foretold is by the chances of the quarters before alone; a stage that had not been seen then
    is foretold to stay as it is.
    """

    begin: dt.date
    end: dt.date
    came: dict[str, float]
    foretold: dict[str, float]
    before: dict[str, float]

    @property
    def customers(self) -> float:
        """How many were in a stage at both ends."""
        return sum(self.came.values())

    def misplaced(self, told: dict[str, float]) -> float:
        """The share of customers that would have to be moved to another stage to be right."""
        return sum(abs(told[one] - self.came[one]) for one in STAGES) / 2 / self.customers

    @property
    def is_worse(self) -> bool:
        """Whether "all as before" came nearer to what came than the chances did."""
        return self.misplaced(self.foretold) > self.misplaced(self.before)

    def told(self) -> dict[str, Any]:
        """Everything as the record of a run keeps it."""
        return {
            "status": "checked",
            "from": self.begin.isoformat(),
            "to": self.end.isoformat(),
            "customers": round(self.customers),
            "stages": {
                one: {
                    "actual": round(self.came[one]),
                    "predicted": round(self.foretold[one], 1),
                    "naive": round(self.before[one]),
                }
                for one in STAGES
            },
            "misplaced": round(self.misplaced(self.foretold), 4),
            "naive_misplaced": round(self.misplaced(self.before), 4),
        }


def held_out(connection: duckdb.DuckDBPyConnection, spells: str, chain: Chain) -> HeldOut | None:
    """The last quarter of the stays, foretold from those before it; None where there is none."""
    rows = connection.execute(HELD_OUT.format(spells=spells)).fetchall()
    last = {(was, now): int(number) for was, now, number, _begin, _end in rows}
    learned = {pair: number - last.get(pair, 0) for pair, number in chain.moves.items()}
    if not last or not any(number > 0 for number in learned.values()):
        return None
    before = Chain({pair: number for pair, number in learned.items() if number > 0}, {}, {})
    stood = {one: sum(n for (was, _now), n in last.items() if was == one) for one in STAGES}
    chances = {one: before.chances(one) or {one: 1.0} for one in STAGES}
    return HeldOut(
        begin=max(row[3] for row in rows),
        end=max(row[4] for row in rows),
        came={
            one: float(sum(n for (_was, now), n in last.items() if now == one)) for one in STAGES
        },
        foretold={
            one: sum(stood[was] * chances[was].get(one, 0.0) for was in STAGES) for one in STAGES
        },
        before={one: float(stood[one]) for one in STAGES},
    )


def is_trusted(found: HeldOut | None) -> bool:
    """Whether the chances may tell what is to come: nothing has shown that they do worse."""
    return found is None or not found.is_worse


def as_told(found: HeldOut | None) -> dict[str, Any]:
    """What a record keeps, also where there was nothing to hold out."""
    return found.told() if found else {"status": "none", "why": "short_past"}
