"""Groups by k-means: how many, how well apart, and whether they come again in other samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sklearn.cluster import KMeans

Points = NDArray[np.float64]
FEWEST, MOST = 3, 7
LEARNED_FROM, JUDGED_BY = 3_000, 1_500
SAMPLES = 10
SEED = 20_260_101
# A sample keeps 1 − 1/e of the customers, each once: so much more does the whole stray than its
# parts do (delete-d jackknife, Shao & Wu 1989).
DELETED = float(np.sqrt((1 - np.exp(-1)) / np.exp(-1)))


@dataclass(frozen=True)
class Grouping:
    """Centres, with the silhouette and the stability of each group between 0 and 1.

    `errors` are the standard errors of the centres: how far those of the same groups stray from
    sample to sample.
    """

    centres: Points
    silhouette: float
    stability: tuple[float, ...]
    errors: Points

    @property
    def least_stable(self) -> float:
        """The stability of the group that comes again least."""
        return min(self.stability)


@dataclass(frozen=True)
class Bar:
    """What a grouping must reach: Hennig 2007 asks for a stability of .6 to .75, Kaufman and
    Rousseeuw 1990 see no structure below a silhouette of .25."""

    stability: float = 0.6
    silhouette: float = 0.25

    def is_reached(self, one: Grouping) -> bool:
        """Whether its groups are apart, and every one of them comes again."""
        return one.least_stable >= self.stability and one.silhouette >= self.silhouette


def groupings(points: Points) -> list[Grouping]:
    """A grouping for each number of groups that may be."""
    from threadpoolctl import threadpool_limits

    # Threads that wait for each other cost more than they bring on so few points.
    with threadpool_limits(1):
        return _groupings(points)


def best(tried: list[Grouping], bar: Bar) -> Grouping | None:
    """The grouping best apart among those that reach the bar; None where none does."""
    good = [one for one in tried if bar.is_reached(one)]
    return max(good, key=lambda one: one.silhouette) if good else None


def _groupings(points: Points) -> list[Grouping]:
    chance = np.random.default_rng(SEED)
    if len(points) > LEARNED_FROM:
        points = points[chance.choice(len(points), LEARNED_FROM, replace=False)]
    distinct = len(np.unique(points, axis=0))
    return [_grouping(points, k, chance) for k in range(FEWEST, min(MOST, distinct - 1) + 1)]


def _grouping(points: Points, k: int, chance: np.random.Generator) -> Grouping:
    from sklearn.metrics import silhouette_score

    model = _fitted(points, k, 3)
    judged = chance.choice(len(points), min(len(points), JUDGED_BY), replace=False)
    labels = model.labels_[judged]
    apart = silhouette_score(points[judged], labels) if 1 < len(set(labels)) < len(judged) else 0.0
    stability, errors = _again(points, model, chance)
    return Grouping(model.cluster_centers_, float(apart), stability, errors)


def _again(
    points: Points, model: KMeans, chance: np.random.Generator
) -> tuple[tuple[float, ...], Points]:
    """For each group, how far the likest group of a sample drawn anew is the same (Jaccard).

    With it, the standard error of its centre over these samples.
    """
    k = model.n_clusters
    found = np.zeros((SAMPLES, k))
    centres = np.zeros((SAMPLES, *model.cluster_centers_.shape))
    for sample in range(SAMPLES):
        drawn = np.unique(chance.choice(len(points), len(points)))
        fitted = _fitted(points[drawn], k, 1)
        again = fitted.labels_
        table = np.zeros((k, k))
        np.add.at(table, (model.labels_[drawn], again), 1)
        either = table.sum(axis=1)[:, None] + table.sum(axis=0)[None, :] - table
        alike = table / np.maximum(either, 1)
        found[sample] = alike.max(axis=1)
        centres[sample] = fitted.cluster_centers_[alike.argmax(axis=1)]
    stability = tuple(float(one) for one in found.mean(axis=0))
    return stability, centres.std(axis=0, ddof=1) * DELETED


def _fitted(points: Points, k: int, tries: int) -> KMeans:
    from sklearn.cluster import KMeans

    return KMeans(k, n_init=tries, random_state=SEED, max_iter=60, tol=1e-3).fit(points)
