"""Fitting the models on the firm's histories, all together and apart, and keeping what is good."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import chdtrc

from guanxi.insight.lifetime.betageometric import BG_NBD, MBG_NBD, BetaGeometric
from guanxi.insight.lifetime.histories import DAYS_A_WEEK, Floats, Histories
from guanxi.insight.lifetime.maximum import Fit
from guanxi.insight.lifetime.pareto import PARETO_NBD, ParetoNbd
from guanxi.insight.lifetime.spend import NAMES, Spending

if TYPE_CHECKING:
    import duckdb

MODELS: dict[str, BetaGeometric | ParetoNbd] = {
    model.key: model for model in (BG_NBD, MBG_NBD, PARETO_NBD)
}
FEW, UNSETTLED = "few_repeaters", "not_converged"
GROUPS = """
    SELECT part, repeats, recency, age, COUNT(*) AS customers FROM ({history}) GROUP BY ALL
    ORDER BY ALL
"""
SPENT = """
    SELECT days, brought / days AS mean FROM ({history})
    WHERE brought > 0 AND has_foreign = 0 ORDER BY ALL
"""


@dataclass(frozen=True)
class Fitted:
    """A model with its parameters: as fitted, or as kept from a run that could fit it."""

    values: Floats
    told: dict[str, Any]


@dataclass(frozen=True)
class Trial:
    """What came of fitting one model: parameters, or why there are none."""

    found: Fitted | None
    why: str = ""

    @property
    def likelihood(self) -> float:
        """The log-likelihood that was reached; below every other where nothing was."""
        return float(self.found.told["log_likelihood"]) if self.found else -np.inf


@dataclass(frozen=True)
class Learned:
    """All that a run knows: the firm's model, those of its parts, and what is spent."""

    model: BetaGeometric | ParetoNbd
    buying: Fitted
    spend: Fitted
    parts: dict[str, Fitted] = field(default_factory=dict)

    def values_of(self, part: str) -> Floats:
        """The parameters for a part of the customers; the firm's where it has none of its own."""
        return self.parts.get(part, self.buying).values


def fit_buying(model: BetaGeometric | ParetoNbd, histories: Histories, least: int) -> Trial:
    """The model on these histories, when enough customers bought again and it settles."""
    if histories.repeaters < least:
        return Trial(None, FEW)
    fit = model.fit(histories)
    counts = {"n": histories.size, "repeaters": histories.repeaters, "unit": "weeks"}
    return _trial(fit, model.names, counts | {"model": model.key, "label": model.label})


def fit_likeliest(
    wanted: str, histories: Histories, least: int, known: dict[str, Any]
) -> tuple[Trial, dict[str, Any]]:
    """The model wanted, or the likeliest that settles ("best"), and what came of each one tried.

    Where the likeliest is `known` by an earlier run, it alone is fitted.
    """
    if known:
        trial = fit_buying(MODELS[known["likeliest"]], histories, least)
        if trial.found:
            return trial, known["tried"]
    chosen = [MODELS[wanted]] if wanted in MODELS else list(MODELS.values())
    trials = {model.key: fit_buying(model, histories, least) for model in chosen}
    tried: dict[str, Any] = {
        key: trial.found.told["log_likelihood"] if trial.found else trial.why
        for key, trial in trials.items()
    }
    settled = [trial for trial in trials.values() if trial.found]
    if not settled:
        return trials[chosen[0].key], tried
    return max(settled, key=lambda one: one.likelihood), tried


def fit_spend(connection: duckdb.DuckDBPyConnection, history: str, least: int) -> Trial:
    """Gamma-Gamma on the mean contribution of a purchase day, in minor units."""
    found = connection.sql(SPENT.format(history=history)).fetchnumpy()
    spending = Spending(found["days"].astype(np.float64), found["mean"].astype(np.float64))
    if int((spending.purchases > 1).sum()) < least:
        return Trial(None, FEW)
    counts = {
        "n": len(spending.mean),
        "unit": "minor",
        "model": "gamma-gamma",
        "label": "Gamma-Gamma",
    }
    return _trial(spending.fit(), NAMES, counts)


def kept(told: dict[str, Any] | None) -> Fitted | None:
    """A model as an earlier run recorded it; None where there is none."""
    if not told or not told.get("parameters"):
        return None
    return Fitted(np.array([one["value"] for one in told["parameters"].values()]), told)


def groups(connection: duckdb.DuckDBPyConnection, history: str) -> dict[str, Histories]:
    """Histories by part, customers with equal ones joined."""
    found = connection.sql(GROUPS.format(history=history)).fetchnumpy()
    parts = np.asarray(found["part"], dtype=object)
    columns = [
        found["repeats"].astype(np.float64),
        found["recency"] / DAYS_A_WEEK,
        found["age"] / DAYS_A_WEEK,
        found["customers"].astype(np.float64),
    ]
    return {
        str(part): Histories(*(column[parts == part] for column in columns))
        for part in dict.fromkeys(parts)
    }


def joined(parts: dict[str, Histories]) -> Histories:
    """The histories of all parts together."""
    if not parts:
        return Histories(*(np.zeros(0) for _ in range(4)))
    columns = [(h.repeats, h.recency, h.age, h.customers) for h in parts.values()]
    return Histories(*(np.concatenate(one) for one in zip(*columns, strict=True)))


def apart(
    model: BetaGeometric | ParetoNbd, parts: dict[str, Histories], least: int
) -> dict[str, Fitted]:
    """The model of each part that has customers enough and on which it settles."""
    if len(parts) < 2:
        return {}
    trials = {part: fit_buying(model, one, least) for part, one in parts.items()}
    return {part: trial.found for part, trial in trials.items() if trial.found}


def difference(
    model: BetaGeometric | ParetoNbd, parts: dict[str, Histories], own: dict[str, Fitted]
) -> dict[str, Any]:
    """Whether the parts differ: the likelihood-ratio test against one model for all of them."""
    together = model.fit(joined({part: parts[part] for part in own}))
    statistic = 2 * (
        sum(one.told["log_likelihood"] for one in own.values()) - together.log_likelihood
    )
    degrees = len(model.names) * (len(own) - 1)
    chance = float(chdtrc(degrees, max(statistic, 0)))
    return {"statistic": round(statistic, 3), "degrees": degrees, "p": chance}


def _trial(fit: Fit, names: tuple[str, ...], more: dict[str, Any]) -> Trial:
    if not fit.converged:
        return Trial(None, UNSETTLED)
    errors = fit.standard_errors
    parameters = {
        name: {"value": float(value), "standard_error": float(error)}
        for name, value, error in zip(names, fit.values, errors, strict=True)
    }
    told = more | {
        "log_likelihood": float(fit.log_likelihood),
        "parameters": parameters,
        "covariance": fit.covariance.tolist(),
        "iterations": fit.iterations,
    }
    return Trial(Fitted(fit.values, told))
