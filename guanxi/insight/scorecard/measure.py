"""Scorecard: the figures by which the firm judges its work with customers."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanxi.insight.kept import Kept
from guanxi.insight.measures import Measure
from guanxi.insight.parameters import Parameters, number


@dataclass(frozen=True)
class ScorecardParameters(Parameters):
    """What effort costs is not known until somebody says it."""

    contact_cost: int = number(
        0, _("Cost of a contact (0: not known)"), 0, 100_000, _("of the firm's currency")
    )
    visit_cost: int = number(
        0, _("Cost of a visit or meeting (0: not known)"), 0, 100_000, _("of the firm's currency")
    )


SCORECARD = Measure(
    key="scorecard",
    label=_("Scorecard"),
    grain="One row: the figures of the last 365 days over all customers.",
    rule=_(
        "Customers and products are new when they were first sold to, or first sold, in the last "
        "365 days. Effort before the first purchase is spent on winning, later effort on keeping."
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
