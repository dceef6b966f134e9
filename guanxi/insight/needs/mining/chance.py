"""How likely chance alone would bring things together as often: Fisher's exact test."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from guanxi.insight.needs.mining.sets import Whole

Real = NDArray[np.float64]
NEGLIGIBLE = 1e-17
SMALLEST = 1e-300


def by_chance(both: Whole, first: Whole, second: Whole, of: Whole) -> Real:
    """The chance that at least `both` of `of` have two traits that `first` and `second` have.

    One-sided Fisher: the upper tail of the hypergeometric distribution, summed exactly until what
    is left is negligible.
    """
    both, first, second, of = np.broadcast_arrays(both, first, second, of)
    if not both.size:
        return np.zeros(both.shape)
    term = np.exp(np.maximum(_log_chance(both, first, second, of), np.log(SMALLEST)))
    total, at = term.copy(), both.astype(np.float64)
    going = np.arange(both.size)
    a, b, n = (one.astype(np.float64).ravel() for one in (first, second, of))
    term, total, at = term.ravel(), total.ravel(), at.ravel()
    while going.size:
        x, left, right = at[going], a[going], b[going]
        step = (left - x) * (right - x) / ((x + 1) * (n[going] - left - right + x + 1))
        term[going] *= step
        total[going] += term[going]
        at[going] += 1
        falls = step < 1
        going = going[~(falls & (term[going] <= NEGLIGIBLE * total[going]))]
    return np.minimum(total, 1.0).reshape(both.shape)


def _log_chance(both: Whole, first: Whole, second: Whole, of: Whole) -> Real:
    found: Real = (
        _log_choose(first, both) + _log_choose(of - first, second - both) - _log_choose(of, second)
    )
    return found


def _log_choose(of: Whole, some: Whole) -> Real:
    found: Real = gammaln(of + 1.0) - gammaln(some + 1.0) - gammaln(of - some + 1.0)
    return found
