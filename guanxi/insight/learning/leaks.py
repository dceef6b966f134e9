"""The leak test: no column that is known only after the outcome may be learned from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from guanxi.insight.learning.additive import fit_additive
from guanxi.insight.learning.judging import area
from guanxi.insight.learning.table import Chosen, Floats, Table

DECLARED, SUSPECT = "declared", "suspect"
LOOKED_AT = 12_000
HALVES = 2
# So near to certain that no honest sign is.
TOLD_ALONE = 0.9
# Alone as good as many that do tell: a fact that follows from the outcome looks like this, as the
# length of a sales call (0.80 beside 0.77). Beside noise any strong sign would stand out so.
LEAST_TELLING = 0.78
OTHERS_TELLING = 0.7


@dataclass(frozen=True)
class Leak:
    """A column that is refused: why, what it tells alone, and what all the others tell."""

    column: str
    why: str
    alone: float
    others: float


class Leaking(Exception):
    """The table holds columns that tell of the outcome because they came after it."""

    def __init__(self, leaks: tuple[Leak, ...]) -> None:
        self.leaks = leaks
        super().__init__("; ".join(f"{one.column} ({one.why}, {one.alone:.3f})" for one in leaks))


def refuse_leaks(table: Table, outcome: Floats, seed: int) -> None:
    """Leaking names every column declared to come after the outcome, or that looks as if it did."""
    found = leaks(table, outcome, seed)
    if found:
        raise Leaking(found)


def leaks(table: Table, outcome: Floats, seed: int) -> tuple[Leak, ...]:
    """The columns to refuse, the most telling first.

    A column is suspect that alone all but tells the outcome, or as much of it as all the others
    together where these tell something too, each judged on the half of the rows that it was not
    fitted on. It is set aside and the rest looked at again, for one leak hides another. What is
    vouched for is not suspected.
    """
    found = [
        Leak(name, DECLARED, float("nan"), float("nan"))
        for name in table.columns
        if name in table.after
    ]
    chosen = _looked_at(outcome, seed)
    part, came = table.rows(chosen), outcome[chosen]
    names = [name for name in table.columns if name not in table.after]
    alone = {name: _told(part.only([name]), came) for name in names if name not in table.vouched}
    while alone and len(names) > 1:
        strongest = max(alone, key=lambda name: alone[name])
        if alone[strongest] < LEAST_TELLING:
            break
        others = _told(part.only([name for name in names if name != strongest]), came)
        if not _suspect(alone[strongest], others):
            break
        found.append(Leak(strongest, SUSPECT, alone.pop(strongest), others))
        names.remove(strongest)
    return tuple(found)


def _suspect(alone: float, others: float) -> bool:
    return alone >= TOLD_ALONE or alone >= others >= OTHERS_TELLING


def _looked_at(outcome: Floats, seed: int) -> Chosen:
    """Rows by chance, as many of either outcome as there are among all, in a mixed order."""
    return np.random.default_rng(seed).permutation(len(outcome))[:LOOKED_AT]


def _told(table: Table, outcome: Floats) -> float:
    """The area under the curve of rows that the model was not fitted on."""
    halves = [np.arange(table.size) % HALVES == half for half in range(HALVES)]
    found = []
    for half in halves:
        if len(np.unique(outcome[half])) < 2 or len(np.unique(outcome[~half])) < 2:
            return 0.0
        model = fit_additive(table.rows(half), outcome[half])
        found.append(area(outcome[~half], model.score(table.rows(~half)))[0] or 0.0)
    return float(np.mean(found))
