"""The house by keyboard only: the focus is seen, goes where one works, and comes back."""

import pytest
from django.utils import timezone

from guanxi.customers.models import Account
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RING = "getComputedStyle(document.activeElement).outlineStyle !== 'none'"
AT = "document.activeElement.textContent.trim()"


@pytest.fixture
def at_list(page, sign_in, ana):
    for name in ("Acme", "Bolt", "Cogs"):
        create_record(noun_named("account"), {"name": name}, actor=ana, at=timezone.now())
    sign_in(ana)
    page.goto("/account/?sort=name", wait_until="networkidle")
    return page


def test_the_record_under_the_cursor_is_read_beside_the_list(at_list, check_access):
    page = at_list
    beside = page.get_by_role("complementary", name="Beside the list")
    page.keyboard.press("j")
    page.keyboard.press("p")
    beside.get_by_role("heading", name="Acme").wait_for()
    assert page.evaluate(AT).endswith("Acme")
    check_access(page)

    page.keyboard.press("j")
    beside.get_by_role("heading", name="Bolt").wait_for()
    page.keyboard.press("Escape")
    beside.wait_for(state="hidden")
    assert page.evaluate(AT).endswith("Bolt")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/*/")


def test_layers_take_the_focus_and_give_it_back(at_list):
    page = at_list
    page.keyboard.press("j")
    for key, layer in (("?", "Keyboard"), ("c", "New customer")):
        before = page.evaluate(AT)
        page.keyboard.press(key)
        page.get_by_role("heading", name=layer).wait_for()
        assert page.evaluate("Boolean(document.activeElement.closest('dialog'))")
        page.keyboard.press("Escape")
        page.get_by_role("heading", name=layer).wait_for(state="detached")
        assert page.evaluate(AT) == before
    page.keyboard.press("/")
    page.locator("[popover]:popover-open").wait_for()
    page.keyboard.press("Escape")
    page.locator("gx-popover").wait_for(state="detached")
    assert page.evaluate(AT).endswith("Acme")


def test_every_stop_of_the_tab_key_is_seen(at_list):
    page = at_list
    page.keyboard.press("Tab")
    assert page.evaluate(AT) == "Skip to the content"
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate(RING), page.evaluate("document.activeElement.outerHTML")


def test_a_customer_is_made_without_a_mouse(at_list):
    page = at_list
    page.keyboard.press("c")
    page.get_by_role("heading", name="New customer").wait_for()
    page.keyboard.type("Dyne")
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="New customer").wait_for(state="detached")
    assert Account.objects.filter(name="Dyne").exists()
