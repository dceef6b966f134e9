"""Means over a Beta distribution by Gauss–Jacobi quadrature."""

import numpy as np

from guanxi.insight.lifetime.histories import Floats

NODES = 32


def beta_nodes(a: float, b: Floats) -> tuple[Floats, Floats]:
    """Nodes in (0, 1) and weights that sum to 1, one row for each Beta(a, b).

    Golub and Welsch 1969; exact for polynomials up to degree 63.
    """
    low, high = a - 1, np.asarray(b, dtype=np.float64)[:, None] - 1
    n = np.arange(1, NODES)
    total = low + high
    first = (low - high) / (total + 2)
    middle = np.where(
        np.abs(low**2 - high**2) > 0,
        (low**2 - high**2) / ((2 * n + total) * (2 * n + total + 2)),
        0.0,
    )
    beside = np.empty_like(middle)
    beside[:, :1] = 4 * (1 + high) * (1 + low) / ((2 + total) ** 2 * (3 + total))
    m = n[1:]
    beside[:, 1:] = (
        4 * m * (m + high) * (m + low) * (m + total)
        / ((2 * m + total) ** 2 * (2 * m + total + 1) * (2 * m + total - 1))
    )  # fmt: skip
    matrix = np.zeros((len(high), NODES, NODES))
    place = np.arange(NODES)
    matrix[:, place, place] = np.concatenate([first, middle], axis=1)
    matrix[:, n, n - 1] = np.sqrt(beside)
    nodes, vectors = np.linalg.eigh(matrix)
    return (1 + nodes) / 2, vectors[:, 0, :] ** 2
