"""How customers are split, what two arms differ by, and how many it takes to see it."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from statistics import NormalDist

PARTS = 10_000
SURE = 0.95
POWER = 0.8
GRID = 1_000
BEYOND = NormalDist().inv_cdf((1 + SURE) / 2)
REACHED = NormalDist().inv_cdf(POWER)


def is_control(seed: int, account_id: int, control_percent: int) -> bool:
    """Whether chance puts the customer into the control group: for good, whenever it is asked."""
    written = f"{seed}:{account_id}".encode()
    drawn = int.from_bytes(hashlib.sha256(written).digest()[:8], "big")
    return drawn % PARTS < control_percent * PARTS // 100


@dataclass(frozen=True)
class Group:
    """One arm: customers, and the sum and the sum of squares of what is compared."""

    customers: int
    total: float
    squares: float

    @property
    def mean(self) -> float:
        """The mean of a customer."""
        return self.total / self.customers

    @property
    def variance(self) -> float:
        """The variance between customers, unbiased."""
        spread = self.squares - self.total**2 / self.customers
        return max(spread, 0.0) / (self.customers - 1)


@dataclass(frozen=True)
class Lift:
    """What the treatment adds to a customer, and its 95 % interval."""

    difference: float
    low: float
    high: float

    @property
    def is_told(self) -> bool:
        """Whether chance alone would seldom give as much."""
        return self.low > 0 or self.high < 0


def lift_of_shares(treated: Group, control: Group) -> Lift | None:
    """The difference of two shares, by Newcombe's method 10 (1998) on Wilson's intervals."""
    if not treated.customers or not control.customers:
        return None
    (p, low_p, high_p), (q, low_q, high_q) = wilson(treated), wilson(control)
    return Lift(
        p - q,
        p - q - math.hypot(p - low_p, high_q - q),
        p - q + math.hypot(high_p - p, q - low_q),
    )


def wilson(group: Group) -> tuple[float, float, float]:
    """A share and its 95 % interval (Wilson 1927)."""
    n, p, z = group.customers, group.mean, BEYOND
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return p, middle - reach, middle + reach


def lift_of_means(treated: Group, control: Group) -> Lift | None:
    """The difference of two means, by Welch's t (1947); None with fewer than two in an arm."""
    from scipy.special import stdtrit

    if min(treated.customers, control.customers) < 2:  # noqa: PLR2004 one has no variance
        return None
    a, b = treated.variance / treated.customers, control.variance / control.customers
    difference = treated.mean - control.mean
    if not a + b:
        return Lift(difference, difference, difference)
    freedom = (a + b) ** 2 / (a**2 / (treated.customers - 1) + b**2 / (control.customers - 1))
    reach = float(stdtrit(freedom, (1 + SURE) / 2)) * math.sqrt(a + b)
    return Lift(difference, difference - reach, difference + reach)


def least_seen(treated: int, control: int, deviation: float) -> float | None:
    """The smallest true difference that so many customers show in four of five experiments.

    Two-sided at 5 %; `deviation` is that between customers. None while an arm is empty.
    """
    if not treated or not control:
        return None
    return (BEYOND + REACHED) * deviation * math.sqrt(1 / treated + 1 / control)


def customers_needed(difference: float, deviation: float, control_percent: float) -> int | None:
    """How many customers in both arms together show the difference in four of five experiments."""
    if not difference:
        return None
    part = control_percent / 100
    return math.ceil(((BEYOND + REACHED) * deviation / difference) ** 2 / (part * (1 - part)))


def customers_needed_for_shares(
    base: float, difference: float, control_percent: float
) -> int | None:
    """As above for a share that is `base` without the treatment.

    By Fleiss, Tytun and Ury (1980), without their correction for continuity: a share that grows
    scatters otherwise than before. Falls instead where no share is as large; None where neither is.
    """
    other = base + difference if 0 <= base + difference <= 1 else base - difference
    if not difference or not 0 <= other <= 1:
        return None
    control, treated = control_percent / 100, 1 - control_percent / 100
    both = control * base + treated * other
    alike = math.sqrt(both * (1 - both) * (1 / control + 1 / treated))
    apart = math.sqrt(base * (1 - base) / control + other * (1 - other) / treated)
    return math.ceil(((BEYOND * alike + REACHED * apart) / difference) ** 2)


def least_share_seen(base: float, treated: int, control: int) -> float | None:
    """The smallest difference of a share, in tenths of a point, that so many customers show.

    None while an arm is empty, and where not even the largest difference would be seen.
    """
    if not treated or not control:
        return None
    percent = 100 * control / (treated + control)
    for tenths in range(1, GRID + 1):
        needed = customers_needed_for_shares(base, tenths / GRID, percent)
        if needed is not None and needed <= treated + control:
            return tenths / GRID
    return None
