"""Before the first run, and where nothing can be told of a firm, the pages say so."""

import pytest
from django.test import Client

from guanxi.insight.explain import explain
from guanxi.insight.summary import summary
from guanxi.insight.tests.test_pages import client_of

pytestmark = pytest.mark.alike

PAGES = ("/insight/cohorts/", "/insight/attribution/", "/insight/scorecard/")
OTHERS = ("/insight/", "/insight/movement/", "/insight/portfolio/", "/insight/network/")


@pytest.mark.parametrize("address", OTHERS + PAGES)
def test_before_the_first_run_the_page_says_what_to_do(ana, address):
    assert "Nothing has been computed yet" in client_of(ana).get(address).content.decode()


def test_before_the_first_run_there_is_nothing_to_explain(customer, ana):
    assert explain(customer("new", ana).pk, "rfm") is None


def test_guests_are_asked_to_sign_in(db):
    assert Client().get("/insight/").status_code == 302


@pytest.mark.measures("clusters")
def test_where_nothing_holds_no_groups_are_made_up(customer, sale, ana, compute):
    sale(customer("alone", ana), 5, 100)
    compute()
    page = client_of(ana).get("/insight/groups/").content.decode()
    assert "Too few customers have bought for groups to be found." in page


@pytest.mark.measures("baskets", "next_best")
def test_without_sales_nothing_is_bought_together(customer, ana, compute):
    customer("silent", ana)
    compute()
    page = client_of(ana).get("/insight/together/").content.decode()
    assert "Nothing is bought together" in page
    assert "not checked yet" in page


def test_what_leaves_with_a_customer_of_unknown_worth_is_no_nought(
    customer, sale, ana, compute, at
):
    account = customer("abroad", ana)
    for days_ago in (210, 150):
        sale(account, days_ago, 1_000, currency="XAU")
    compute()

    page = client_of(ana).get("/insight/churn/").content.decode()

    assert "1 of 1 customer is at risk or leaving; its worth is not known." in page
    assert summary(at)["lines_without_rate"] == 2


def test_lines_without_a_rate_are_said_to_be_left_out(customer, sale, ana, compute):
    account = customer("abroad", ana)
    sale(account, 40, 1_000)
    sale(account, 30, 1_000, currency="XAU")
    compute()
    for address in ("/insight/movement/", *PAGES):
        page = client_of(ana).get(address).content.decode()
        assert "1 order line is in a currency without an exchange rate: its money" in page, address
