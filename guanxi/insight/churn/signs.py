"""The signs of leaving: columns to learn from, grouped by what they tell of, and their order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from guanxi.insight.churn.groups import (
    CONTACT,
    GROUPS,
    OPINION,
    PAYMENT,
    RATE,
    RECORD,
    RHYTHM,
    SERVICE,
    VALUE,
)
from guanxi.insight.churn.past import Rows
from guanxi.insight.learning.additive import Additive
from guanxi.insight.learning.reasons import grouped
from guanxi.insight.learning.table import Floats, Table

COLUMNS = frozenset(name for names in GROUPS.values() for name in names)
# What a sentence is found by: one group, or the stronger of two and the other.
CAUSES = [*GROUPS, *(f"{one} {other}" for one in GROUPS for other in GROUPS)]
LEAST_EFFECT = 0.1
FELL_BELOW = 0.8
LATE = 30
POOR = 40
SURE = 0.001


def table_of(rows: Rows) -> Table:
    """The columns that a model learns from; each was shown to be known on the day."""
    known = {name: _numbers(rows[name]) for name in rows if name not in {"account_id", "day"}
             and not name.endswith("_on")}  # fmt: skip
    rule = np.clip(known["by_rule"], SURE, 1 - SURE)
    came, sent = known["in_now"], known["out_now"]
    columns = {
        "rule": np.log(rule / (1 - rule)),
        "silent": known["silent"],
        "overdue": known["silent"] / known["gap"],
        "gap": known["gap"],
        "days_now": known["days_now"],
        "rate_change": change(known["days_now"], known["days_before"]),
        "value_change": change(known["value_now"], known["value_before"]),
        "last_value": _over(known["last_value"] * known["days"], known["revenue"]),
        "contacts": came + sent,
        "contact_change": change(came, known["in_before"]),
        "answered": _over(came, came + sent),
        "late_days": known["late_days"],
        "service_now": known["service_now"],
        "opinion": known["opinion"],
        "days": known["days"],
        "tenure": known["tenure"],
    }
    return Table(columns, vouched=COLUMNS)


def learned_causes(
    model: Additive, shares: Mapping[str, Floats], rows: Rows, is_watched: Any
) -> tuple[Any, Any]:
    """The one or two groups that speak most for leaving, or for staying where that is likelier.

    Told as places among the CAUSES; `shares` are what the model's columns add for these rows.
    """
    effects = grouped(model, shares, GROUPS)
    for group, told_by in ((PAYMENT, "late_days"), (OPINION, "opinion"), (VALUE, "value_now")):
        effects[group] = np.where(np.isnan(_numbers(rows[told_by])), 0.0, effects[group])
    matrix = np.column_stack([effects[group] for group in GROUPS])
    return _strongest(np.where(np.asarray(is_watched)[:, None], matrix, -matrix))


def ruled_causes(rows: Rows) -> tuple[Any, Any]:
    """The rhythm first, for the rule sees nothing else; beside it a sign that is plain to see."""
    columns = table_of(rows).columns
    fallen = -(1 - FELL_BELOW) / (1 + FELL_BELOW)
    seen = {
        RHYTHM: np.full(len(columns["days"]), 9.0),
        RATE: np.where(columns["rate_change"] < fallen, 4.0, 0),
        VALUE: np.where(columns["value_change"] < fallen, 3.0, 0),
        PAYMENT: np.where(columns["late_days"] > LATE, 2.0, 0),
        OPINION: np.where(columns["opinion"] < POOR, 1.5, 0),
        SERVICE: np.zeros(len(columns["days"])),
        CONTACT: np.where(columns["contact_change"] < fallen, 1.0, 0),
        RECORD: np.zeros(len(columns["days"])),
    }
    return _strongest(np.column_stack([seen[group] for group in GROUPS]))


def change(now: Floats, before: Floats) -> Floats:
    """From -1, all gone, to 1, all new; unknown where there was nothing at either time."""
    return _over(now - before, now + before)


def _strongest(matrix: Floats) -> tuple[Any, Any]:
    """The main group of each row, and the one or two that its sentence is found by."""
    rows, rest = np.arange(len(matrix)), matrix.copy()
    first = rest.argmax(axis=1)
    rest[rows, first] = -np.inf
    second = rest.argmax(axis=1)
    has_second = matrix[rows, second] >= LEAST_EFFECT
    return first, np.where(has_second, len(GROUPS) * (1 + first) + second, first)


def _over(part: Floats, whole: Floats) -> Floats:
    blank: Floats = np.full(len(whole), np.nan)
    np.divide(part, whole, out=blank, where=whole > 0)
    return blank


def _numbers(column: Any) -> Floats:
    return np.ma.filled(np.ma.asarray(column).astype(np.float64), np.nan)
