"""The model in figures: its parameters, and how it did for customers of each frequency."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from guanxi.insight.value_ahead.figures import Checked, Spent

MOST_REPEATS = 7
LARGE = 100


@dataclass(frozen=True)
class RepeatRow:
    """Customers with as many repeat purchases: purchases of each in the weeks held out."""

    label: str
    customers: int
    actual: float
    predicted: float
    naive: float


def repeat_rows(repeats: tuple[Checked, ...]) -> tuple[RepeatRow, ...]:
    """One row for each number of repeat purchases, the last for that many and more."""
    return tuple(
        RepeatRow(
            f"{one.repeats}+" if one.repeats == MOST_REPEATS else str(one.repeats),
            one.customers,
            one.actual / one.customers,
            one.predicted / one.customers,
            one.naive / one.customers,
        )
        for one in repeats
    )


def spent_rows(spent: tuple[Spent, ...]) -> list[dict[str, Any]]:
    """One row for each number of purchase days before, the last for that many and more."""
    return [
        {
            "label": f"{one.days}+" if one.days == MOST_REPEATS else str(one.days),
            "customers": one.customers,
            "actual": round(one.actual),
            "predicted": round(one.predicted),
            "own": round(one.own),
        }
        for one in spent
    ]


def model_rows(fit: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The models of the firm, then those of its parts, each with its parameters and errors."""
    found = [(_("how often, and until when"), fit.get("buying")), (_("how much"), fit.get("spend"))]
    found += list((fit.get("segments") or {}).items())
    return [
        {**told, "about": label, "parameters": _parameters(told["parameters"])}
        for label, told in found
        if told and told.get("parameters")
    ]


def _parameters(parameters: Mapping[str, Mapping[str, float]]) -> list[dict[str, str]]:
    return [
        {"name": name, "value": _short(one["value"]), "error": _short(one["standard_error"])}
        for name, one in parameters.items()
    ]


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= LARGE else f"{value:.3g}"
