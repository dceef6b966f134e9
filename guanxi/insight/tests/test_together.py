"""The page: rules and offers over what one may see, each with the list of those who lack it."""

import json
import re
from urllib.parse import unquote

import pytest
from django.db import connection

from guanxi.catalog.models import Product
from guanxi.insight.needs.together.baskets import Counted
from guanxi.insight.needs.together.drawing import lacking
from guanxi.insight.tests.standing import *  # noqa: F403 - the books stand for the module
from guanxi.insight.tests.test_pages import client_of
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import condition, visible_to
from guanxi.sales.models import OrderLine

pytestmark = pytest.mark.alike

ADDRESS = "/insight/together/"


@pytest.fixture(scope="module")
def products(standing, at):
    """Four products, of which the second is a dearer first."""
    rows = [("Meter", "Meters"), ("Meter Pro", "Meters"), ("Cable", "Parts"), ("Pump", "Pumps")]
    return [
        Product.objects.create(code=name, name=name, category=group, created_at=at, updated_at=at)
        for name, group in rows
    ]


@pytest.fixture(scope="module")
def ordered(sale, products):
    """An order of some of the products, one line each."""

    def make(account, days_ago, *places, amount=10_000):
        order = sale(account, days_ago, amount, owner_id=account.owner_id, team_id=account.team_id)
        order.lines.update(product=products[places[0]])
        for number, place in enumerate(places[1:], start=2):
            OrderLine.objects.create(
                order=order,
                line_no=number,
                quantity=1,
                unit_price=amount / 100,
                amount=amount,
                product=products[place],
            )
        return order

    return make


@pytest.fixture(scope="module")
def books(customer, ordered, ana, cleo, compute):
    """Ana's customers buy meter and cable, one of them no cable; cleo's buy meter and pump."""
    for number in range(1, 25):
        account = customer(f"ana {number}", ana)
        ordered(account, 300, 0, 2)
        ordered(account, 200, 3)
        if number < 5:
            ordered(account, 100, 1, amount=30_000)
    ordered(customer("lacks", ana), 90, 0)
    for number in range(1, 25):
        account = customer(f"cleo {number}", cleo)
        ordered(account, 200, 0, 3)
        ordered(account, 100, 2)
    compute()


def named_first(page: str) -> set[str]:
    finding = page.partition('class="finding">')[2].partition("</p>")[0]
    return set(re.findall(r"<b>([^<]+)</b>", finding)[:2])


def test_rules_are_counted_over_what_one_may_see(books, ana, cleo):
    mine, theirs = (client_of(actor).get(ADDRESS).content.decode() for actor in (ana, cleo))
    assert named_first(mine) == {"Meter", "Cable"}
    assert named_first(theirs) == {"Meter", "Pump"}


def test_a_rule_leads_to_those_who_lack_its_last_product(books, products, ana):
    meter, _pro, cable, _pump = (product.pk for product in products)
    noun, written = noun_named("account"), lacking((meter,), cable).partition("filter=")[2]
    rows = noun.base().filter(condition(ana, noun, json.loads(unquote(written))))
    assert list(rows.filter(team_id=ana.team_id).values_list("name", flat=True)) == ["lacks"]
    assert "Who lacks it" in client_of(ana).get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    ("basket", "noun", "both"), [("order", "order", 24), ("customer", "account", 24)]
)
def test_baskets_that_hold_all_products_are_those_counted(
    books, products, ana, cleo, at, basket, noun, both
):
    meter, _pro, cable, pump = (product.pk for product in products)
    counted = Counted.by({"basket": basket, "window": "24"}, at.date())

    def held(actor, *together):
        written = json.loads(unquote(counted.holding(*together).partition("filter=")[2]))
        rows = visible_to(actor, noun_named(noun))
        return rows.filter(condition(actor, noun_named(noun), written)).distinct().count()

    assert held(ana, meter, cable) == both
    # Cleo's never ordered them together, but each bought both.
    assert held(cleo, meter, cable) == (0 if basket == "order" else both)
    assert held(ana, meter, pump) == (0 if basket == "order" else both)


def test_what_lies_outside_the_window_is_in_no_basket(books, products, ana, at):
    meter, _pro, cable, _pump = (product.pk for product in products)
    counted = Counted.by({"basket": "order", "window": "6"}, at.date())

    written = json.loads(unquote(counted.holding(meter, cable).partition("filter=")[2]))

    noun = noun_named("order")
    assert not visible_to(ana, noun).filter(condition(ana, noun, written)).exists()


def test_offers_lead_to_the_customers_they_count(books, ana):
    page = client_of(ana).get(ADDRESS).content.decode()
    noun, counted = noun_named("account"), 0
    for written, count in re.findall(r'/account/\?filter=([^"]+)">([\d,]+)</a>', page):
        rows = noun.base().filter(condition(ana, noun, json.loads(unquote(written))))
        assert rows.filter(team_id=ana.team_id).count() == int(count)
        counted += int(count)
    assert counted > 20
    assert "Meter Pro" in page


def test_the_page_keeps_to_the_policy_and_to_few_queries(books, ana, django_assert_max_num_queries):
    client = client_of(ana)
    client.get(ADDRESS)
    with django_assert_max_num_queries(16):
        page = client.get(ADDRESS).content.decode()
    assert " style=" not in page


def test_who_may_not_read_what_a_customer_needs_may_not_see_the_page(books, ana, seller):
    FieldGrant.objects.create(
        role=seller, noun="account", field="profile_next_product", mode="hidden"
    )
    rights_changed()
    assert client_of(ana).get(ADDRESS).status_code == 403


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan is told in SQLite's words")
@pytest.mark.parametrize("basket", ["order", "customer"])
def test_the_list_behind_a_rule_asks_each_order_for_its_own_lines(books, products, ana, at, basket):
    # Led through all lines of a product once for each order, the list took minutes.
    meter, _pro, cable, _pump = (product.pk for product in products)
    counted = Counted.by({"basket": basket, "window": "24"}, at.date())
    noun = noun_named("order" if basket == "order" else "account")
    written = json.loads(unquote(counted.holding(meter, cable).partition("filter=")[2]))

    plan = visible_to(ana, noun).filter(condition(ana, noun, written)).explain()

    assert plan.count("order_line_by_product (product_id=? AND order_id=?)") == 2
