"""Customers under contract: what renewals to come are worth, and how many renew each time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _

from guanxi.insight.contract.holdout import FEW, VAGUE
from guanxi.insight.contract.measure import CONTRACT
from guanxi.insight.lifetime.contract import NAMES, survival
from guanxi.insight.records import latest_run
from guanxi.insight.structure.links import list_where
from guanxi.insight.value_ahead.drawing import BOTTOM, GAP, LEFT, RIGHT, TOP
from guanxi.insight.value_ahead.findings import WHY
from guanxi.insight.value_ahead.model import model_rows
from guanxi.insight.wording import count, money, percent

if TYPE_CHECKING:
    import duckdb

SHOWN = ("contract_class", "contract_value", "contract_chance", "contract_renewals")
MOST_RENEWALS = 12
OF_SEEN = "FROM measure_contract AS m JOIN seen AS s ON s.account_id = m.account_id"
CLASSES = f"""
SELECT m.class, COUNT(*), SUM(m.value), AVG(m.chance), SUM(c.value)
{OF_SEEN} LEFT JOIN measure_clv AS c ON c.account_id = m.account_id
WHERE m.class <> 'unknown' GROUP BY m.class
"""
RENEWED = f"""
SELECT m.renewals, COUNT(*) FILTER (m.cause = 'ended'), COUNT(*)
{OF_SEEN} WHERE m.renewals IS NOT NULL GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True)
class Kept:
    """One renewal: who could make it, who did, and the share still there, found and foretold."""

    number: int
    due: int
    renewed: int
    share: float
    foretold: float | None
    x: str
    y: str
    width: str
    height: str
    middle: str
    dot_y: str
    label_y: str
    label: str
    href: str


def under_contract(connection: duckdb.DuckDBPyConnection, *, sees_all: bool) -> dict[str, Any]:
    """What the section shows of the customers in `seen`; empty where the measure never ran.

    The check counts customers of the whole firm: it is for who sees all of them.
    """
    run = latest_run(CONTRACT.key)
    if run is None:
        return {}
    found = {row[0]: row for row in connection.execute(CLASSES).fetchall()}
    fit: Mapping[str, Any] = run.fit
    kept = _kept(connection.execute(RENEWED).fetchall(), fit)
    classes = [
        {
            "label": one.label,
            "about": one.rule_with(run.parameters),
            "customers": int(row[1]),
            "value": None if row[2] is None else int(row[2]),
            "chance": None if row[3] is None else row[3] / 100,
            "free": None if row[4] is None else int(row[4]),
            "href": list_where(("contract_class", "is", str(one.key))),
        }
        for one in CONTRACT.classes
        for row in [found.get(str(one.key))]
        if row
    ]
    return {
        "classes": classes,
        "kept": kept,
        "finding": _finding(classes, kept, run.parameters["horizon_months"]),
        "warning": _warning(fit),
        "check": _check(fit.get("holdout") or {}) if sees_all else "",
        "models": model_rows({"buying": dict(fit) | {"version": fit.get("as_of", "")}}),
        "months": run.parameters["period_months"],
        "horizon": run.parameters["horizon_months"],
    }


def _kept(rows: list[tuple[Any, ...]], fit: Mapping[str, Any]) -> tuple[Kept, ...]:
    most = min(max((int(row[0]) for row in rows), default=0), MOST_RENEWALS)
    foretold: list[float | None] = [None] * most
    if fit.get("parameters") and most:
        values = np.array([fit["parameters"][name]["value"] for name in NAMES])
        foretold = [float(one) for one in survival(values, most)]
    share, found = 1.0, []
    for number in range(1, most + 1):
        renewed = sum(int(row[2]) for row in rows if row[0] >= number)
        due = renewed + sum(int(row[1]) for row in rows if row[0] == number - 1)
        if not due:
            break
        share *= renewed / due
        found.append((number, due, renewed, share, foretold[number - 1]))
    return tuple(_drawn(place, len(found), one) for place, one in enumerate(found))


def _drawn(place: int, size: int, told: tuple[int, int, int, float, float | None]) -> Kept:
    number, due, renewed, share, foretold = told
    width = min((RIGHT - LEFT) / size, 96.0)
    x, wide, tall = LEFT + width * (place + GAP / 2), width * (1 - GAP), BOTTOM - TOP
    highest = max(share, foretold or 0)
    return Kept(
        number=number,
        due=due,
        renewed=renewed,
        share=share,
        foretold=foretold,
        x=f"{x:.1f}",
        y=f"{BOTTOM - tall * share:.1f}",
        width=f"{wide:.1f}",
        height=f"{tall * share:.1f}",
        middle=f"{x + wide / 2:.1f}",
        dot_y=f"{BOTTOM - tall * (foretold or 0):.1f}",
        label_y=f"{BOTTOM - tall * highest - 9:.1f}",
        label=percent(share, 1, 0),
        href=list_where(("contract_renewals", "gte", number)),
    )


def _finding(classes: list[dict[str, Any]], kept: tuple[Kept, ...], months: int) -> str:
    value = sum(one["value"] or 0 for one in classes)
    if not kept:
        return _("No value under contract can be told yet.")
    text = _("Of %(due)s customers %(share)s renewed at first; what is to come is not determined")
    if value:
        text = _(
            "Renewals within %(months)s months are worth %(value)s; of %(due)s customers "
            "%(share)s renewed at first"
        )
    first = kept[0]
    return text % {
        "months": months,
        "value": money(value),
        "due": count(first.due),
        "share": percent(first.renewed, first.due, 0),
    }


def _check(found: Mapping[str, Any]) -> str:
    """How the model did on the last whole period of each customer, beside one rate for all."""
    if found.get("status") == "none":
        return _("Of the periods before the last too little is known to hold that one out.")
    if not found:
        return ""
    text = _(
        "In the last whole period, which the model had not seen, %(actual)s of %(n)s customers "
        "renewed; it foretold %(predicted)s, one rate for all %(naive)s."
    )
    words = {name: count(round(found[name])) for name in ("actual", "n", "predicted", "naive")}
    return text % words


def _warning(fit: Mapping[str, Any]) -> str:
    """Why there is no model, or an older one serves."""
    why = fit.get("why", "")
    if why == VAGUE:
        found = [
            f"{name} {one['value']:.3g} ± {one['standard_error']:.3g}"
            for name, one in fit["vague"].items()
        ]
        text = _(
            "These renewals do not determine the model (%(found)s: an error as large as the "
            "figure), so it foretells nothing."
        )
        return text % {"found": ", ".join(found)}
    if why == FEW:
        return _("Too few contracts have ended, or too few last, to learn from.")
    return str(WHY.get(why, ""))
