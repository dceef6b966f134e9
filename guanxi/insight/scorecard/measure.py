"""Scorecard: the figures by which the firm judges its work with customers."""

import datetime as dt
from dataclasses import dataclass, field, fields
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.insight.kept import Kept
from guanxi.insight.measures import Measure
from guanxi.insight.parameters import Parameters
from guanxi.insight.portfolio.monthly.measure import MonthlyParameters
from guanxi.platform.money.amounts import exponent
from guanxi.warehouse.stages import Value

RATES = (
    *("hour_cost", "visit_cost", "message_cost", "winning_cost"),
    *("visit_minutes", "meeting_minutes", "phone_minutes", "service_minutes"),
)


def rate(name: str) -> Any:
    """A rate of cost to serve, borrowed of it."""
    own = {one.name: one for one in fields(MonthlyParameters)}[name]
    return field(default=own.default, metadata=own.metadata)


@dataclass(frozen=True)
class ScorecardParameters(Parameters):
    """Effort counts at the rates of cost to serve; winning at what the firm says, where it does."""

    BORROWED = {name: f"monthly.{name}" for name in RATES}

    hour_cost: int = rate("hour_cost")
    visit_cost: int = rate("visit_cost")
    message_cost: int = rate("message_cost")
    winning_cost: int = rate("winning_cost")
    visit_minutes: int = rate("visit_minutes")
    meeting_minutes: int = rate("meeting_minutes")
    phone_minutes: int = rate("phone_minutes")
    service_minutes: int = rate("service_minutes")

    def bound(self, as_of: dt.date) -> dict[str, Value]:
        """The values, and how many minor units one unit of the firm's money has."""
        return {**super().bound(as_of), "minor": 10 ** exponent()}


SCORECARD = Measure(
    key="scorecard",
    label=_("Scorecard"),
    grain="One row: the figures of the last 365 days over all customers.",
    rule=_(
        "Customers and products are new when they were first sold to, or first sold, in the last "
        "365 days. Effort before the first purchase is spent on winning, later effort on keeping; "
        "contacts count at the rates of cost to serve, unless the firm says what winning costs."
    ),
    parameters=ScorecardParameters,
    classes=(),
    profile=(),
    figures=(),
    reasons={},
    missing={},
    kept=(
        Kept(
            "talked",
            of=("dim_customer", "fact_interaction", "purchase_day"),
            borders=(
                ("purchase_day", "ordered_on", "$as_of"),
                ("fact_interaction", "happened_on", "$as_of"),
                ("fact_interaction", "happened_on", "$as_of - 7"),
                ("fact_interaction", "happened_on", "$as_of - 90"),
                ("fact_interaction", "happened_on", "$as_of - 365"),
            ),
        ),
    ),
)
