"""Renewals under contract, as Fader and Hardie 2007 published them."""

import numpy as np
import pytest

from guanxi.insight.lifetime.contract import Renewals, residual_lifetime, survival

REGULAR = (100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1)
HIGH_END = (100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1)


def renewals(shares) -> Renewals:
    customers = np.array(shares) * 10
    return Renewals(customers[:-1] - customers[1:], customers[-1])


@pytest.mark.parametrize(
    ("shares", "values", "likelihood", "projected"),
    [
        (REGULAR, (0.7041, 1.1820), -1680.27, (0.220, 0.204, 0.191, 0.180, 0.170)),
        (HIGH_END, (0.6681, 3.8061), -1611.16, (0.460, 0.436, 0.414, 0.395, 0.378)),
    ],
)
def test_retention_is_projected_as_published(shares, values, likelihood, projected):
    fit = renewals(shares).fit()
    assert fit.converged
    assert fit.values == pytest.approx(values, abs=5e-5)
    assert fit.log_likelihood == pytest.approx(likelihood, abs=5e-3)
    assert survival(fit.values, 12)[7:] == pytest.approx(projected, abs=5e-4)


def test_residual_lifetime_is_as_published():
    fit = renewals(HIGH_END).fit()
    assert residual_lifetime(fit.values, 7, 0.1) == pytest.approx(7.530, abs=5e-4)


def test_slopes_are_those_of_the_likelihood():
    data, values = renewals(REGULAR), np.array([0.9, 1.4])
    found = data.likelihood(values)
    for place in range(2):
        step = np.zeros(2)
        step[place] = 1e-5
        above, below = (data.likelihood(values + side * step) for side in (1, -1))
        assert found.gradient[place] == pytest.approx((above.value - below.value) / 2e-5, rel=1e-5)
        curve = (above.gradient - below.gradient) / 2e-5
        assert found.hessian[place] == pytest.approx(curve, rel=1e-5)
