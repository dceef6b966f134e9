"""Stages of life as a chain that ends: chances of each move, time spent, value still to come.

Transitions are counted from one end of quarter to the next. "Ended" takes in and gives nothing
back; who returns from it is counted beside. Handbook, section 1; Kaplan and Meier 1958 for open
stays; Kemeny and Snell 1960 for the fundamental matrix.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.insight.lifetime.histories import Floats

if TYPE_CHECKING:
    import duckdb

STAGES = ("exploration", "growth", "stability", "decline", "ended")
LIVING = STAGES[:-1]
QUARTERS_A_YEAR = 4
STAYED = """
SELECT class, SUM(quarters - 1), SUM(brought), SUM(followed) FROM ({spells}) GROUP BY class
"""
WENT = "SELECT class, next, COUNT(*) FROM ({spells}) WHERE next IS NOT NULL GROUP BY class, next"
LASTED = """
SELECT class, quarters, COUNT(next), COUNT(*) FROM ({spells})
WHERE is_begin_seen GROUP BY class, quarters ORDER BY class, quarters
"""


@dataclass(frozen=True)
class Dwell:
    """How long a stage lasts: quarters after which half have left it (None: fewer ever did)."""

    median: int | None
    stays: int
    still_open: int


@dataclass(frozen=True)
class Chain:
    """`moves` counts pairs of stages a quarter apart; `reward` is the mean margin of a quarter.

    What is to come is discounted by `discount_percent` a year.
    """

    moves: dict[tuple[str, str], int]
    reward: dict[str, float]
    dwells: dict[str, Dwell]
    discount_percent: int = 10

    def chances(self, was: str) -> dict[str, float]:
        """The chance of each stage a quarter later; empty where nobody was seen in the stage."""
        total = sum(self.moves.get((was, now), 0) for now in STAGES)
        return {now: self.moves.get((was, now), 0) / total for now in STAGES} if total else {}

    def errors(self, was: str) -> dict[str, float]:
        """The standard error of each of these chances."""
        total = sum(self.moves.get((was, now), 0) for now in STAGES)
        return {
            now: round(float(np.sqrt(p * (1 - p) / total)), 6)
            for now, p in self.chances(was).items()
        }

    @property
    def log_likelihood(self) -> float:
        """That of the moves that were seen, under their own chances."""
        return sum(
            float(n * np.log(self.chances(was)[now])) for (was, now), n in self.moves.items() if n
        )

    def quarters_left(self) -> dict[str, float | None]:
        """Mean quarters until the relationship has ended; None where it never does."""
        return self._solved(np.ones(len(LIVING)), 1.0)

    def value_left(self) -> dict[str, float | None]:
        """Mean discounted margin until the relationship has ended, in minor units."""
        discount = (1 + self.discount_percent / 100) ** (-1 / QUARTERS_A_YEAR)
        rewards = np.array([self.reward.get(stage, 0.0) for stage in LIVING])
        return self._solved(rewards, discount)

    def told(self, *, foretells: bool = True) -> dict[str, Any]:
        """Everything as the record of a run keeps it; what is to come only where it foretells."""
        return self._seen() | (self._to_come() if foretells else {})

    def _seen(self) -> dict[str, Any]:
        return {
            "transitions": {stage: self.chances(stage) for stage in STAGES},
            "n": sum(self.moves.values()),
            "log_likelihood": round(self.log_likelihood, 3),
            "standard_errors": {stage: self.errors(stage) for stage in STAGES},
            "counts": {f"{was} {now}": n for (was, now), n in sorted(self.moves.items())},
            "median_quarters": {stage: one.median for stage, one in self.dwells.items()},
            "unit": "quarter",
        }

    def _to_come(self) -> dict[str, Any]:
        value = self.value_left()
        return {
            "quarters_left": self.quarters_left(),
            "value_left": {
                stage: one if one is None else round(one) for stage, one in value.items()
            },
        }

    def _solved(self, reward: Floats, discount: float) -> dict[str, float | None]:
        """The sum of rewards until the end, from each stage that leads there."""
        staying = np.array([[self.chances(was).get(now, 0.0) for now in LIVING] for was in LIVING])
        ends = self._ending(staying)
        found: dict[str, float | None] = dict.fromkeys(LIVING)
        kept = [place for place in range(len(LIVING)) if ends[place] or discount < 1]
        kept = [place for place in kept if self.chances(LIVING[place])]
        if kept:
            matrix = np.eye(len(kept)) - discount * staying[np.ix_(kept, kept)]
            solved = np.linalg.solve(matrix, reward[kept])
            found |= {LIVING[place]: float(one) for place, one in zip(kept, solved, strict=True)}
        return found

    def _ending(self, staying: Floats) -> list[bool]:
        """Which stages surely come to an end: every way out of them leads there."""
        reaches = np.array([self.chances(stage).get("ended", 0.0) > 0 for stage in LIVING])
        for _ in LIVING:
            reaches = reaches | ((staying > 0) & reaches).any(axis=1)
        surely = reaches.copy()
        for _ in LIVING:
            surely = surely & ~((staying > 0) & ~surely).any(axis=1)
        return [bool(one) for one in surely]


def chain_of(
    connection: duckdb.DuckDBPyConnection, spells: str, discount_percent: int = 10
) -> Chain:
    """The chain over the stays that a query gives."""
    moves: dict[tuple[str, str], int] = {}
    reward: dict[str, float] = {}
    for stage, stayed, brought, followed in connection.execute(
        STAYED.format(spells=spells)
    ).fetchall():
        moves[stage, stage] = int(stayed)
        if followed:
            reward[stage] = float(brought) / float(followed)
    for was, now, number in connection.execute(WENT.format(spells=spells)).fetchall():
        moves[was, now] = int(number)
    lasted: dict[str, list[tuple[int, int, int]]] = {}
    for stage, quarters, left, stays in connection.execute(LASTED.format(spells=spells)).fetchall():
        lasted.setdefault(stage, []).append((quarters, left, stays))
    dwells = {stage: dwell_of(rows) for stage, rows in lasted.items()}
    return Chain(moves, reward, dwells, discount_percent)


def dwell_of(rows: list[tuple[int, int, int]]) -> Dwell:
    """Kaplan and Meier's median of stays: (quarters, how many left then, how many stays)."""
    at_risk = stays = sum(one for _quarters, _left, one in rows)
    remaining, median = 1.0, None
    for quarters, left, number in sorted(rows):
        remaining *= 1 - left / at_risk
        at_risk -= number
        if median is None and remaining <= 1 / 2:
            median = quarters
    return Dwell(median, stays, stays - sum(left for _quarters, left, _stays in rows))
