"""A firm whose usual customer buys on two days a year, and customers who buy more or less."""

import pytest

from guanxi.insight.tests.star import Star

OFTEN, SELDOM = (10, 40, 70, 100), (50,)


@pytest.fixture
def star() -> Star:
    """A firm whose usual customer buys on two days a year: 9 on two days, 8 on one."""
    star = Star()
    for account, days in ((8, SELDOM), (9, (20, 90))):
        for days_ago in days:
            star.bought(account, days_ago, 100)
    return star


def buys(star: Star, account: int, days: tuple[int, ...]) -> None:
    for days_ago in days:
        star.bought(account, days_ago, 100)
