"""What customers answered, by quarter, and what the model of the satisfaction index learned."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanxi.insight.measures import LOYALTY as THEME
from guanxi.insight.measures import Measure
from guanxi.insight.parameters import Parameters, number


@dataclass(frozen=True)
class SatisfactionParameters(Parameters):
    """Which answers count, and how surely."""

    RISING = (("low_below", "high_above"),)

    answers_months: int = number(12, _("The index rests on answers of"), 1, 60, _("months"))
    bootstraps: int = number(500, _("Samples for standard errors"), 50, 5_000)
    least_sheets: int = number(30, _("Index from this many sheets"), 10, 10_000)
    low_below: int = number(50, _("Two factors: answered low below"), 1, 100, _("of 100"))
    high_above: int = number(75, _("Two factors: answered high above"), 0, 99, _("of 100"))


SATISFACTION = Measure(
    key="satisfaction",
    label=_("Satisfaction of the firm's customers"),
    grain="One row per kind of question, firm asked about and quarter: answers and their sums.",
    rule=_(
        "Answers by quarter give NPS, satisfaction and effort with their intervals; sheets of the "
        "satisfaction index are fitted by partial least squares. Delivered value is what customers "
        "get less what it costs them; two factors tell what a low and a high answer on a thing do "
        "to overall satisfaction."
    ),
    parameters=SatisfactionParameters,
    classes=(),
    profile=(),
    figures=(),
    reasons={},
    missing={},
    step="guanxi.insight.satisfaction.scores.step:learn",
    reads=("fact_score",),
    theme=THEME,
    home="satisfaction/scores",
    comparison="SELECT * FROM measure_satisfaction ORDER BY kind, firm, quarter",
)
