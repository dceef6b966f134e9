"""Partial least squares path modelling, centroid scheme, reflective blocks (Mode A).

Wold 1982; Tenenhaus et al. 2005. Everything is computed from the correlations of the items, so
that a bootstrap costs one small matrix for each sample.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST_ITERATIONS = 200
# Below this the sum of the changes of all weights counts as none (as in semPLS).
SETTLED = 1e-7


class NotSettled(Exception):
    """The weights did not settle, or an item does not vary."""


@dataclass(frozen=True)
class PathModel:
    """Latent variables, each with the number of its items, and the paths between them.

    Paths are pairs of names; the order of the latent variables must be one in which every path
    leads forward.
    """

    latents: tuple[tuple[str, int], ...]
    paths: tuple[tuple[str, str], ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The latent variables in order."""
        return tuple(name for name, _items in self.latents)

    @cached_property
    def blocks(self) -> Floats:
        """Items by latent variables: one where the item belongs to it."""
        sizes = [items for _name, items in self.latents]
        owner = np.repeat(np.arange(len(sizes)), sizes)
        return np.asarray(owner[:, None] == np.arange(len(sizes)), dtype=np.float64)

    @cached_property
    def slices(self) -> tuple[slice, ...]:
        """Where the items of each latent variable stand."""
        ends = list(accumulate(items for _name, items in self.latents))
        return tuple(slice(a, b) for a, b in zip([0, *ends], ends, strict=False))

    @cached_property
    def arrows(self) -> Floats:
        """One where the latent variable of the row leads to that of the column."""
        found = np.zeros((len(self.names),) * 2)
        for start, end in self.paths:
            found[self.names.index(start), self.names.index(end)] = 1
        return found


@dataclass(frozen=True)
class Estimate:
    """What a model learned: weights and loadings by item, paths, total effects and R² by name."""

    model: PathModel
    weights: Floats
    loadings: Floats
    correlations: Floats
    coefficients: Floats
    r_squared: Floats
    iterations: int

    @property
    def paths(self) -> dict[tuple[str, str], float]:
        """The coefficient of each path."""
        place = self.model.names.index
        return {(a, b): float(self.coefficients[place(a), place(b)]) for a, b in self.model.paths}

    def total_effects(self, on: str) -> dict[str, float]:
        """What one standard deviation more of each latent variable does to one, by all ways."""
        total, step = np.zeros_like(self.coefficients), self.coefficients
        while np.any(step):
            total, step = total + step, step @ self.coefficients
        column = total[:, self.model.names.index(on)]
        return {n: float(v) for n, v in zip(self.model.names, column, strict=True) if v}

    @property
    def explained(self) -> dict[str, float]:
        """R² of each latent variable that a path leads to."""
        ends = {end for _start, end in self.model.paths}
        found = zip(self.model.names, self.r_squared, strict=True)
        return {name: float(value) for name, value in found if name in ends}

    def reliabilities(self) -> dict[str, tuple[float, float]]:
        """Composite reliability (Dillon-Goldstein) and average variance extracted, by name."""
        found = {}
        for name, part in zip(self.model.names, self.model.slices, strict=True):
            loads = self.loadings[part]
            spread = float(np.sum(1 - loads**2))
            whole = float(np.sum(loads)) ** 2
            found[name] = (whole / (whole + spread), float(np.mean(loads**2)))
        return found


def correlations_of(answers: Floats) -> Floats:
    """The correlations of the items; NotSettled where one of them does not vary."""
    if len(answers) < 2 or not np.all(np.ptp(answers, axis=0) > 0):
        raise NotSettled("constant")
    return np.asarray(np.corrcoef(answers, rowvar=False), dtype=np.float64)


def estimate(model: PathModel, correlations: Floats) -> Estimate:
    """Weights until they settle, then paths by least squares; NotSettled when they do not."""
    weights, iterations = _weights(model, correlations)
    latent = weights.T @ correlations @ weights
    loadings = np.sum((correlations @ weights) * model.blocks, axis=1)
    coefficients, explained = np.zeros_like(latent), np.zeros(len(latent))
    for end in range(len(latent)):
        starts = np.flatnonzero(model.arrows[:, end])
        if len(starts):
            found = np.linalg.solve(latent[np.ix_(starts, starts)], latent[starts, end])
            coefficients[starts, end] = found
            explained[end] = found @ latent[starts, end]
    by_item = np.sum(weights, axis=1)
    return Estimate(model, by_item, loadings, latent, coefficients, explained, iterations)


@dataclass(frozen=True)
class Samples:
    """What was found in each sample that settled, a row each: paths, loadings, weights, and the
    means and standard deviations of the items."""

    model: PathModel
    paths: Floats
    loadings: Floats
    weights: Floats
    means: Floats
    spreads: Floats

    @property
    def errors(self) -> dict[tuple[str, str], float]:
        """The standard error of each path."""
        errors = np.std(self.paths, axis=0, ddof=1)
        return dict(zip(self.model.paths, map(float, errors), strict=True))


def bootstrap(model: PathModel, answers: Floats, samples: int, seed: int) -> Samples:
    """The model on samples with replacement; NotSettled where it settles on none or one."""
    chance = np.random.default_rng(seed)
    found: list[tuple[Floats, ...]] = []
    for _sample in range(samples):
        drawn = answers[chance.integers(0, len(answers), len(answers))]
        try:
            one = estimate(model, correlations_of(drawn))
        except (NotSettled, np.linalg.LinAlgError):
            continue
        paths, spread = np.array(list(one.paths.values())), np.std(drawn, axis=0, ddof=1)
        found.append((paths, one.loadings, one.weights, np.mean(drawn, axis=0), spread))
    if len(found) < 2:
        raise NotSettled("bootstrap")
    return Samples(model, *(np.array(column) for column in zip(*found, strict=True)))


def _weights(model: PathModel, correlations: Floats) -> tuple[Floats, int]:
    neighbours = model.arrows + model.arrows.T
    weights = _normed(model.blocks, correlations)
    for iteration in range(1, MOST_ITERATIONS):
        inner = np.sign(weights.T @ correlations @ weights) * neighbours
        outer = (correlations @ weights @ inner) * model.blocks
        new = _normed(outer, correlations)
        if not np.all(np.isfinite(new)):
            raise NotSettled("degenerate")
        change, weights = float(np.sum(np.abs(new - weights))), new
        if change < SETTLED:
            return _turned(weights, correlations, model.blocks), iteration
    raise NotSettled("iterations")


def _normed(weights: Floats, correlations: Floats) -> Floats:
    """Weights that give latent variables of variance one."""
    spread = np.sqrt(np.einsum("ij,ik,kj->j", weights, correlations, weights))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(weights / spread, dtype=np.float64)


def _turned(weights: Floats, correlations: Floats, blocks: Floats) -> Floats:
    """Every latent variable the way round in which most of its items rise with it."""
    direction = np.sign(np.sum((correlations @ weights) * blocks, axis=0))
    return np.asarray(weights * np.where(direction == 0, 1, direction), dtype=np.float64)
