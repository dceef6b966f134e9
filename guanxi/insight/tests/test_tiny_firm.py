"""A firm with three customers, of whom two bought: pages say what there is, and no more."""

import re

import pytest

from guanxi.insight.tests.standing import *  # noqa: F403 - the books stand for the module
from guanxi.insight.tests.test_pages import client_of

pytestmark = [
    pytest.mark.alike,
    pytest.mark.measures(
        "rfm", "abc", "pyramid", "lifecycle", "clv", "churn", "movement", "engagement", "network"
    ),
]


@pytest.fixture(scope="module")
def books(customer, sale, ana, compute):
    for name, bought, amount in (("one", (5, 60, 120, 180), 1_000), ("two", (10, 15), 3_000)):
        account = customer(name, ana)
        for days in bought:
            sale(account, days, amount)
    customer("silent", ana)
    compute()


@pytest.fixture
def page(books, ana):
    return lambda address: client_of(ana).get(address).content.decode()


def finding(page):
    return re.sub("<[^>]+>", "", re.search(r'class="finding">(.*?)</p>', page)[1])


def test_where_nobody_is_at_risk_no_noughts_are_told(page):
    assert finding(page("/insight/churn/")) == "None of 2 customers is at risk or leaving."


def test_where_nobody_moved_no_noughts_are_told(page):
    assert finding(page("/insight/movement/")) == "No customer came nearer, and none moved away."


def test_where_no_person_and_no_relation_is_known_the_network_is_unknown(page):
    shown = page("/insight/network/")

    assert "Nothing is known yet of who knows whom" in finding(shown)
    assert re.search(r">Unknown</th>\s*<td[^>]*><a[^>]*>3</a>", shown)
    assert "¥</span>0<" not in shown


def test_one_of_two_buyers_is_not_called_a_fifth(page):
    assert finding(page("/insight/")).startswith("The top 50% of customers bring")


def test_marks_of_an_axis_do_not_stand_on_each_other(page):
    places = re.findall(r'<text class="mid" x="([\d.]+)" y="288">', page("/insight/"))

    assert all(abs(float(a) - float(b)) > 30 for a, b in zip(places, places[1:], strict=False))
