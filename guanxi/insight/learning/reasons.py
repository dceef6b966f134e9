"""Why a row is where it is: what each column adds beyond what is typical, the strongest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from guanxi.insight.learning.additive import Additive
from guanxi.insight.learning.boosted import Boosted
from guanxi.insight.learning.table import Floats, Table, Words
from guanxi.insight.learning.trainer import Blend

NOTHING = 0.05


@dataclass(frozen=True)
class Reason:
    """A column, and how far it moves the row's log-odds from where a typical value would."""

    column: str
    effect: float


def reasons(model: Blend, table: Table, most: int = 3) -> list[tuple[Reason, ...]]:
    """The strongest reasons of each row, by the size of their effect."""
    effects = {name: effect(model, table, name) for name in table.columns}
    names = list(effects)
    matrix = np.column_stack([effects[name] for name in names])
    order = np.argsort(-np.abs(matrix), axis=1, kind="stable")[:, :most]
    return [
        tuple(
            Reason(names[place], float(row[place]))
            for place in places
            if abs(row[place]) >= NOTHING
        )
        for row, places in zip(matrix, order, strict=True)
    ]


def effect(model: Blend, table: Table, name: str) -> Floats:
    """What the column moves: exact for the sum, by a typical value in its stead for the trees."""
    exact = model.additive.share(table, name) - model.additive.parts[name].typical
    _shift, of_sum, of_trees = model.weights
    return of_sum * exact + of_trees * _beyond_typical(model.boosted, table, name)


def grouped(
    model: Additive, shares: Mapping[str, Floats], groups: Mapping[str, Sequence[str]]
) -> dict[str, Floats]:
    """What groups of columns that tell of one thing add together, beyond what is typical.

    A column that the model was not fitted on adds nothing.
    """
    zero: Floats = np.zeros(len(next(iter(shares.values()), ())))
    return {
        group: sum(
            (shares[name] - model.parts[name].typical for name in names if name in shares),
            start=zero,
        )
        for group, names in groups.items()
    }


def _beyond_typical(model: Boosted, table: Table, name: str) -> Floats:
    usual: Floats | Words = np.full_like(table.columns[name], model.typical[name])
    return model.score(table) - model.score(Table({**table.columns, name: usual}))
