"""Lifetime value where the answer is found on paper."""

import numpy as np

from guanxi.insight.clv.measure import CLV
from guanxi.insight.lifetime.outlook import Outlook, net_of
from guanxi.insight.tests.star import Star


def test_a_purchase_that_costs_more_than_it_brings_makes_the_value_negative():
    gross = Outlook(
        *(np.array([one, one]) for one in (0.5, 4.0, 100.0, 200.0, 400.0, 50.0, 900.0, 25.0))
    )

    net = net_of(gross, np.array([25.0, 150.0]))

    assert (net.value.tolist(), net.if_alive.tolist()) == ([150.0, -100.0], [300.0, -200.0])
    assert (net.low.tolist(), net.high.tolist()) == ([37.5, -450.0], [675.0, -25.0])


def test_the_value_so_far_is_discounted_to_the_first_purchase():
    star = Star()
    star.bought(1, 366, 10_000)
    star.bought(1, 1, 11_000)
    expected = 10_000 + 11_000 * 1.1 ** (-365 / 365.25)
    assert star.table(CLV)[1]["historic"] == round(expected)


def test_nobody_and_one_customer_do_not_crash():
    assert Star().table(CLV) == {}
    star = Star()
    star.bought(1, 0, 500)
    assert star.classes(CLV) == {1: "unknown"}
