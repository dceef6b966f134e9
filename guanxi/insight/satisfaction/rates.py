"""Shares, net promoter score and means, each with its number of answers and its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

# The normal quantile of an interval that holds with a chance of 95 %.
LIKELY = 1.959963984540054
PROMOTER, DETRACTOR = 9, 6


@dataclass(frozen=True)
class Rate:
    """A figure over n answers, and the interval in which it lies with a chance of 95 %."""

    n: int
    value: float
    low: float
    high: float


def share(part: int, n: int) -> Rate | None:
    """A share with Wilson's interval (1927); None without answers."""
    if n <= 0:
        return None
    p, z2 = part / n, LIKELY**2
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    reach = LIKELY * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Rate(n, p, max(middle - reach, 0.0), min(middle + reach, 1.0))


def net_promoter(promoters: int, detractors: int, n: int) -> Rate | None:
    """Promoters less detractors in points of −100 to 100; None without answers.

    The variance is p + d − (p − d)², over n.
    """
    if n <= 0:
        return None
    p, d = promoters / n, detractors / n
    reach = LIKELY * math.sqrt((p + d - (p - d) ** 2) / n)
    return Rate(n, 100 * (p - d), max(100 * (p - d - reach), -100), min(100 * (p - d + reach), 100))


def mean(total: float, squares: float, n: int) -> Rate | None:
    """A mean with its normal interval; one answer has none, so it spans nothing known."""
    if n <= 0:
        return None
    middle = total / n
    if n == 1:
        return Rate(1, middle, math.nan, math.nan)
    spread = max(squares - n * middle * middle, 0.0) / (n - 1)
    reach = LIKELY * math.sqrt(spread / n)
    return Rate(n, middle, middle - reach, middle + reach)


def differ(one: Rate, other: Rate) -> bool:
    """Whether two independent figures differ beyond chance, read from their intervals."""
    reach = math.hypot((one.high - one.low) / 2, (other.high - other.low) / 2)
    return abs(one.value - other.value) > reach
