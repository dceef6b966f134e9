"""The satisfaction trap: who bought again, by how satisfied it had said it was."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanxi.insight.measures import LOYALTY as THEME
from guanxi.insight.measures import Measure
from guanxi.insight.parameters import Parameters, months_before, number
from guanxi.warehouse.stages import Value


@dataclass(frozen=True)
class TrapParameters(Parameters):
    """How long one waits for the next purchase, how far back answers go, where zones begin."""

    RISING = (("dissatisfied_below", "very_satisfied_from"),)

    days: int = number(120, _("Bought again within"), 7, 1_000, _("days"))
    answers_months: int = number(36, _("Answers count for"), 1, 120, _("months"))
    dissatisfied_below: int = number(40, _("Dissatisfied below"), 1, 100, _("of 100"))
    very_satisfied_from: int = number(80, _("Very satisfied from"), 1, 100, _("of 100"))

    def followed(self, as_of: dt.date) -> tuple[dt.date, dt.date]:
        """The first and the last day of answers that are followed."""
        since = months_before(as_of, self.answers_months)
        return since + dt.timedelta(1), as_of - dt.timedelta(self.days)

    def bound(self, as_of: dt.date) -> dict[str, Value]:
        """As for every measure, with the day since which answers count."""
        since = months_before(as_of, self.answers_months)
        return {**super().bound(as_of), "answers_since": since}


SATISFACTION_TRAP = Measure(
    key="satisfaction_trap",
    label=_("Satisfaction trap"),
    grain="One row per zone of satisfaction: answers, and who bought again.",
    rule=_(
        "Each answer on satisfaction that is old enough is followed: did the customer buy again "
        "within the days given? The steps between the zones of defection, indifference and "
        "affection show where a point of satisfaction moves repurchase."
    ),
    parameters=TrapParameters,
    classes=(),
    profile=(),
    figures=(),
    reasons={},
    missing={},
    theme=THEME,
    home="satisfaction/trap",
    comparison="SELECT * FROM measure_satisfaction_trap ORDER BY place",
)
