"""The measures of loyalty and satisfaction, each after those that it builds on."""

from guanxi.insight.loyalty.contentment.measure import CONTENTMENT
from guanxi.insight.loyalty.kinds.measure import LOYALTY_KIND
from guanxi.insight.loyalty.measure import LOYALTY
from guanxi.insight.loyalty.profit.measure import PROFIT_TENURE
from guanxi.insight.measures import Measure
from guanxi.insight.satisfaction.scores.measure import SATISFACTION
from guanxi.insight.satisfaction.trap.measure import SATISFACTION_TRAP

LOYALTY_MEASURES: tuple[Measure, ...] = (
    *(LOYALTY, LOYALTY_KIND, CONTENTMENT, PROFIT_TENURE),
    *(SATISFACTION, SATISFACTION_TRAP),
)
