"""Customers under contract: retention of seven years, and the years that followed."""

from collections.abc import Iterator

import numpy as np

from guanxi.insight.lifetime.contract import Renewals, residual_lifetime, survival
from guanxi.insight.selfcheck.checks import SBG, Check, Published

YEARS = 7
SHARES = {
    "regular": (100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1),
    "high end": (100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1),
}
VALUES = {
    "regular": (0.7041, 1.1820, -1680.27, 0.220, 0.204, 0.191, 0.180, 0.170),
    "high end": (0.6681, 3.8061, -1611.16, 0.460, 0.436, 0.414, 0.395, 0.378),
}
TOLERANCES = (5e-5, 5e-5, 5e-3, *[5e-4] * 5)
NAMES = ("alpha", "beta", "LL", *(f"S({year})" for year in range(8, 13)))
RATE, RESIDUAL = 0.1, 7.530


def checks() -> Iterator[Check]:
    """Both segments of the paper, as of a thousand customers each."""
    for segment, shares in SHARES.items():
        customers = np.array(shares) * 10
        fit = Renewals(customers[:-1] - customers[1:], float(customers[-1])).fit()
        found = (*fit.values, fit.log_likelihood, *survival(fit.values, 12)[YEARS:])
        for name, value, mine, tolerance in zip(
            NAMES, VALUES[segment], found, TOLERANCES, strict=True
        ):
            yield Check(f"sBG {segment}", name, value, float(mine), tolerance, SBG)
    residual = Published("sBG high end", SBG, 5e-4, (("DERL(10%)", RESIDUAL),))
    yield from residual.beside([residual_lifetime(fit.values, YEARS, RATE)])
