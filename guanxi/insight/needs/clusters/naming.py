"""Which of the names fits which group."""

import numpy as np
from numpy.typing import NDArray

from guanxi.insight.needs.clusters.kinds import KINDS

TINY = 1e-9


def named(centres: NDArray[np.float64]) -> list[str]:
    """A name of its own for each centre (in standard deviations), such that all fit best."""
    from scipy.optimize import linear_sum_assignment

    patterns = np.array([kind.pattern for kind in KINDS])
    reach, size = np.linalg.norm(patterns, axis=1), np.linalg.norm(centres, axis=1)
    # The direction counts, not how far out; the name without one is for who is near the middle.
    alike = centres @ patterns.T / np.maximum(np.outer(size, reach), TINY)
    alike[:, reach == 0] = 1 - size[:, None]
    rows, columns = linear_sum_assignment(-alike)
    found = dict(zip(rows, columns, strict=True))
    return [str(KINDS[found[row]].named.key) for row in range(len(centres))]
