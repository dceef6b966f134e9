"""Purchases at set times: 11,104 who first gave to a charity in 1995, and the six years after."""

from collections.abc import Iterator

import numpy as np

from guanxi.insight.lifetime.seasons import NAMES, Seasons, ahead
from guanxi.insight.selfcheck.checks import BTYD, Check, Published

# Fader, Hardie & Shang 2010, table 2: gifts, year of the last one, donors.
DONORS = (
    (0, 0, 3464), (1, 1, 1091), (1, 2, 277), (1, 3, 129), (1, 4, 78), (1, 5, 119), (1, 6, 129),
    (2, 2, 613), (2, 3, 255), (2, 4, 155), (2, 5, 173), (2, 6, 234), (3, 3, 322), (3, 4, 181),
    (3, 5, 225), (3, 6, 357), (4, 4, 240), (4, 5, 284), (4, 6, 512), (5, 5, 335), (5, 6, 728),
    (6, 6, 1203),
)  # fmt: skip
YEARS, AHEAD = 6, 10
VALUES = tuple(zip(NAMES, (1.2035, 0.7497, 0.6568, 2.7838), strict=True))
# The optimiser of the source stopped within so much of the maximum; the likelihood is the same.
FITTED = Published("BG/BB", BTYD, 5e-4, VALUES)
LIKELIHOOD = Published("BG/BB", BTYD, 5e-3, (("LL", -33225.58),))
FEW = Published("BG/BB", BTYD, 1e-5, (("E[X(10)] x=0", 0.1302169),))
MANY = Published("BG/BB", BTYD, 2e-4, (("E[X(10)] x=4, t=5", 3.627858),))


def donors() -> Seasons:
    """The published table."""
    bought, last, customers = np.array(DONORS, dtype=np.float64).T
    return Seasons(bought, last, np.full(len(DONORS), float(YEARS)), customers)


def checks() -> Iterator[Check]:
    """Parameters and likelihood, and the gifts to come of two donors."""
    fit = donors().fit()
    yield from FITTED.beside(list(fit.values))
    yield from LIKELIHOOD.beside([fit.log_likelihood])
    two = Seasons(np.array([0.0, 4.0]), np.array([0.0, 5.0]), np.full(2, 6.0), np.ones(2))
    few, many = ahead(fit.values, two, AHEAD)
    yield from FEW.beside([few])
    yield from MANY.beside([many])
