"""The step of the run: the satisfaction index of us and of each competitor, with its errors."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.insight.fits import has_table
from guanxi.insight.parameters import months_before
from guanxi.insight.satisfaction.index import Index, index_of, model_of, ordered
from guanxi.insight.satisfaction.pls import NotSettled
from guanxi.insight.satisfaction.scores.reading import (
    delivered_by_firm,
    told_delivered,
    told_factors,
    two_factors,
)
from guanxi.insight.satisfaction.scores.sheets import Span, read_sheets, whole

if TYPE_CHECKING:
    import duckdb

SEED = 20_051
# Points stand on hundredths of a percent of the scale.
SCALE = (0.0, 10_000.0)
FIRMS = """
SELECT DISTINCT firm FROM fact_score
WHERE kind = 'index' AND answered_on > ? AND answered_on <= ? ORDER BY firm
"""
FEW, NOT_ASKED, UNSETTLED = "few_sheets", "not_asked", "not_converged"


def learn(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Record in measure_fit the index of every firm that was asked about.

    Where the model of a firm does not settle, the last good one serves on, and the record says
    so. A trial leaves no record.
    """
    unless = options.get("unless", "")
    if options.get("trial") or has_table(connection, unless):
        return
    asked, until = options["parameters"], dt.date.fromisoformat(options["as_of"])
    since = months_before(until, int(asked["answers_months"]))
    firms = [row[0] for row in connection.execute(FIRMS, [since, until]).fetchall()]
    earlier = (options.get("last") or {}).get("firms", {})
    told = {
        firm: with_last(
            fitted(
                connection, Span(since, until, firm), asked["least_sheets"], asked["bootstraps"]
            ),
            earlier.get(firm),
        )
        for firm in firms
    }
    span = Span(since, until)
    more = {
        "delivered": told_delivered(delivered_by_firm(connection, span)),
        "two_factors": told_factors(
            two_factors(connection, span, asked["low_below"], asked["high_above"])
        ),
    }
    _record(connection, {"as_of": until.isoformat(), "firms": told, **more})


def fitted(
    connection: duckdb.DuckDBPyConnection, span: Span, least: int, samples: int
) -> dict[str, Any]:
    """The index of one firm over one span as plain values, or `why` there is none."""
    sheets = read_sheets(connection, ["index"], span)
    codes = sheets.codes("index")
    model = model_of(codes)
    if model is None:
        return {"status": "none", "why": NOT_ASKED, "n": len(sheets.answers)}
    answers = whole(sheets.of("index", ordered(model, codes)))
    if len(answers) < least:
        return {"status": "none", "why": FEW, "n": len(answers), "least": least}
    try:
        found = index_of(model, answers, SCALE, samples, SEED)
    except (NotSettled, np.linalg.LinAlgError):
        return {"status": "none", "why": UNSETTLED, "n": len(answers)}
    return as_told(found, span, ordered(model, codes))


def with_last(told: dict[str, Any], earlier: dict[str, Any] | None) -> dict[str, Any]:
    """What was learned, or the last good model where this one did not settle."""
    if told.get("why") != UNSETTLED or not earlier or "paths" not in earlier:
        return told
    return {**earlier, "status": "kept", "why": UNSETTLED}


def as_told(found: Index, span: Span, codes: tuple[str, ...]) -> dict[str, Any]:
    """An index as plain values: what is kept with the run and shown."""
    estimate = found.estimate
    return {
        "status": "converged",
        "unit": "standard deviations",
        "as_of": span.until.isoformat(),
        "n": found.sheets,
        "samples": found.samples,
        "iterations": estimate.iterations,
        "indices": {name: round(value, 2) for name, value in found.indices.items()},
        "intervals": {
            name: [round(one, 2) for one in interval]
            for name, interval in found.index_intervals.items()
        },
        "r_squared": {name: round(value, 4) for name, value in estimate.explained.items()},
        "reliability": {
            name: {
                "composite": round(rho, 4),
                "variance_extracted": round(ave, 4),
                "alpha": _rounded(found.alphas[name]),
            }
            for name, (rho, ave) in estimate.reliabilities().items()
        },
        "items": _items(found, codes),
        "paths": [
            {
                "from": start,
                "to": end,
                "value": round(value, 6),
                "standard_error": round(found.errors[start, end], 6) if found.errors else None,
            }
            for (start, end), value in estimate.paths.items()
        ],
        "effects": {
            end: {name: round(value, 4) for name, value in estimate.total_effects(end).items()}
            for end in ("satisfaction", "loyalty")
            if end in estimate.model.names
        },
    }


def _items(found: Index, codes: tuple[str, ...]) -> list[dict[str, Any]]:
    """Each question with its weight in its latent variable and its loading, with an interval."""
    estimate, intervals = found.estimate, found.loading_intervals
    about = [name for name, size in estimate.model.latents for _place in range(size)]
    return [
        {
            "question": code,
            "about": name,
            "weight": round(float(estimate.weights[place]), 4),
            "loading": round(float(estimate.loadings[place]), 4),
            "interval": [round(one, 4) for one in intervals[place]] if intervals else None,
        }
        for place, (code, name) in enumerate(zip(codes, about, strict=True))
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _record(connection: duckdb.DuckDBPyConnection, told: dict[str, Any]) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS measure_fit (measure VARCHAR, told VARCHAR)")
    connection.execute("DELETE FROM measure_fit WHERE measure = 'satisfaction'")
    row = [json.dumps(told, ensure_ascii=False)]
    connection.execute("INSERT INTO measure_fit VALUES ('satisfaction', ?)", row)
