"""Uplift by one model with the treatment as a column (S-learner) or by two (T-learner).

The Qini curve (Radcliffe 2007) at the first k rows in the order of uplift is
Q(k) = Y_t(k) - Y_c(k) * N_t(k) / N_c(k): outcomes of the treated among them, less those of the
control group scaled to as many. The coefficient is the area between this curve and the straight
line to its end, divided by the area between the perfect curve and the same line; the perfect order
puts the treated who responded and the controls who did not first, and the treated who did not and
the controls who did last.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from guanxi.insight.learning.boosted import Boosted, fit_boosted
from guanxi.insight.learning.table import Chosen, Floats, Table
from guanxi.insight.learning.trainer import FOLDS, alone, odds_to_chance, stratified

TREATED = "treated"
ONE, TWO = "one model", "two models"


@dataclass(frozen=True)
class Uplift:
    """The uplift of each row by models that had not seen it, and the fold of each row."""

    uplift: Floats
    folds: Chosen

    def parts(self) -> Iterator[Chosen]:
        """The rows of each fold."""
        for fold in range(FOLDS):
            yield self.folds == fold


def out_of_fold(
    table: Table, treated: Floats, outcome: Floats, *, seed: int, way: str = ONE
) -> Uplift:
    """What treatment adds to the probability of the outcome, row by row, in five folds."""
    folds = stratified(2 * treated + outcome, FOLDS, seed)
    found = np.zeros(len(outcome))
    learn = {ONE: one_model, TWO: two_models}[way]
    for fold in range(FOLDS):
        left = folds == fold
        found[left] = learn(
            table.rows(~left), treated[~left], outcome[~left], table.rows(left), seed
        )
    return Uplift(found, folds)


def one_model(table: Table, treated: Floats, outcome: Floats, asked: Table, seed: int) -> Floats:
    """One model of the outcome that knows who was treated, asked both ways."""
    with alone():
        model = fit_boosted(_with(table, treated), outcome, seed)
    return _chance(model, asked, 1.0) - _chance(model, asked, 0.0)


def two_models(table: Table, treated: Floats, outcome: Floats, asked: Table, seed: int) -> Floats:
    """A model of those who were treated less a model of those who were not."""
    groups = [treated > 0, treated <= 0]
    with alone():
        models = [fit_boosted(table.rows(one), outcome[one], seed) for one in groups]
    on, off = (odds_to_chance(model.score(asked)) for model in models)
    return on - off


def qini(uplift: Floats, treated: Floats, outcome: Floats) -> float:
    """The Qini coefficient of this order; 1 is perfect, 0 no better than chance."""
    perfect = outcome * treated - outcome * (1 - treated)
    best = _area(perfect, treated, outcome)
    return _area(uplift, treated, outcome) / best if best else 0.0


def qini_curve(uplift: Floats, treated: Floats, outcome: Floats) -> tuple[Floats, Floats]:
    """Rows taken and Q there, one point for each value of uplift, from nought on."""
    order = np.argsort(-uplift, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(uplift[order])), len(order) - 1)
    t, y = treated[order], outcome[order]
    n_t, y_t = np.cumsum(t)[ends], np.cumsum(y * t)[ends]
    n_c, y_c = ends + 1 - n_t, np.cumsum(y * (1 - t))[ends]
    gained = y_t - np.divide(y_c * n_t, n_c, out=np.zeros(len(ends)), where=n_c > 0)
    return np.append(0.0, ends + 1.0), np.append(0.0, gained)


def _area(uplift: Floats, treated: Floats, outcome: Floats) -> float:
    taken, gained = qini_curve(uplift, treated, outcome)
    straight = taken[-1] * gained[-1] / 2
    return float(np.trapezoid(gained, taken) - straight)


def _with(table: Table, treated: Floats) -> Table:
    return Table({**table.columns, TREATED: treated})


def _chance(model: Boosted, table: Table, treated: float) -> Floats:
    return odds_to_chance(model.score(_with(table, np.full(table.size, treated))))
