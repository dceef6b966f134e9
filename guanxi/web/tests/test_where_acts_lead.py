"""Where one stands after an act: where its fruit is."""

import datetime as dt

import pytest
from django.test import Client

from guanxi.platform.actors.models import User
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.sales.models import Order, OrderLine

DAY = dt.date(2026, 11, 18)


@pytest.fixture
def browser(admin):
    client = Client(headers={"HX-Request": "true"})
    client.force_login(User.objects.get(pk=admin.user_id))
    return client


@pytest.fixture
def order(admin, at):
    product = create_record(noun_named("product"), {"code": "T", "name": "T"}, actor=admin, at=at)
    order = create_record(noun_named("order"), {"ordered_on": DAY}, actor=admin, at=at)
    OrderLine.objects.create(
        order=order, line_no=1, product=product, quantity=2, unit_price=3, amount=600
    )
    return order


def act(browser, href, **given):
    answer = browser.post(href, {"next": "", **given})
    return answer.headers.get("HX-Redirect")


def test_one_stays_on_the_record_that_was_acted_upon(browser, order):
    line = order.lines.get()

    assert act(browser, f"/order_line/{line.pk}/do/change_order_line/", quantity=5) == (
        f"/order_line/{line.pk}/"
    )


def test_one_goes_to_the_record_that_came_of_it(browser, order):
    Order.objects.filter(pk=order.pk).update(status="delivered")

    href = act(browser, f"/order/{order.pk}/do/return_order/", reason="x")

    assert href == f"/order/{Order.objects.get(kind='return').pk}/"


def test_one_never_stands_on_a_record_that_is_gone(browser, order):
    line = order.lines.get()

    assert act(browser, f"/order_line/{line.pk}/do/remove_order_line/") == f"/order/{order.pk}/"
