"""Training in the open: leaks refused, five folds, a blend of two kinds of model, calibrated."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from guanxi.insight.learning.additive import Additive, fit_additive
from guanxi.insight.learning.boosted import Boosted, fit_boosted
from guanxi.insight.learning.judging import Judged, judge
from guanxi.insight.learning.leaks import refuse_leaks
from guanxi.insight.learning.table import Chosen, Floats, Table

FOLDS = 5
FEWEST = 50
STEPS = 50
TOUCH = 1e-9
Weights = tuple[float, float, float]


class TooFew(Exception):
    """Fewer rows of one outcome than a model could be judged on."""


@dataclass(frozen=True)
class Blend:
    """The log-odds of both models, weighed so that the probabilities come true."""

    additive: Additive
    boosted: Boosted
    weights: Weights = (0.0, 0.5, 0.5)

    def probability(self, table: Table) -> Floats:
        """The probability of each row."""
        return weighed(self.weights, self.scores(table))

    def scores(self, table: Table) -> Floats:
        """The log-odds of each row by either model."""
        return np.column_stack([self.additive.score(table), self.boosted.score(table)])


@dataclass(frozen=True)
class Trained:
    """A model fitted on all rows, with the judgement of five folds that it had not seen."""

    model: Blend
    judged: Judged
    of_fold: tuple[float, ...]
    out_of_fold: Floats
    converged: bool

    @property
    def auc(self) -> float:
        """The mean over the folds, as studies report it."""
        return float(np.mean(self.of_fold))

    def told(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return self.judged.told() | {"auc_of_folds": list(self.of_fold), "auc_mean": self.auc}


def train(table: Table, outcome: Floats, *, seed: int) -> Trained:
    """The blend on these rows and outcomes of 0 and 1; Leaking or TooFew where there is none."""
    if min(outcome.sum(), len(outcome) - outcome.sum()) < FEWEST:
        raise TooFew(f"{int(outcome.sum())} of {len(outcome)}")
    refuse_leaks(table, outcome, seed)
    scores = np.zeros((len(outcome), 2))
    folds = stratified(outcome, FOLDS, seed)
    for fold in range(FOLDS):
        kept, left = folds != fold, folds == fold
        scores[left] = fit_blend(table.rows(kept), outcome[kept], seed).scores(table.rows(left))
    chances = _weighed_in_folds(scores, outcome, folds)
    areas = [judge(outcome[folds == fold], chances[folds == fold]).auc for fold in range(FOLDS)]
    whole = replace(fit_blend(table, outcome, seed), weights=weigh(scores, outcome))
    of_fold = tuple(one for one in areas if one is not None)
    return Trained(whole, judge(outcome, chances), of_fold, chances, whole.additive.converged)


def fit_blend(table: Table, outcome: Floats, seed: int) -> Blend:
    """Both models on these rows, not yet weighed."""
    with alone():
        return Blend(fit_additive(table, outcome), fit_boosted(table, outcome, seed))


def alone() -> AbstractContextManager[Any]:
    """One thread: small fits lose more by waiting for each other than they gain by sharing."""
    from threadpoolctl import threadpool_limits

    limited: AbstractContextManager[Any] = threadpool_limits(1)
    return limited


def stratified(outcome: Floats, folds: int, seed: int) -> Chosen:
    """The fold of each row; every fold has its share of each outcome."""
    found = np.zeros(len(outcome), dtype=np.int64)
    chance = np.random.default_rng(seed)
    for value in np.unique(outcome):
        rows = chance.permutation(np.flatnonzero(outcome == value))
        found[rows] = np.arange(len(rows)) % folds
    return found


def weigh(scores: Floats, outcome: Floats) -> Weights:
    """Shift and a weight for each model that make the log-odds come true, none below zero.

    Logistic regression on scores of rows that neither model was fitted on: Platt scaling (1999)
    of a stack (Wolpert 1992). A model that would count against itself is left out.
    """
    shift, *weights = _logistic(scores, outcome)
    if min(weights) < 0:
        worse = int(np.argmin(weights))
        shift, *kept = _logistic(np.delete(scores, worse, axis=1), outcome)
        weights = list(np.insert(kept, worse, 0.0))
    return shift, float(weights[0]), float(weights[1])


def weighed(weights: Weights, scores: Floats) -> Floats:
    """Both log-odds as one probability."""
    return odds_to_chance(weights[0] + scores @ np.array(weights[1:]))


def odds_to_chance(score: Floats) -> Floats:
    """Log-odds as probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.clip(score, -30, 30))))


def _logistic(columns: Floats, outcome: Floats) -> list[float]:
    """Intercept and weights by Newton's method."""
    whole = np.column_stack([np.ones(len(columns)), columns])
    weights = np.zeros(whole.shape[1])
    for _step in range(STEPS):
        chance = odds_to_chance(whole @ weights)
        bend = (whole * (chance * (1 - chance))[:, None]).T @ whole
        move = np.linalg.solve(bend + TOUCH * np.eye(len(weights)), whole.T @ (outcome - chance))
        weights = weights + move
        if np.abs(move).max() < TOUCH:
            break
    return [float(one) for one in weights]


def _weighed_in_folds(scores: Floats, outcome: Floats, folds: Chosen) -> Floats:
    """Each fold weighed by what the others taught, so that nothing judges itself."""
    found = np.zeros(len(outcome))
    for fold in range(FOLDS):
        left = folds == fold
        found[left] = weighed(weigh(scores[~left], outcome[~left]), scores[left])
    return found
