"""A model whose parts add up: logistic regression on ramps of numbers and on words.

Every part of a row's score belongs to one column, so that its reasons are exact; and it is plain
numbers, so that a run can keep it as JSON and use it again.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from guanxi.insight.learning.table import BLANK, Floats, Table, Words

RAMPS = 8
FEWEST = 20
MOST_WORDS = 40
STRENGTH = 0.3
MOST_STEPS = 1_000


@dataclass
class Part:
    """One column as it enters the sum: borders of its ramps, or its words; with a weight each.

    The first weight is that of a blank. `typical` is the mean of its share over the rows that
    were learned from: a row's reasons are what it has beyond that.
    """

    borders: list[float] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    typical: float = 0.0

    @property
    def names(self) -> list[str]:
        """What each weight is of: a blank, a ramp from one border to the next, or a word."""
        ramps = zip(self.borders, self.borders[1:], strict=False)
        return ["blank", *(f"{low:.4g}..{high:.4g}" for low, high in ramps), *self.words]

    def matrix(self, column: Floats | Words) -> Floats:
        """The columns that stand for this one: blank, then a ramp or a word each."""
        if column.dtype == object:
            blank = column == BLANK
            return np.column_stack([blank, *(column == word for word in self.words)]).astype(float)
        blank = np.isnan(column)
        known = np.where(blank, self.borders[0], column) if self.borders else np.zeros(len(column))
        pairs = zip(self.borders, self.borders[1:], strict=False)
        ramps = [np.clip((known - low) / (high - low), 0, 1) for low, high in pairs]
        return np.column_stack([blank, *ramps]).astype(float)

    def share(self, column: Floats | Words) -> Floats:
        """What the column adds to the log-odds of each row: its matrix times the weights.

        Ramps that follow each other are one line with bends, which is found in a fifth of the time.
        """
        if column.dtype == object:
            return np.asarray(self.matrix(column) @ np.array(self.weights))
        of_blank, *of_ramps = self.weights
        heights = np.cumsum([0.0, *of_ramps])
        numbers = np.asarray(column, dtype=np.float64)
        known = np.interp(numbers, self.borders, heights) if self.borders else 0.0
        return np.where(np.isnan(numbers), of_blank, known)


@dataclass
class Additive:
    """The fitted model: intercept and parts by column; `converged` tells whether it settled."""

    intercept: float
    parts: dict[str, Part]
    converged: bool = True

    def score(self, table: Table) -> Floats:
        """The log-odds of each row."""
        return self.total(self.shares(table))

    def total(self, shares: Mapping[str, Floats]) -> Floats:
        """The log-odds of rows whose columns add these shares."""
        found: Floats = np.full(len(next(iter(shares.values()), ())), self.intercept)
        for share in shares.values():
            found += share
        return found

    def shares(self, table: Table) -> dict[str, Floats]:
        """What each column that the model was fitted on adds to the log-odds of each row."""
        return {name: self.share(table, name) for name in self.parts}

    def share(self, table: Table, name: str) -> Floats:
        """What the column adds to the log-odds of each row."""
        return self.parts[name].share(table.columns[name])

    def told(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "intercept": self.intercept,
            "parts": {name: vars(part) for name, part in self.parts.items()},
        }

    @classmethod
    def kept(cls, told: dict[str, Any]) -> Additive:
        """As it was kept."""
        return cls(told["intercept"], {name: Part(**one) for name, one in told["parts"].items()})


def fit_additive(table: Table, outcome: Floats, strength: float = STRENGTH) -> Additive:
    """The model on these rows; its weights are drawn towards nothing the less there is to learn."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    parts = {name: _part(column) for name, column in table.columns.items()}
    blocks = [part.matrix(table.columns[name]) for name, part in parts.items()]
    widths = [block.shape[1] for block in blocks]
    model = LogisticRegression(C=strength, max_iter=MOST_STEPS)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always", ConvergenceWarning)
        model.fit(np.hstack(blocks), outcome)
    settled = not any(issubclass(one.category, ConvergenceWarning) for one in warned)
    weights = np.split(model.coef_[0], np.cumsum(widths)[:-1])
    for part, block, mine in zip(parts.values(), blocks, weights, strict=True):
        part.weights = [float(one) for one in mine]
        part.typical = float((block @ mine).mean())
    return Additive(float(model.intercept_[0]), parts, settled)


def _part(column: Floats | Words) -> Part:
    if column.dtype == object:
        words, counts = np.unique(column[column != BLANK].astype(str), return_counts=True)
        order = np.argsort(-counts, kind="stable")[:MOST_WORDS]
        return Part(words=[str(words[place]) for place in order if counts[place] >= FEWEST])
    known = column[~np.isnan(column)]
    if not len(known):
        return Part()
    values = np.unique(known)
    if len(values) > RAMPS:
        values = np.unique(np.quantile(known, np.linspace(0, 1, RAMPS + 1)))
    return Part(borders=[float(one) for one in values])
