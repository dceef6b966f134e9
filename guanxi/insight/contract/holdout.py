"""The check of the model: each customer's last whole period, foretold from those before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from guanxi.insight.lifetime.contract import Renewals, survival
from guanxi.insight.lifetime.histories import Floats

FEW, UNSETTLED, VAGUE = "few_ended", "not_converged", "undetermined"
# Customers by renewals made and by the period that runs today: (renewals, running, customers).
Spans = Sequence[tuple[int, int, int]]


def check(spans: Spans, least: int) -> dict[str, Any]:
    """Who renewed in the last whole period, and how many the model and one rate for all foretold.

    The model is fitted on the periods before it. Who is in the first or second period has no
    whole one that was to be renewed, and is left out.
    """
    before, asked = _before(spans), _asked(spans)
    ended = int(before.ended.sum())
    if ended < least or before.customers - ended < least or not asked:
        return {"status": "none", "why": FEW}
    fit = before.fit()
    if not fit.is_determined:
        return {"status": "none", "why": VAGUE if fit.converged else UNSETTLED}
    chances, rate = _chances(fit.values, max(asked)), _rate(before)
    rows = [
        {
            "renewals": made,
            "n": n,
            "actual": renewed,
            "predicted": round(n * float(chances[made]), 2),
            "naive": round(n * rate, 2),
        }
        for made, (n, renewed) in sorted(asked.items())
    ]
    sums = {name: round(sum(row[name] for row in rows), 2) for name in rows[0]}
    return {"status": "checked", **sums, "renewals": rows}


def _before(spans: Spans) -> Renewals:
    """What was known when the last whole period began."""
    size = max((running for _made, running, _n in spans), default=0) + 1
    ended, seen = np.zeros(size), np.zeros(size)
    for made, running, n in spans:
        known = running - 2
        if made < known:
            ended[made] += n
        elif known > 0:
            seen[known - 1] += n
    return Renewals(ended, 0.0, seen)


def _asked(spans: Spans) -> dict[int, tuple[int, int]]:
    """By renewals made before the last whole period: customers then, and who renewed in it."""
    found: dict[int, tuple[int, int]] = {}
    for made, running, n in spans:
        known = running - 2
        if made >= known >= 0:
            customers, renewed = found.get(known, (0, 0))
            found[known] = customers + n, renewed + (n if made > known else 0)
    return found


def _chances(values: Floats, most: int) -> Floats:
    """The chance of the next renewal after 0, 1, … made."""
    shares = np.append(1.0, survival(values, most + 1))
    return np.asarray(shares[1:] / shares[:-1])


def _rate(before: Renewals) -> float:
    """One rate for every renewal: those made among those that fell due."""
    ended = before.ended @ np.arange(len(before.ended))
    seen = before.seen @ np.arange(1, len(before.seen) + 1)
    return float((ended + seen) / (ended + seen + before.ended.sum()))
