"""Learning who leaves: fitted on one past day, checked on a later one, beside the plain rule."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.insight.churn.past import Past, Rows, books_open
from guanxi.insight.churn.signs import table_of
from guanxi.insight.learning.additive import Additive, fit_additive
from guanxi.insight.learning.errors import parameters
from guanxi.insight.learning.judging import judge
from guanxi.insight.learning.table import Floats, Table
from guanxi.insight.learning.trainer import alone, odds_to_chance

if TYPE_CHECKING:
    import duckdb

LABEL = "Logistic"
SHORT, FEW, UNSETTLED, WORSE, LEAK = "short_past", "few", "not_converged", "no_better", "leak"
KEPT = ("used", "label", "version", "model", "holdout", "parameters", "parameters_unit")
# Two horizons to learn from and to check on, after at least as long a past to tell from.
PARTS = 4
CHECK = """
CREATE OR REPLACE TABLE churn_check (
    account_id BIGINT, learned DOUBLE, by_rule DOUBLE, has_left INTEGER
)
"""


@dataclass(frozen=True)
class Lesson:
    """What a run has learned: the model to use, None for the plain rule, and the record of it."""

    model: Additive | None
    told: dict[str, Any]

    @property
    def version(self) -> str:
        """What the model is called on a customer."""
        return str(self.told.get("version") or "")

    @classmethod
    def kept(cls, told: dict[str, Any], **more: Any) -> Lesson:
        """As the last run left it."""
        model = told.get("model") if told.get("used") == "learned" else None
        return cls(Additive.kept(model) if model else None, {**told, **more})


def learn(past: Past, day: dt.date, last: dict[str, Any]) -> Lesson:
    """The lesson of the past up to the day; `last` is the record of the run before."""
    past.connection.execute(CHECK)
    told: dict[str, Any] = {"as_of": day.isoformat(), "unit": "days", "every": past.every}
    parameters = past.parameters
    open_for = (day - books_open(past.connection, day)).days
    horizon = min(int(str(parameters["longest_span"])), open_for // PARTS)
    if horizon < int(str(parameters["shortest_span"])):
        return _by_rule(told, SHORT)
    days = [day - dt.timedelta(2 * horizon), day - dt.timedelta(horizon)]
    told |= {
        "horizon": horizon,
        "learned_on": days[0].isoformat(),
        "checked_on": days[1].isoformat(),
    }
    leaking = past.leaking(days[1])
    told["leak_test"] = {"day": days[1].isoformat(), "refused": leaking}
    if leaking:
        return _by_rule(told, LEAK)
    return _checked(past, [past.outcomes(one, horizon) for one in days], told, last)


def _checked(past: Past, parts: list[Rows], told: dict[str, Any], last: dict[str, Any]) -> Lesson:
    least = int(str(past.parameters["least_leavers"]))
    for rows in parts:
        left = int(np.sum(rows["has_left"]))
        if min(left, len(rows["has_left"]) - left) < least:
            return _by_rule(told | {"n": len(rows["has_left"]), "left": left}, FEW)
    with alone():
        first = fit_additive(*_together(parts[:1]))
        final = fit_additive(*_together(parts))
    if not (first.converged and final.converged):
        return _unsettled(told, last)
    return _better(past, parts, (first, final), told)


def _better(
    past: Past, parts: list[Rows], models: tuple[Additive, Additive], told: dict[str, Any]
) -> Lesson:
    """The model where its probabilities were nearer to what came than the rule's, else the rule."""
    later, (first, final) = parts[1], models
    came, ruled = _outcome(later), np.asarray(later["by_rule"], dtype=float)
    learned = odds_to_chance(first.score(table_of(later)))
    _keep_check(past.connection, later, learned)
    ours, rules = judge(came, learned), judge(came, ruled)
    told |= {
        "n": sum(len(rows["has_left"]) for rows in parts),
        "left": int(sum(np.sum(rows["has_left"]) for rows in parts)),
        "log_likelihood": _likelihood(final, parts),
        "holdout": {"learned": ours.told(), "rule": rules.told()},
    }
    if ours.brier >= rules.brier:
        return _by_rule(told, WORSE)
    version = f"{LABEL} {told['as_of']}"
    told |= {"status": "learned", "used": "learned", "label": LABEL, "version": version}
    told |= {"parameters": parameters(final, _together(parts)[0]), "parameters_unit": "log-odds"}
    return Lesson(final, told | {"model": final.told()})


def _by_rule(told: dict[str, Any], why: str) -> Lesson:
    return Lesson(None, told | {"status": "rule", "used": "rule", "why": why})


def _unsettled(told: dict[str, Any], last: dict[str, Any]) -> Lesson:
    if last.get("used") == "learned" and last.get("model"):
        kept = {name: last[name] for name in KEPT if name in last}
        return Lesson.kept(told | kept, status="kept", why=UNSETTLED)
    return _by_rule(told, UNSETTLED)


def _together(parts: list[Rows]) -> tuple[Table, Floats]:
    tables = [table_of(rows) for rows in parts]
    columns = {
        name: np.concatenate([one.columns[name] for one in tables]) for name in tables[0].columns
    }
    outcome = np.concatenate([_outcome(rows) for rows in parts])
    return Table(columns), outcome


def _outcome(rows: Rows) -> Floats:
    return np.asarray(rows["has_left"], dtype=float)


def _likelihood(model: Additive, parts: list[Rows]) -> float:
    total = 0.0
    for rows in parts:
        score, came = model.score(table_of(rows)), _outcome(rows)
        total += float(np.sum(came * score - np.logaddexp(0, score)))
    return round(total, 3)


def _keep_check(connection: duckdb.DuckDBPyConnection, rows: Rows, learned: Floats) -> None:
    import pyarrow as pa

    arriving = pa.table(
        {
            "account_id": np.asarray(rows["account_id"]),
            "learned": learned,
            "by_rule": np.asarray(rows["by_rule"], dtype=float),
            "has_left": np.asarray(rows["has_left"], dtype=np.int32),
        }
    )
    connection.register("check_arriving", arriving)
    connection.execute("INSERT INTO churn_check SELECT * FROM check_arriving")
    connection.unregister("check_arriving")
