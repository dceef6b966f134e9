"""The same books, made once for a module of tests."""

from guanxi.insight.olap.tests.conftest import founding
from guanxi.insight.tests.standing import *  # noqa: F403
from guanxi.insight.tests.standing import __all__ as beside
from guanxi.insight.tests.standing import lasting

__all__ = [*beside, "books"]

books = lasting(founding)
