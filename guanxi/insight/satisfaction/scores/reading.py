"""What the answers say of delivered value and of the two factors, read and told as plain values."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.insight.satisfaction.delivered import ELEMENTS, Delivered, compared, delivered_of
from guanxi.insight.satisfaction.factors import Factors, factors_of
from guanxi.insight.satisfaction.rates import Rate
from guanxi.insight.satisfaction.scores.sheets import Span, read_sheets, whole

if TYPE_CHECKING:
    import duckdb

FIRMS = """
SELECT DISTINCT firm FROM fact_score
WHERE kind = 'delivered' AND answered_on > ? AND answered_on <= ? ORDER BY firm
"""
POINTS = 100


def delivered_by_firm(connection: duckdb.DuckDBPyConnection, span: Span) -> dict[str, Delivered]:
    """What each firm that was asked about delivers; us under the empty name."""
    firms = connection.execute(FIRMS, [span.since, span.until]).fetchall()
    found = {}
    for (firm,) in firms:
        sheets = read_sheets(connection, ["delivered"], Span(span.since, span.until, firm))
        answers = sheets.of("delivered", [key.upper() for key in ELEMENTS]) / POINTS
        one = delivered_of(answers)
        if one is not None:
            found[firm] = one
    return found


def two_factors(
    connection: duckdb.DuckDBPyConnection, span: Span, low: float, high: float
) -> Factors | str:
    """What each thing asked about does to the overall satisfaction of the same sheet, or why not.

    Things that fewer than half of the sheets tell of are left out, so that they cost no sheets.
    """
    sheets = read_sheets(connection, ["attribute", "satisfaction"], span, needed="attribute")
    overall, codes = sheets.of("satisfaction", [""]), sheets.codes("attribute")
    answers = sheets.of("attribute", codes)
    answered = ~np.isnan(answers[~np.isnan(overall[:, 0])])
    part = answered[answered.any(axis=1)]
    kept = 2 * part.sum(axis=0) >= len(part)
    if not len(part):
        return "not_asked"
    rows = whole(np.column_stack([answers[:, kept], overall])) / POINTS
    names = tuple(code for code, one in zip(codes, kept, strict=True) if one)
    return factors_of(names, rows[:, :-1], rows[:, -1], low, high)


def told_delivered(found: dict[str, Delivered]) -> dict[str, Any]:
    """Each firm's values for programs, and how far we are from it."""
    ours = found.get("")
    told = {}
    for firm, one in found.items():
        told[firm] = {
            "n": one.total.n,
            "delivered": _rate(one.total),
            "value": _rate(one.value),
            "cost": _rate(one.cost),
            "elements": {key: _rate(rate) for key, rate in one.elements.items()},
        }
        if firm and ours:
            off = compared(ours, one)
            told[firm]["we_are_ahead_by"] = [round(x, 2) for x in (off.value, off.low, off.high)]
            told[firm]["we_are_behind_in"] = list(off.behind)
    return told


def told_factors(found: Factors | str) -> dict[str, Any]:
    """The factors for programs, or why there are none."""
    if isinstance(found, str):
        return {"status": "none", "why": found}
    rows = [asdict(one) | {"kind": one.kind} for one in found.factors]
    rounded = [
        {key: round(one, 3) if isinstance(one, float) else one for key, one in row.items()}
        for row in rows
    ]
    explained = round(found.r_squared, 4)
    return {"status": "fitted", "n": found.n, "r_squared": explained, "factors": rounded}


def _rate(rate: Rate) -> dict[str, Any]:
    low, high = (None if one != one else round(one, 2) for one in (rate.low, rate.high))
    return {"n": rate.n, "value": round(rate.value, 2), "low": low, "high": high}
