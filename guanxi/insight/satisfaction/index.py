"""The customer satisfaction index: the European model, its items, and the index of 0 to 100."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from guanxi.insight.satisfaction.pls import (
    Estimate,
    Floats,
    PathModel,
    Samples,
    bootstrap,
    correlations_of,
    estimate,
)
from guanxi.insight.satisfaction.reliability import standardised_alpha

Interval = tuple[float, float]
# The borders between which 95 % of the samples lie.
PERCENTILES = (2.5, 97.5)
# The codes of the questions as the European index names them, by what they are about.
ITEMS: dict[str, tuple[str, ...]] = {
    "image": tuple(f"IMAG{n}" for n in range(1, 6)),
    "expectation": tuple(f"CUEX{n}" for n in range(1, 4)),
    "quality": tuple(f"PERQ{n}" for n in range(1, 8)),
    "value": ("PERV1", "PERV2"),
    "satisfaction": tuple(f"CUSA{n}" for n in range(1, 4)),
    "complaints": ("CUSCO",),
    "loyalty": tuple(f"CUSL{n}" for n in range(1, 4)),
}
CODES = tuple(code for codes in ITEMS.values() for code in codes)
PATHS = (
    ("image", "expectation"),
    ("expectation", "quality"),
    ("expectation", "value"),
    ("quality", "value"),
    ("image", "satisfaction"),
    ("expectation", "satisfaction"),
    ("quality", "satisfaction"),
    ("value", "satisfaction"),
    ("satisfaction", "complaints"),
    ("image", "loyalty"),
    ("satisfaction", "loyalty"),
    ("complaints", "loyalty"),
)


def model_of(codes: tuple[str, ...]) -> PathModel | None:
    """The European model over the questions that were asked; None where too few were.

    Satisfaction must be asked, and something that leads to it. What was not asked about is left
    out with its paths.
    """
    sizes = {name: len([c for c in known if c in codes]) for name, known in ITEMS.items()}
    latents = tuple((name, size) for name, size in sizes.items() if size)
    paths = tuple((a, b) for a, b in PATHS if sizes[a] and sizes[b])
    joined = {name for path in paths for name in path}
    if not any(end == "satisfaction" for _start, end in paths):
        return None
    return PathModel(tuple(one for one in latents if one[0] in joined), paths)


def ordered(model: PathModel, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The questions asked, in the order in which the model takes them."""
    return tuple(code for name in model.names for code in ITEMS[name] if code in codes)


@dataclass(frozen=True)
class Index:
    """The model estimated on one set of sheets, with the index of each latent variable."""

    estimate: Estimate
    indices: dict[str, float]
    sheets: int
    errors: dict[tuple[str, str], float]
    alphas: dict[str, float | None]
    samples: int = 0
    index_intervals: dict[str, Interval] = field(default_factory=dict)
    loading_intervals: tuple[Interval, ...] = ()


def index_of(
    model: PathModel, answers: Floats, scale: tuple[float, float], samples: int = 0, seed: int = 1
) -> Index:
    """The model on complete sheets of one scale; NotSettled where it cannot be estimated."""
    found = estimate(model, correlations_of(answers))
    means, spread = np.mean(answers, axis=0), np.std(answers, axis=0, ddof=1)
    index = indices_of(model, found.weights, means, spread, scale)
    plain = Index(
        found,
        {name: float(value) for name, value in index.items()},
        len(answers),
        {},
        {
            name: standardised_alpha(answers[:, part])
            for name, part in zip(model.names, model.slices, strict=True)
        },
    )
    return (
        _with_intervals(plain, bootstrap(model, answers, samples, seed), scale)
        if samples
        else plain
    )


def indices_of(
    model: PathModel, weights: Floats, means: Floats, spread: Floats, scale: tuple[float, float]
) -> dict[str, Floats]:
    """Each latent variable on 0 to 100: Σw(mean − low) ÷ Σw(high − low), weights unstandardised.

    Items stand in the last axis; before it there may be one of samples.
    """
    low, high = scale
    raw = weights / np.where(spread > 0, spread, 1)
    part_of = {
        name: (raw[..., part], means[..., part])
        for name, part in zip(model.names, model.slices, strict=True)
    }
    return {
        name: 100 * (w * (mean - low)).sum(axis=-1) / (w.sum(axis=-1) * (high - low))
        for name, (w, mean) in part_of.items()
    }


def _with_intervals(plain: Index, found: Samples, scale: tuple[float, float]) -> Index:
    """The index with standard errors, and with intervals by the percentiles of the samples."""
    drawn = indices_of(found.model, found.weights, found.means, found.spreads, scale)
    return replace(
        plain,
        errors=found.errors,
        samples=len(found.paths),
        index_intervals={name: _interval(column) for name, column in drawn.items()},
        loading_intervals=tuple(map(_interval, found.loadings.T)),
    )


def _interval(drawn: Floats) -> Interval:
    low, high = np.percentile(drawn, PERCENTILES)
    return float(low), float(high)
