"""The parameters under which what was seen is likeliest, with their standard errors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from guanxi.insight.lifetime.histories import Floats, Histories

ITERATIONS = 100
# Gain of log-likelihood that a further step could bring.
ENOUGH = 1e-8
FARTHEST_STEP = 2.0
HALVINGS = 30
# Beyond e^±FAR a parameter runs away: the data do not determine it.
FAR = 11.5
EDGE = FAR - 0.5


@dataclass(frozen=True)
class Likelihood:
    """Log-likelihood at one place, its gradient and its Hessian in the parameters."""

    value: float
    gradient: Floats
    hessian: Floats


Surface = Callable[[Floats], Likelihood]


@dataclass(frozen=True)
class Fit:
    """Where the maximum lies; `covariance` is the inverse of the observed information."""

    values: Floats
    log_likelihood: float
    covariance: Floats
    iterations: int
    converged: bool

    @property
    def standard_errors(self) -> Floats:
        """The standard error of each parameter; not a number where it is not determined."""
        variances = np.diag(self.covariance)
        return np.sqrt(np.where(variances > 0, variances, np.nan))

    @property
    def is_determined(self) -> bool:
        """Whether it settled, and each parameter is larger than its standard error."""
        return self.converged and bool(np.all(self.standard_errors < self.values))


def maximum(surface: Surface, start: Sequence[float]) -> Fit:
    """Newton's method in the logarithms of positive parameters, each step made to go uphill."""
    theta = np.log(np.asarray(start, dtype=np.float64))
    here = in_logarithms(surface, theta)
    for iteration in range(1, ITERATIONS + 1):
        step, gain = uphill(here)
        if gain < ENOUGH:
            return _fit(surface, theta, iteration, converged=True)
        walked = _walk(surface, theta, here, step)
        if walked is None:
            return _fit(surface, theta, iteration, converged=gain < np.sqrt(ENOUGH))
        theta, here = walked
        if np.abs(theta).max() > FAR:
            break
    return _fit(surface, theta, ITERATIONS, converged=False)


def likeliest(
    likelihood: Callable[[Histories, Floats], Likelihood],
    histories: Histories,
    start: Sequence[float],
) -> Fit:
    """The maximum over all histories; of very many it is sought first over some of them.

    Where those end, a few steps over all of them arrive: the steps from afar cost little. Where
    their parameters run to the edge and stay there for all, while the start was likelier, the few
    misled, and all go the whole way.
    """

    def over_all(values: Floats) -> Likelihood:
        return likelihood(histories, values)

    few = histories.thinned()
    if few is histories:
        return maximum(over_all, start)
    near = maximum(lambda values: likelihood(few, values), start)
    found = maximum(over_all, list(np.exp(np.clip(np.log(near.values), -EDGE, EDGE))))
    if found.converged or over_all(np.array(start)).value < found.log_likelihood:
        return found
    return maximum(over_all, start)


def in_logarithms(surface: Surface, theta: Floats) -> Likelihood:
    """The likelihood with gradient and Hessian in the logarithms of the parameters."""
    values = np.exp(theta)
    found = surface(values)
    gradient = found.gradient * values
    hessian = found.hessian * np.outer(values, values) + np.diag(gradient)
    return Likelihood(found.value, gradient, hessian)


def uphill(here: Likelihood) -> tuple[Floats, float]:
    """The step to the top as the curvature tells it, and the gain it promises."""
    curvatures, axes = np.linalg.eigh(-here.hessian)
    least = 1e-9 * max(float(np.abs(curvatures).max()), 1e-9)
    along = (axes.T @ here.gradient) / np.maximum(np.abs(curvatures), least)
    step = axes @ along
    gain = float(here.gradient @ step) / 2
    length = float(np.abs(step).max())
    return (step * (FARTHEST_STEP / length) if length > FARTHEST_STEP else step), gain


def _walk(
    surface: Surface, theta: Floats, here: Likelihood, step: Floats
) -> tuple[Floats, Likelihood] | None:
    for _ in range(HALVINGS):
        there = in_logarithms(surface, theta + step)
        if np.isfinite(there.value) and there.value > here.value:
            return theta + step, there
        step = step / 2
    return None


def _fit(surface: Surface, theta: Floats, iterations: int, *, converged: bool) -> Fit:
    values = np.exp(theta)
    found = surface(values)
    try:
        covariance = np.asarray(np.linalg.inv(-found.hessian), dtype=np.float64)
    except np.linalg.LinAlgError:
        covariance = np.full((len(values), len(values)), np.nan)
    sure = bool(np.all(np.isfinite(covariance)) and np.all(np.diag(covariance) > 0))
    return Fit(values, found.value, covariance, iterations, converged and sure)
