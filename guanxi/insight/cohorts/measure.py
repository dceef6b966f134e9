"""Cohorts: customers by the quarter in which they first bought, and what became of them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanxi.insight.measures import Measure
from guanxi.insight.parameters import Parameters, number
from guanxi.insight.portfolio.monthly.measure import WINNING, winning_cost


@dataclass(frozen=True)
class CohortParameters(Parameters):
    """By quarters; what it costs to win a customer is not known until somebody says it."""

    BORROWED = {"winning_cost": WINNING}

    months: int = number(3, _("Months in a period"), 1, 12)
    winning_cost: int = winning_cost()


COHORTS = Measure(
    key="cohorts",
    label=_("Cohorts"),
    grain="One row per period of first purchase and period since: customers, revenue, margin.",
    rule=_(
        "Customers are gathered by the period of their first purchase and followed from there: how "
        "many bought in each period since, and what they brought."
    ),
    parameters=CohortParameters,
    classes=(),
    profile=(),
    figures=(),
    reasons={},
    missing={},
)
