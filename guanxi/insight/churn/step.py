"""The step that SQL cannot take: learn from past days who left, check it, and tell of today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.insight.abreast import abreast
from guanxi.insight.churn.learning import Lesson, learn
from guanxi.insight.churn.past import Past, Rows, looked_at, rules
from guanxi.insight.churn.signs import CAUSES, learned_causes, ruled_causes, table_of
from guanxi.insight.fits import has_table, made_of, recent, record_fit
from guanxi.insight.learning.trainer import odds_to_chance

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# Steps in per cent: a forecast can bear no more, and finer ones would change every night.
STEP = 5
BATCH = 100_000
EMPTY = """
CREATE OR REPLACE TEMP TABLE churn_prediction (
    account_id BIGINT, chance INTEGER, stays DOUBLE, by_rule INTEGER, main_cause VARCHAR,
    cause VARCHAR, model VARCHAR
)
"""


def predict(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Fill the tables churn_known and churn_prediction; record in measure_fit what was learned.

    Both tables are temporary. The learned model serves where it was better than the plain rule on
    a later part of the past; else the rule. It serves for a week. Where a model does not settle,
    the one of the last run serves, and the record says so. A trial learns nothing: it takes the
    model of the last run.
    """
    connection.execute(EMPTY)
    day = dt.date.fromisoformat(options["as_of"])
    parameters = rules(options["parameters"], (options.get("of") or {}).get("lifecycle"))
    if has_table(connection, options.get("unless", "")):
        Past(connection, parameters).keep_known(day, "LIMIT 0")
        return
    last, is_trial = options.get("last") or {}, bool(options.get("trial"))
    known = last if is_trial else recent(connection, options)
    if is_trial or (known.get("status") == "learned" and has_table(connection, "churn_check")):
        lesson = Lesson.kept(known)
    else:
        lesson = learn(Past(connection, parameters, looked_at(connection, day)), day, last)
        lesson.told["made_of"] = made_of(connection, options)
    _tell_of_today(Past(connection, parameters), day, lesson)
    if not is_trial:
        record_fit(connection, "churn", lesson.told)


@dataclass(frozen=True)
class _Told:
    """What is told of some customers: chances as shown, the main sign and the signs named.

    `stays` is the chance that one buys again, as it was found; signs are places among the CAUSES.
    """

    chance: Any
    stays: Any
    main: Any
    causes: Any


def _tell_of_today(past: Past, day: dt.date, lesson: Lesson) -> None:
    past.keep_known(day)
    rows = past.kept_rows()
    starts = range(0, len(rows["account_id"]), BATCH)
    parts = ({name: all_[at : at + BATCH] for name, all_ in rows.items()} for at in starts)
    for arriving in abreast(lambda part: _arriving(part, _told(part, lesson, past), lesson), parts):
        past.connection.register("churn_arriving", arriving)
        past.connection.execute("INSERT INTO churn_prediction SELECT * FROM churn_arriving")
        past.connection.unregister("churn_arriving")


def _told(rows: Rows, lesson: Lesson, past: Past) -> _Told:
    if lesson.model is None:
        main, causes = ruled_causes(rows)
        return _Told(_stepped(rows["by_rule"]), _staying(rows["by_rule"]), main, causes)
    shares = lesson.model.shares(table_of(rows))
    leaves = odds_to_chance(lesson.model.total(shares))
    chance = _stepped(leaves)
    is_watched = chance >= int(str(past.parameters["watch_percent"]))
    main, causes = learned_causes(lesson.model, shares, rows, is_watched)
    return _Told(chance, _staying(leaves), main, causes)


def _staying(leaves: Any) -> Any:
    return np.round(1 - np.asarray(leaves, dtype=float), 4)


def _stepped(chance: Any) -> Any:
    return (np.rint(np.asarray(chance) * 100 / STEP) * STEP).astype(np.int32)


def _arriving(rows: Rows, told: _Told, lesson: Lesson) -> pa.Table:
    import pyarrow as pa

    size = len(told.chance)
    return pa.table(
        {
            "account_id": np.asarray(rows["account_id"]),
            "chance": told.chance,
            "stays": told.stays,
            "by_rule": _stepped(rows["by_rule"]),
            "main_cause": pa.array(CAUSES).take(pa.array(told.main)),
            "cause": pa.array(CAUSES).take(pa.array(told.causes)),
            "model": pa.array([lesson.version]).take(pa.array(np.zeros(size, np.int32))),
        }
    )
