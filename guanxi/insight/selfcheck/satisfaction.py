"""Satisfaction: the European index on its published data, and the classic tables and intervals."""

import csv
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from guanxi.insight.satisfaction import kano, rates
from guanxi.insight.satisfaction.index import CODES, index_of, model_of, ordered
from guanxi.insight.satisfaction.pls import Floats, PathModel
from guanxi.insight.satisfaction.reliability import standardised_alpha
from guanxi.insight.satisfaction.servqual import QUESTIONS, quality_of
from guanxi.insight.selfcheck.checks import Check, Published

FILE = "ecsi/mobi.csv"
SEMPLS, TENENHAUS = "Monecke & Leisch 2012", "Tenenhaus et al. 2005"
FROM_SEMPLS = "from the weights of Monecke & Leisch 2012"
NEWCOMBE, BERGER = "Newcombe 1998", "Berger et al. 1993"
ZEITHAML = "weights of Zeithaml et al. 1990, by hand"
PATHS = (
    (0.50470564, 0.55724786, 0.05078755, 0.55721686, 0.17883348, 0.06442534)
    + (0.51254524, 0.19181566, 0.52609731, 0.19535970, 0.48347472, 0.07123241)
)  # fmt: skip
ERRORS = (
    (0.0587, 0.0535, 0.0846, 0.0841, 0.0508, 0.0483)
    + (0.0649, 0.0587, 0.0520, 0.0765, 0.0857, 0.0555)
)  # fmt: skip
# Standard errors of two bootstraps of 500 differ by chance: 3.2 % of each, and more in the tails.
ERROR_TOLERANCE = 0.009
EFFECTS = (0.399, 0.218, 0.323, 0.100, 0.521)
EXPLAINED = (0.2547, 0.3105, 0.3446, 0.6803, 0.2768, 0.4573)
INDICES = (73.52, 72.47, 74.99, 62.30, 72.54, 67.42, 70.61)
ALPHAS = {
    "image": 0.723,
    "expectation": 0.452,
    "quality": 0.877,
    "value": 0.824,
    "satisfaction": 0.779,
    "loyalty": 0.472,
}
WILSON = {(81, 263): (0.2553, 0.3662), (15, 148): (0.0624, 0.1605), (1, 29): (0.0061, 0.1718)}
# Berger's table by rows: like, must be, neutral, live with, dislike, with the feature.
KANO = "QAAAORIIIMRIIIMRIIIMRRRRQ"
WEIGHTS = {
    "tangibles": 11,
    "reliability": 32,
    "responsiveness": 22,
    "assurance": 19,
    "empathy": 16,
}


def checks(folder: Path | None) -> Iterator[Check]:
    """The index where its data is at hand; Kano, NPS, shares and SERVQUAL always."""
    yield from _kano()
    yield from _rates()
    yield from _servqual()
    file = folder / FILE if folder else None
    model = model_of(CODES)
    assert model is not None
    published = _published(model)
    if file is None or not file.exists():
        for one in published:
            yield from one.lacking(FILE)
        return
    answers = _answers(file, ordered(model, CODES))
    for one, found in zip(published, _found(model, answers), strict=True):
        yield from one.beside(found)


def _published(model: PathModel) -> tuple[Published, ...]:
    arrows = [f"{a} → {b}" for a, b in model.paths]
    ends = [name for name in model.names if name != "image"]

    def typed(
        source: str, tolerance: float, names: list[str], values: tuple[float, ...]
    ) -> Published:  # noqa: E501
        return Published("ECSI mobi", source, tolerance, tuple(zip(names, values, strict=True)))

    return (
        typed(SEMPLS, 1e-8, arrows, PATHS),
        typed(SEMPLS, ERROR_TOLERANCE, [f"SE {one}" for one in arrows], ERRORS),
        typed(SEMPLS, 5e-4, [f"total {name} → loyalty" for name in model.names[:5]], EFFECTS),
        typed(FROM_SEMPLS, 1e-4, [f"R² {name}" for name in ends], EXPLAINED),
        typed(FROM_SEMPLS, 5e-3, [f"index {name}" for name in model.names], INDICES),
        typed(TENENHAUS, 5e-4, [f"alpha {name}" for name in ALPHAS], tuple(ALPHAS.values())),
    )


def _found(model: PathModel, answers: Floats) -> Iterator[list[float]]:
    index = index_of(model, answers, (1, 10), samples=500)
    effects = index.estimate.total_effects("loyalty")
    places = dict(zip(model.names, model.slices, strict=True))
    yield list(index.estimate.paths.values())
    yield list(index.errors.values())
    yield [effects[name] for name in model.names[:5]]
    yield list(index.estimate.explained.values())
    yield list(index.indices.values())
    yield [standardised_alpha(answers[:, places[name]]) or 0.0 for name in ALPHAS]


def _answers(file: Path, codes: tuple[str, ...]) -> Floats:
    with file.open(encoding="utf-8") as lines:
        rows = [[float(row[code]) for code in codes] for row in csv.DictReader(lines)]
    return np.array(rows)


def _kano() -> Iterator[Check]:
    cells = [(f, d) for f in range(1, 6) for d in range(1, 6)]
    as_printed = sum(kano.category(*one) == key for one, key in zip(cells, KANO, strict=True))
    yield from Published("Kano", BERGER, 0, (("cells as printed", 25),)).beside([as_printed])
    counted = kano.feature(cells).counts
    named = {"A": 3, "O": 1, "M": 3, "I": 9, "R": 7, "Q": 2}
    yield from Published(
        "Kano", BERGER, 0, tuple((f"cells {key}", value) for key, value in named.items())
    ).beside([counted[key] for key in named])
    one = kano.feature([(1, 2)] * 30 + [(1, 5)] * 20 + [(2, 5)] * 40 + [(3, 3)] * 10)
    known = (("better", 0.5), ("worse", -0.6), ("strength", 0.1))
    yield from Published("Kano", BERGER, 1e-12, known).beside(
        [one.better or 0.0, one.worse or 0.0, one.strength]
    )


def _rates() -> Iterator[Check]:
    for (part, n), bounds in WILSON.items():
        found = rates.share(part, n)
        assert found is not None
        named = tuple(zip((f"{part}/{n} low", f"{part}/{n} high"), bounds, strict=True))
        yield from Published("Wilson", NEWCOMBE, 5e-5, named).beside([found.low, found.high])
    score = rates.net_promoter(50, 20, 100)
    assert score is not None
    known = (("NPS", 30.0), ("margin", 15.308))
    yield from Published("NPS", "p + d − (p − d)²", 5e-4, known).beside(
        [score.value, (score.high - score.low) / 2]
    )


def _servqual() -> Iterator[Check]:
    """Every question of a dimension one tenth further short than the dimension before."""
    short = np.repeat([0.1, 0.2, 0.3, 0.4, 0.5], [4, 5, 4, 4, 5])
    expected = np.full((3, QUESTIONS), 6.0)
    found = quality_of(expected, expected - short, WEIGHTS)
    gaps = [one.gap or 0.0 for one in found.dimensions]
    steps = [round(after - before, 9) for before, after in pairwise(gaps)]
    named = (("gap", -0.3), ("weighted gap", -0.297), ("step", -0.1))
    yield from Published("SERVQUAL", ZEITHAML, 1e-9, named).beside(
        [found.gap or 0.0, found.weighted_gap or 0.0, float(np.mean(steps))]
    )
