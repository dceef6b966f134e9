"""The firm whose books insight reads serves here too."""

from guanxi.insight.tests.conftest import _own_warehouse, compute, customer, sale

__all__ = ["_own_warehouse", "compute", "customer", "sale"]
