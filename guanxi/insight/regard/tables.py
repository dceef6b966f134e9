"""The tables of the page: what each row says, in words and figures."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from guanxi.insight.regard.figures import Regard, of_kind, rate_of
from guanxi.insight.regard.findings import (
    CATEGORIES,
    DIMENSION_NAMES,
    EQUITY_NAMES,
    KINDS,
    LATENTS,
    WHY,
    interval,
    shown,
)
from guanxi.insight.regard.surveyed import Feature
from guanxi.insight.satisfaction.equity import EquityDrivers
from guanxi.insight.satisfaction.servqual import Quality

YEAR = 4
SURE = 0.05
# Below this, questions that should ask the same do not (Nunnally 1978).
RELIABLE = 0.7


def rate_rows(regard: Regard, as_of: dt.date) -> list[dict[str, Any]]:
    """Each kind of answers over the last four quarters: ours, then that of each competitor."""
    found = []
    for kind, label in KINDS.items():
        for firm in ("", *regard.rivals):
            rate = rate_of(kind, of_kind(regard, kind, as_of, firm)[-YEAR:])
            if rate is not None:
                row = {"label": label, "firm": firm, "n": rate.n, "shown": shown(rate, kind)}
                found.append(row | {"interval": interval(rate, kind)})
    return found


def firms(index: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The competitors with an index."""
    return [firm for firm, told in index.items() if firm and "indices" in told]


def index_rows(
    index: Mapping[str, Mapping[str, Any]], before: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Each latent variable: the index of now, of the year before, of competitors, and its R²."""
    ours = index.get("", {})
    return [
        {
            "label": LATENTS[name],
            "index": value,
            "bar": round(value),
            "before": (before.get("indices") or {}).get(name),
            "others": [index[firm]["indices"].get(name) for firm in firms(index)],
            "explained": ours["r_squared"].get(name),
            "interval": (ours.get("intervals") or {}).get(name),
        }
        for name, value in (ours.get("indices") or {}).items()
    ]


def measured_rows(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each latent variable with its reliability, and the questions it is measured by."""
    items: dict[str, list[dict[str, Any]]] = {}
    for one in told.get("items") or []:
        items.setdefault(one["about"], []).append(one)
    return [
        {
            "label": LATENTS[name],
            "questions": items[name],
            "is_single": len(items[name]) == 1,
            "told": told["reliability"][name],
            "is_weak": 0 <= (told["reliability"][name].get("alpha") or -1) < RELIABLE,
        }
        for name in items
    ]


def path_rows(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each path with its error, and whether it differs from nothing."""
    return [
        {
            "start": LATENTS[one["from"]],
            "end": LATENTS[one["to"]],
            "value": one["value"],
            "error": one["standard_error"],
            "is_sure": bool(one["standard_error"])
            and abs(one["value"]) > 1.96 * one["standard_error"],
        }
        for one in told.get("paths") or []
    ]


def dimension_rows(quality: Quality | None) -> list[dict[str, Any]]:
    """The five dimensions of service, the widest gap first."""
    if quality is None:
        return []
    whole = sum(one.weight for one in quality.dimensions) or 1.0
    widest = max((abs(one.gap or 0) for one in quality.dimensions), default=0) or 1.0
    rows = [
        {
            "label": DIMENSION_NAMES[one.key],
            "told": one,
            "weight": one.weight / whole,
            "bar": round(100 * abs(one.gap or 0) / widest),
            "is_short": (one.gap or 0) < 0,
        }
        for one in quality.dimensions
    ]
    return sorted(rows, key=lambda row: row["told"].gap or 0)


def feature_rows(features: Sequence[Feature]) -> list[dict[str, Any]]:
    """Each feature with its category, coefficients, and whether the category is settled."""
    return [
        {
            "name": one.name,
            "category": CATEGORIES[one.found.category],
            "better": one.found.better,
            "worse": one.found.worse,
            "better_bar": round(100 * (one.found.better or 0)),
            "worse_bar": round(-100 * (one.found.worse or 0)),
            "n": one.found.n,
            "is_settled": one.found.is_settled,
            "strength": one.found.strength,
        }
        for one in features
    ]


def equity_rows(found: EquityDrivers | str) -> list[dict[str, Any]]:
    """Sub-drivers of customer equity by their effect on the intent to buy again."""
    if isinstance(found, str):
        return []
    most = max((abs(one.effect) for one in found.drivers), default=0) or 1.0
    return [
        {
            "key": one.key,
            "equity": EQUITY_NAMES[one.equity],
            "effect": 100 * one.effect,
            "bar": round(100 * abs(one.effect) / most),
            "slope": one.slope,
            "error": one.error,
            "is_sure": one.p < SURE,
            "performance": one.performance,
        }
        for one in found.drivers
    ]


def equity_why(found: EquityDrivers | str) -> str:
    """Why there are no drivers of equity; empty when there are."""
    return str(WHY[found]) if isinstance(found, str) else ""


def equity_fit(found: EquityDrivers | str, n: int) -> dict[str, Any]:
    """How the model of the intent fits, and the share of each equity."""
    if isinstance(found, str):
        return {"n": n}
    return {
        "n": n,
        "intent": found.intent,
        "log_likelihood": found.fit.log_likelihood,
        "pseudo_r_squared": found.pseudo_r_squared,
        "shares": [(EQUITY_NAMES[key], part) for key, part in found.shares.items() if part],
    }
