"""Means over a Beta distribution by Gauss–Jacobi quadrature."""

from functools import lru_cache

import numpy as np
from scipy.linalg import eigh_tridiagonal

from guanxi.insight.lifetime.histories import Floats

NODES = 32
# The same numbers of purchases come again with every part of the customers.
REMEMBERED = 4_096


def beta_nodes(a: float, b: Floats) -> tuple[Floats, Floats]:
    """Nodes in (0, 1) and weights that sum to 1, one row for each Beta(a, b).

    Golub and Welsch 1969; exact for polynomials up to degree 63.
    """
    rules = [_rule(a, float(one)) for one in b]
    nodes, weights = np.array(rules).reshape(-1, 2, NODES).swapaxes(0, 1)
    return nodes, weights


@lru_cache(maxsize=REMEMBERED)
def _rule(a: float, b: float) -> tuple[Floats, Floats]:
    low, high = a - 1, b - 1
    total = low + high
    n = np.arange(1, NODES)
    middle = np.zeros(NODES)
    middle[0] = (low - high) / (total + 2)
    if low**2 != high**2:
        middle[1:] = (low**2 - high**2) / ((2 * n + total) * (2 * n + total + 2))
    beside = np.empty(NODES - 1)
    beside[0] = 4 * (1 + high) * (1 + low) / ((2 + total) ** 2 * (3 + total))
    m = n[1:]
    beside[1:] = (
        4 * m * (m + high) * (m + low) * (m + total)
        / ((2 * m + total) ** 2 * (2 * m + total + 1) * (2 * m + total - 1))
    )  # fmt: skip
    nodes, vectors = eigh_tridiagonal(middle, np.sqrt(beside))
    return (1 + nodes) / 2, vectors[0] ** 2
