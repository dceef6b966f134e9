"""The measures of the portfolio that follow cost to serve, in the order of computing."""

from guanxi.insight.measures import Measure
from guanxi.insight.portfolio.attention.measure import ATTENTION
from guanxi.insight.portfolio.bond.measure import BOND
from guanxi.insight.portfolio.combination.measure import COMBINATION
from guanxi.insight.portfolio.cost_ratio.measure import COST_RATIO
from guanxi.insight.portfolio.credit.measure import CREDIT
from guanxi.insight.portfolio.engagement.measure import ENGAGEMENT
from guanxi.insight.portfolio.factor.measure import FACTOR
from guanxi.insight.portfolio.key_account.measure import KEY_ACCOUNT
from guanxi.insight.portfolio.ladder.measure import LADDER
from guanxi.insight.portfolio.network.measure import NETWORK
from guanxi.insight.portfolio.npv.measure import NPV
from guanxi.insight.portfolio.payback.measure import PAYBACK
from guanxi.insight.portfolio.potential.measure import POTENTIAL
from guanxi.insight.portfolio.product_profit.measure import PRODUCT_PROFIT
from guanxi.insight.portfolio.prospects.measure import PROSPECTS
from guanxi.insight.portfolio.selection.measure import SELECTION

PORTFOLIO: tuple[Measure, ...] = (
    *(FACTOR, PROSPECTS, CREDIT, POTENTIAL, KEY_ACCOUNT, SELECTION, COMBINATION),
    *(COST_RATIO, NPV, PAYBACK, PRODUCT_PROFIT, ATTENTION),
    *(LADDER, BOND, ENGAGEMENT, NETWORK),
)
