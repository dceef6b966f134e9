"""The step of the run that SQL cannot take: fit the models, check them, and predict."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.insight.abreast import abreast
from guanxi.insight.clv.asked import Asked
from guanxi.insight.clv.fitting import (
    MODELS,
    Fitted,
    Learned,
    Trial,
    apart,
    difference,
    fit_likeliest,
    fit_spend,
    groups,
    joined,
    kept,
)
from guanxi.insight.clv.holdout import check
from guanxi.insight.clv.newcomers import newcomers
from guanxi.insight.clv.predicting import EMPTY, Batch, Equity, buying_of, predict_all, worth
from guanxi.insight.clv.serving import tellable
from guanxi.insight.clv.spend_holdout import check_spend
from guanxi.insight.fits import has_table, made_of, recent, record_fit
from guanxi.insight.lifetime.betageometric import BetaGeometric
from guanxi.insight.lifetime.histories import Histories
from guanxi.insight.lifetime.pareto import ParetoNbd

if TYPE_CHECKING:
    import duckdb

# Borders of a range that holds with a chance of 80 %, in standard deviations.
LIKELY_SPREAD = 1.2816
NUDGE = 0.01
# What a record holds that is found once a week.
WEEKLY = {"likeliest", "tried", "holdout", "spend_holdout", "checked_on", "made_of"}


def predict(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Fill the temporary table clv_prediction, and record in measure_fit what was learned.

    Which model is likeliest, and how well it foretells, is found once a week. A trial leaves no
    record and checks nothing. Where a model does not settle, the one of the last run serves, and
    the record says so; where there is none, nothing is predicted. Where the table named by
    `unless` is there, the measure was computed before and stays as it is.
    """
    asked = Asked.read(options)
    connection.execute(EMPTY)
    if has_table(connection, options.get("unless", "")):
        return
    known = {} if asked.is_trial else _known(connection, options)
    history = asked.history()
    parts = groups(connection, history)
    least = asked.parameters["least_repeaters"]
    buying, tried = fit_likeliest(asked.parameters["model"], joined(parts), least, known)
    spend = fit_spend(connection, history, least)
    told: dict[str, Any] = {"as_of": asked.as_of.isoformat(), "tried": tried}
    good_buying = _good("buying", buying, asked, told, tried)
    good_spend = _good("spend", spend, asked, told, ("gamma-gamma",))
    if good_buying and good_spend:
        model = MODELS[good_buying.told["model"]]
        own = apart(model, parts, least)
        learned = Learned(model, good_buying, good_spend, own)
        equity = predict_all(connection, tellable(connection, asked), learned, asked.horizon)
        told |= _of_parts(model, parts, own)
        if not asked.is_trial:
            told["equity"] = _equity(connection, learned, asked, equity)
            told |= known or _checked(connection, options, asked, learned)
    if not asked.is_trial:
        record_fit(connection, "clv", told)


def _of_parts(
    model: BetaGeometric | ParetoNbd, parts: dict[str, Histories], own: dict[str, Fitted]
) -> dict[str, Any]:
    told: dict[str, Any] = {"segments": {part: one.told for part, one in own.items()}}
    if len(own) > 1:
        told["segments_differ"] = difference(model, parts, own)
    return told


def _checked(
    connection: duckdb.DuckDBPyConnection, options: dict[str, Any], asked: Asked, learned: Learned
) -> dict[str, Any]:
    return {
        "likeliest": learned.model.key,
        "holdout": check(connection, asked, learned.model),
        "spend_holdout": check_spend(connection, asked),
        "checked_on": asked.as_of.isoformat(),
        "made_of": made_of(connection, options),
    }


def _known(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> dict[str, Any]:
    """How the model of the last run was chosen and checked, where that is not to be done anew."""
    last = recent(connection, options, "checked_on")
    if not all(has_table(connection, name) for name in ("clv_holdout", "clv_spend_holdout")):
        return {}
    if last.get("buying", {}).get("status") != "converged":
        return {}
    return {name: last[name] for name in WEEKLY} if last.keys() >= WEEKLY else {}


def _good(
    name: str, trial: Trial, asked: Asked, told: dict[str, Any], models: Collection[str]
) -> Fitted | None:
    """The model just fitted, or the last good one; the record tells which, and why."""
    found = trial.found
    if found:
        version = f"{found.told['label']} {asked.as_of.isoformat()}"
        found.told.update(version=version, status="converged")
    else:
        earlier = asked.last.get(name)
        found = kept(earlier) if earlier and earlier.get("model") in models else None
        if found:
            found.told.update(status="kept", why=trial.why)
    told[name] = found.told if found else {"status": "none", "why": trial.why}
    return found


def _equity(
    connection: duckdb.DuckDBPyConnection,
    learned: Learned,
    asked: Asked,
    found: Equity,
) -> dict[str, Any]:
    """Customer equity with a likely range: chance of each customer, and doubt of the parameters.

    The second part is the delta method, its slopes taken over a batch that stands for all. Beside
    it stands what customers to come will add, served at the same part of what they bring.
    """
    doubt = _doubt(found.sample, learned, asked) if found.sample else 0.0
    kept = found.value / found.gross if found.gross else 1.0
    coming = newcomers(connection, asked.history(), learned, asked.horizon, asked.as_of)
    spread = LIKELY_SPREAD * float(np.sqrt(found.variance + doubt * found.value**2))
    return {
        "value": round(found.value),
        "low": round(max(found.value - spread, 0)),
        "high": round(found.value + spread),
        "customers": found.customers,
        "is_net": asked.is_net,
        "gross": round(found.gross),
        "newcomers": coming and coming | {"value": round(coming["value"] * kept)},
    }


def _doubt(batch: Batch, learned: Learned, asked: Asked) -> float:
    """The relative variance of equity that comes of not knowing the parameters better."""
    buying = buying_of(batch, learned, asked.horizon)
    before = worth(batch, learned, asked.horizon, buying)
    if before <= 0:
        return 0.0
    doubt = 0.0
    # Who spends otherwise does not buy at other times.
    for nudged, covariance, known in (
        ("buying", learned.buying, None),
        ("spend", learned.spend, buying),
    ):
        after = abreast(
            lambda one, known=known: worth(batch, one, asked.horizon, known),  # type: ignore[misc]
            _nudges(learned, nudged),
        )
        slopes = np.array([one / before - 1 for one in after]) / NUDGE
        scale = np.outer(covariance.values, covariance.values)
        doubt += float(slopes @ (np.array(covariance.told["covariance"]) / scale) @ slopes)
    return doubt


def _nudges(learned: Learned, which: str) -> list[Learned]:
    """The model with each of its parameters a little larger."""
    whole: Fitted = getattr(learned, which)
    found = []
    for place in range(len(whole.values)):
        values = whole.values.copy()
        values[place] *= 1 + NUDGE
        changed = {"buying": learned.buying, "spend": learned.spend} | {
            which: Fitted(values, whole.told)
        }
        found.append(Learned(learned.model, changed["buying"], changed["spend"]))
    return found
