"""The measures that a run computes, in order; a new measure takes its place here."""

from guanxi.insight.abc.measure import ABC
from guanxi.insight.attribution.measure import ATTRIBUTION
from guanxi.insight.churn.measure import CHURN
from guanxi.insight.clv.measure import CLV
from guanxi.insight.cohorts.measure import COHORTS
from guanxi.insight.contract.measure import CONTRACT
from guanxi.insight.forecast.measure import FORECAST
from guanxi.insight.lifecycle.measure import LIFECYCLE
from guanxi.insight.loyalty.all import LOYALTY_MEASURES
from guanxi.insight.measures import Measure
from guanxi.insight.movement.measure import MOVEMENT
from guanxi.insight.needs.measures import NEEDS_MEASURES
from guanxi.insight.parameters import InvalidParameter
from guanxi.insight.portfolio.measures import PORTFOLIO
from guanxi.insight.portfolio.monthly.measure import MONTHLY
from guanxi.insight.portfolio.serve.measure import SERVE
from guanxi.insight.pyramid.measure import PYRAMID
from guanxi.insight.rfm.measure import RFM
from guanxi.insight.scorecard.measure import SCORECARD

MEASURES: tuple[Measure, ...] = (
    *(RFM, ABC, PYRAMID, LIFECYCLE, MONTHLY, SERVE, CLV, CONTRACT, CHURN),
    *(MOVEMENT, FORECAST, COHORTS, ATTRIBUTION, SCORECARD),
    *PORTFOLIO,
    *NEEDS_MEASURES,
    *LOYALTY_MEASURES,
)
CUSTOMER_MEASURES = tuple(measure for measure in MEASURES if measure.is_of_customers)


def measure_named(key: str) -> Measure:
    """The measure with that key; InvalidParameter lists those there are."""
    for measure in MEASURES:
        if measure.key == key:
            return measure
    raise InvalidParameter(f"{key}: {', '.join(measure.key for measure in MEASURES)}")
