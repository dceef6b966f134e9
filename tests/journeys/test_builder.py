"""A related condition built by keyboard: customers with an order of a product since a day."""

import datetime as dt

import pytest
from django.utils import timezone

from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_list(page, sign_in, ana):
    at = timezone.now() - dt.timedelta(days=2)
    account, order = noun_named("account"), noun_named("order")
    bought, early, _never = (
        create_record(account, {"name": name}, actor=ana, at=at)
        for name in ("最近买过", "早先买过", "从未买过")
    )
    for firm, day in ((bought, at.date()), (early, dt.date(2020, 1, 6))):
        create_record(order, {"account": firm.pk, "ordered_on": day}, actor=ana, at=at)
    sign_in(ana)
    page.goto("/account/?sort=name", wait_until="networkidle")
    return page


def titles(page):
    return sorted(page.locator("tbody .named .clip").all_inner_texts())


def test_has_an_order_since_and_has_none(at_list, check_access):
    page = at_list
    page.keyboard.press("/")
    page.locator("gx-popover select[name=field]").select_option("related:orders")
    page.get_by_role("button", name="Only those where").wait_for()
    page.locator("gx-popover select[name=field]:focus").wait_for()
    page.get_by_role("button", name="Only those where").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Asked of the orders").wait_for()
    page.locator("gx-popover select[name=field]").select_option("ordered_on")
    page.locator("gx-popover select[name=op]").wait_for()
    check_access(page)
    page.locator("gx-popover select[name=period]").select_option("last_30_days")
    page.get_by_role("button", name="Add", exact=True).focus()
    page.keyboard.press("Enter")
    page.locator(".chip-group.related").wait_for()
    page.locator("#add-condition:focus").wait_for()
    assert titles(page) == ["最近买过"]
    check_access(page)
    page.reload()
    assert titles(page) == ["最近买过"]
    page.get_by_role("link", name="has Orders").click()
    page.locator("gx-popover select[name=op]").select_option("none")
    page.locator("gx-popover").get_by_role("button", name="Change").click()
    page.get_by_role("link", name="has no Orders").wait_for()
    assert titles(page) == sorted(["从未买过", "早先买过"])
