"""Boosted trees over numbers and words as they are, words in their own right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.insight.learning.table import BLANK, Floats, Table, Words

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingClassifier

MOST_WORDS = 60
# Leaves of few rows would learn chance: shallow trees, each split over half of the columns. Two
# ensembles, one of shallower and one of deeper trees, err apart and are better together.
SETTINGS: Mapping[str, Any] = {
    "max_iter": 150,
    "min_samples_leaf": 30,
    "l2_regularization": 5.0,
    "max_features": 0.5,
    "early_stopping": False,
}
ENSEMBLES: tuple[Mapping[str, Any], ...] = (
    {"max_leaf_nodes": 8, "learning_rate": 0.06},
    {"max_leaf_nodes": 16, "learning_rate": 0.05},
)


@dataclass
class Boosted:
    """The fitted trees, with the words that each column knows and its typical value.

    `typical` is the median or the most frequent word of the rows that were learned from.
    """

    models: list[HistGradientBoostingClassifier]
    words: dict[str, list[str]] = field(default_factory=dict)
    typical: dict[str, float | str] = field(default_factory=dict)

    def score(self, table: Table) -> Floats:
        """The log-odds of each row."""
        coded = _coded(table, self.words)
        scores = [model.decision_function(coded) for model in self.models]
        return np.asarray(np.mean(scores, axis=0), dtype=float)


def fit_boosted(table: Table, outcome: Floats, seed: int) -> Boosted:
    """The trees on these rows."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    words = {name: _words(table, name) for name in table.columns if not table.is_numeric(name)}
    coded, is_word = _coded(table, words), [name in words for name in table.columns]
    models = [
        HistGradientBoostingClassifier(
            categorical_features=is_word, random_state=seed + place, **SETTINGS, **own
        ).fit(coded, outcome)
        for place, own in enumerate(ENSEMBLES)
    ]
    typical = {name: _typical(column) for name, column in table.columns.items()}
    return Boosted(models, words, typical)


def _typical(column: Floats | Words) -> float | str:
    if column.dtype == object:
        words, counts = np.unique(column.astype(str), return_counts=True)
        return str(words[np.argmax(counts)])
    known = column[~np.isnan(column)]
    return float(np.median(known)) if len(known) else float("nan")


def _words(table: Table, name: str) -> list[str]:
    column = table.columns[name]
    words, counts = np.unique(column[column != BLANK].astype(str), return_counts=True)
    return [str(words[place]) for place in np.argsort(-counts, kind="stable")[:MOST_WORDS]]


def _coded(table: Table, words: Mapping[str, list[str]]) -> Floats:
    """Words as their place among those known; all others share one place, a blank is missing."""
    coded = []
    for name, column in table.columns.items():
        if name not in words:
            coded.append(column.astype(float))
            continue
        places: dict[str, float] = {word: float(place) for place, word in enumerate(words[name])}
        places[BLANK] = np.nan
        coded.append(np.array([places.get(str(word), float(len(words[name]))) for word in column]))
    return np.column_stack(coded)
