"""Before the first run, and where nothing can be told of a firm, the pages say so."""

import pytest
from django.test import Client

from guanxi.insight.explain import explain
from guanxi.insight.summary import summary
from guanxi.insight.tests.test_pages import client_of
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import Role, User

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
    assert "Nothing was bought yet" in page
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
    for address in ("/insight/", "/insight/movement/", *PAGES):
        page = client_of(ana).get(address).content.decode()
        assert "1 order line is in a currency without an exchange rate: its money" in page, address


def test_where_nobody_has_bought_no_verdict_is_passed(customer, ana, compute):
    customer("silent", ana)
    compute()

    page = client_of(ana).get("/insight/").content.decode()
    assert "Nobody has a score yet" in page
    assert "gone quiet" not in page
    page = client_of(ana).get("/insight/portfolio/").content.decode()
    assert "No level of attention can be told yet" in page


def test_where_all_are_alike_nobody_carries_the_business(customer, sale, ana, compute):
    for name in ("one", "other"):
        sale(customer(name, ana), 30, 1_000)
    compute()

    page = client_of(ana).get("/insight/").content.decode()
    assert "0 customers carry" not in page
    assert "No letters, for no place among these customers means anything" in page


def test_what_came_back_is_said_where_it_is_not_taken_off(customer, sale, ana, compute):
    for number in range(1, 4):
        sale(customer(f"c{number}", ana), 30, 1_000 * number)
    compute()
    said = "Counted before returns: goods for"
    assert said not in client_of(ana).get("/insight/").content.decode()

    account = customer("regrets", ana)
    sale(account, 40, 9_000)
    sale(account, 20, -8_000, kind="return", total_amount=-8_000)
    compute()
    assert said in client_of(ana).get("/insight/").content.decode()
    compute(overrides={"abc": {"returns": "deducted"}})
    assert said not in client_of(ana).get("/insight/").content.decode()


def test_what_came_back_is_told_to_who_may_read_orders(
    customer, sale, person, east, grant, compute
):
    role = Role.objects.create(code="reader", label_zh="读者", label_en="Reader")
    grant(role, only=("account.read",))
    reader = person("reader", east, role)
    account = customer("regrets", reader)
    sale(account, 40, 9_000)
    sale(account, 20, -8_000, kind="return", total_amount=-8_000)
    sale(account, 10, 1_000, currency="XAU")
    compute()

    def page():
        return client_of(actor_for_user(User.objects.get(username="reader"))).get("/insight/")

    assert "came back" not in page().content.decode()
    assert "without an exchange rate" not in page().content.decode()
    grant(role, only=("order.read",))
    assert "came back" in page().content.decode()
    assert "without an exchange rate" in page().content.decode()
