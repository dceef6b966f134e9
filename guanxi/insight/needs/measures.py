"""The measures of what customers need next, in the order in which a run computes them."""

from guanxi.insight.needs.baskets.measure import BASKETS
from guanxi.insight.needs.clusters.measure import CLUSTERS
from guanxi.insight.needs.golden.measure import GOLDEN
from guanxi.insight.needs.next_best.measure import NEXT_BEST
from guanxi.insight.needs.upgrade.measure import UPGRADE

NEEDS_MEASURES = (BASKETS, NEXT_BEST, UPGRADE, GOLDEN, CLUSTERS)
