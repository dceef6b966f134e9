"""The customer satisfaction index: the European model, its items, and the index of 0 to 100."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from guanxi.insight.satisfaction.pls import (
    Estimate,
    Floats,
    PathModel,
    bootstrap,
    correlations_of,
    estimate,
)

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
# Fewer sheets than this say nothing of twelve paths.
LEAST_SHEETS = 30


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
    samples: int = 0


def index_of(
    model: PathModel, answers: Floats, scale: tuple[float, float], samples: int = 0, seed: int = 1
) -> Index:
    """The model on complete sheets of one scale; NotSettled where it cannot be estimated."""
    found = estimate(model, correlations_of(answers))
    errors, settled = bootstrap(model, answers, samples, seed) if samples else ({}, 0)
    indices = indices_of(model, answers, found.weights, scale)
    return Index(found, indices, len(answers), errors, settled)


def indices_of(
    model: PathModel, answers: Floats, weights: Floats, scale: tuple[float, float]
) -> dict[str, float]:
    """Each latent variable on 0 to 100: Σw(mean − low) ÷ Σw(high − low), weights unstandardised."""
    low, high = scale
    spread = np.std(answers, axis=0, ddof=1)
    raw = weights / np.where(spread > 0, spread, 1)
    means = np.mean(answers, axis=0)
    return {
        name: float(100 * raw[part] @ (means[part] - low) / (np.sum(raw[part]) * (high - low)))
        for name, part in zip(model.names, model.slices, strict=True)
    }
