"""From a mark to the list of the answers behind it."""

from __future__ import annotations

import datetime as dt
import json
from decimal import ROUND_CEILING, Decimal
from typing import Any
from urllib.parse import quote

from guanxi.insight.parameters import months_before

MONTHS_A_QUARTER = 3
HUNDRED = 100
# An answer keeps two places; its place between 0 and 100 is rounded to as many, halves upwards.
CENT, HALF = Decimal("0.01"), Decimal("0.005")
ABOUT_US = {"field": "firm", "op": "empty"}
Scale = tuple[int, int]
Span = tuple[dt.date, dt.date]


def answers_in(kind: str, since: dt.date) -> str:
    """The address of the answers about us, of a kind, in the quarter that begins then."""
    until = months_before(since, -MONTHS_A_QUARTER) - dt.timedelta(1)
    return _answers_where(_is("kind", kind), ABOUT_US, _days(since, until))


def answers_lately(kind: str, months: int, as_of: dt.date) -> str:
    """The address of the answers about us, of a kind, in so many months up to the day."""
    since = months_before(as_of, months) + dt.timedelta(1)
    return _answers_where(_is("kind", kind), ABOUT_US, _days(since, as_of))


def answers_between(low: int, high: int, scales: tuple[Scale, ...], span: Span) -> str:
    """The address of customers' answers on satisfaction from `low` to `high` of 100, on any scale.

    Both borders belong to it; 100 takes in the end of the scale.
    """
    of_scales = [{"all": _on(scale, low, high)} for scale in scales]
    return _answers_where(
        _is("kind", "satisfaction"),
        ABOUT_US,
        {"field": "account", "op": "not_empty"},
        _days(*span),
        {"any": of_scales},
    )


def _on(scale: Scale, low: int, high: int) -> list[dict[str, Any]]:
    """The answers of one scale between two places of 100."""
    found = [_is("scale_low", scale[0]), _is("scale_high", scale[1])]
    if low > 0:
        found.append({"field": "value", "op": "gte", "value": str(_begins(scale, low))})
    if high < HUNDRED:
        found.append({"field": "value", "op": "lt", "value": str(_begins(scale, high + 1))})
    return found


def _begins(scale: Scale, place: int) -> Decimal:
    """The least answer on a scale that stands at a place of 100 or above."""
    bottom, top = scale
    exact = bottom + (place - HALF) * (top - bottom) / HUNDRED
    return exact.quantize(CENT, ROUND_CEILING)


def _is(field: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": "is", "value": value}


def _days(since: dt.date, until: dt.date) -> dict[str, Any]:
    days = [since.isoformat(), until.isoformat()]
    return {"field": "answered_on", "op": "between", "value": days}


def _answers_where(*parts: dict[str, Any]) -> str:
    written = json.dumps({"all": parts}, ensure_ascii=False, separators=(",", ":"))
    return f"/survey_answer/?filter={quote(written)}"
