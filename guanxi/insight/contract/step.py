"""The step of the run that learns from renewals how long contracts last."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.insight.contract.holdout import FEW, UNSETTLED, VAGUE, Spans, check
from guanxi.insight.fits import has_table, record_fit
from guanxi.insight.lifetime.contract import NAMES, Renewals, survival
from guanxi.insight.lifetime.maximum import Fit
from guanxi.warehouse.stages import Stages

if TYPE_CHECKING:
    import duckdb

SPANS = Path(__file__).with_name("spans.sql")
EMPTY = """
CREATE OR REPLACE TEMP TABLE contract_outlook (
    renewals BIGINT, within BIGINT, chance INTEGER, residual DOUBLE, model VARCHAR
)
"""
COUNTED = """
SELECT renewals, running, COUNT(*) FROM ({spans}) GROUP BY ALL ORDER BY ALL
"""
MONTHS = 12


def learn(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Fill the temporary table contract_outlook, and record in measure_fit what was learned."""
    connection.execute(EMPTY)
    if has_table(connection, options.get("unless", "")):
        return
    parameters = options["parameters"]
    values = parameters | {"as_of": dt.date.fromisoformat(options["as_of"])}
    query = COUNTED.format(spans=Stages.read(SPANS).query(values))
    spans = [(int(made), int(running), int(n)) for made, running, n in _rows(connection, query)]
    told = _told(_renewals(spans), parameters, options.get("last") or {})
    told |= {"as_of": options["as_of"], "holdout": check(spans, parameters["least_ended"])}
    if told["status"] == "converged":
        told["version"] = f"{told['label']} {told['as_of']}"
    if told.get("parameters"):
        most = max(made for made, _running, _n in spans)
        connection.executemany(
            "INSERT INTO contract_outlook VALUES (?, ?, ?, ?, ?)", _outlook(told, parameters, most)
        )
    if not options.get("trial"):
        record_fit(connection, "contract", told)


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def _renewals(spans: Spans) -> Renewals:
    """Who ended at each renewal, and who was last seen after so many."""
    size = max((made for made, _running, _n in spans), default=0) + 1
    ended, there = np.zeros(size), np.zeros(size)
    for made, running, n in spans:
        if running > made + 1:
            ended[made] += n
        elif made:
            there[made - 1] += n
    return Renewals(ended, 0.0, there)


def _told(renewals: Renewals, parameters: dict[str, Any], last: dict[str, Any]) -> dict[str, Any]:
    """What this run could learn; else what an earlier one did, with why."""
    n, ended = int(renewals.customers), int(renewals.ended.sum())
    counts = {"model": "sbg", "n": n, "ended": ended, "period_months": parameters["period_months"]}
    least = parameters["least_ended"]
    fit = renewals.fit() if ended >= least and n - ended >= least else None
    if fit and fit.is_determined:
        return counts | {"status": "converged"} | _learned(fit)
    more = {"vague": _learned(fit)["parameters"]} if fit and fit.converged else {}
    why = (VAGUE if fit.converged else UNSETTLED) if fit else FEW
    if last.get("parameters") and last.get("period_months") == parameters["period_months"]:
        return last | {"status": "kept", "why": why} | more
    return counts | {"status": "none", "why": why} | more


def _learned(fit: Fit) -> dict[str, Any]:
    named = zip(NAMES, fit.values, fit.standard_errors, strict=True)
    return {
        "label": "sBG",
        "unit": "periods",
        "log_likelihood": float(fit.log_likelihood),
        "parameters": {
            name: {"value": float(value), "standard_error": float(error)}
            for name, value, error in named
        },
    }


def _outlook(told: dict[str, Any], parameters: dict[str, Any], most: int) -> list[tuple[Any, ...]]:
    """For each number of renewals made, and each that may fall within the horizon: what comes."""
    values = np.array([told["parameters"][name]["value"] for name in NAMES])
    rate = (1 + parameters["discount_percent"] / 100) ** (parameters["period_months"] / MONTHS) - 1
    longest = parameters["horizon_months"] // parameters["period_months"] + 1
    shares = np.append(1.0, survival(values, most + longest + 1))
    discounts = (1 + rate) ** -np.arange(longest)
    version, rows = told.get("version"), list[tuple[Any, ...]]()
    for t in range(most + 1):
        chance = _percent(shares[t + 1] / shares[t])
        renewed = shares[t + 1 : t + longest + 1] / shares[t] * discounts
        ahead = np.append(0.0, np.cumsum(renewed))
        rows += [
            (t, within, chance, round(float(ahead[within]), 3), version)
            for within in range(longest + 1)
        ]
    return rows


def _percent(chance: float) -> int:
    """In per cent; nothing that is still to come is certain."""
    return min(max(round(100 * chance), 1), 99)
