"""How surely a weight is known, beside what one finds on paper."""

import numpy as np
import pytest

from guanxi.insight.learning.additive import fit_additive
from guanxi.insight.learning.errors import parameters
from guanxi.insight.learning.table import Table

FREE = 1e8


def test_the_error_of_a_log_odds_ratio_is_that_of_its_four_cells():
    # Of 100 without it 20 left, of 100 with it 60: Woolf's 1/20 + 1/80 + 1/60 + 1/40.
    table = Table({"late": np.repeat([0.0, 1.0], 100)})
    outcome = np.concatenate([np.arange(100) < 20, np.arange(100) < 60]).astype(float)

    found = parameters(fit_additive(table, outcome, FREE), table, FREE)

    late = found["late 0..1"]
    assert late["value"] == pytest.approx(np.log(60 / 40 / (20 / 80)), abs=1e-3)
    error = np.sqrt(1 / 20 + 1 / 80 + 1 / 60 + 1 / 40)
    assert late["standard_error"] == pytest.approx(error, abs=1e-3)
    assert late["low"] == pytest.approx(late["value"] - 1.96 * error, abs=2e-3)
    assert found["intercept"]["standard_error"] == pytest.approx(np.sqrt(1 / 20 + 1 / 80), abs=1e-3)
    assert found["late blank"] == {
        "value": 0.0, "standard_error": None, "low": None, "high": None,
    }  # fmt: skip
