"""Whether questions that ask the same are answered alike."""

from __future__ import annotations

import numpy as np

from guanxi.insight.satisfaction.pls import Floats


def cronbach_alpha(answers: Floats) -> float | None:
    """Cronbach's alpha of the columns over complete rows; None where it has no meaning."""
    rows, items = answers.shape
    if rows < 2 or items < 2:
        return None
    whole = float(np.var(np.sum(answers, axis=1), ddof=1))
    if whole == 0:
        return None
    apart = float(np.sum(np.var(answers, axis=0, ddof=1)))
    return float(items / (items - 1) * (1 - apart / whole))


def standardised_alpha(answers: Floats) -> float | None:
    """Alpha of the standardised columns; None where one of them does not vary."""
    rows, items = answers.shape
    if rows < 2 or items < 2 or not np.all(np.ptp(answers, axis=0) > 0):
        return None
    total = float(np.sum(np.corrcoef(answers, rowvar=False)))
    return float(items / (items - 1) * (1 - items / total))
