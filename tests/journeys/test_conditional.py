"""Conditional fields come and go while the form is filled in, by keyboard alone."""

import re

import pytest
from django.utils import timezone

from guanxi.customers.models import Account
from guanxi.platform.custom.changing import create_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.nouns.registry import noun_named

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_new_customer(page, sign_in, ana, admin):
    when = {"visible_when": {"field": "risk", "op": "gte", "value": "1,000"}}
    risk = FieldDraft("risk", "money", "风险", "Risk")
    cover = FieldDraft("cover", "text", "担保", "Cover", settings=when, is_required=True)
    on_file = {"visible_when": {"field": "scan", "op": "not_empty"}}
    scan = FieldDraft("scan", "file", "执照", "Scan")
    valid = FieldDraft("valid", "date", "有效期", "Valid", settings=on_file)
    for draft in (risk, cover, scan, valid):
        create_field("account", draft, actor=admin, at=timezone.now())
    sign_in(ana)
    page.goto("/account/new/", wait_until="networkidle")
    return page


def type_into(page, field, text):
    page.locator(field).focus()
    with page.expect_response("**/asked/"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")


def test_a_field_is_asked_for_when_another_says_so(at_new_customer, check_access):
    page = at_new_customer
    cover = page.locator("[data-when=cover]")
    assert cover.is_hidden()

    type_into(page, "#f-risk", "1200")
    cover.wait_for(state="visible")
    assert page.locator("gx-asked [role=status]").text_content() == "Now asked for too: Cover"
    check_access(page)

    with page.expect_response("**/asked/"):
        scan = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
        page.locator("#f-scan").set_input_files(scan)
    page.locator("[data-when=valid]").wait_for(state="visible")
    page.locator("#f-scan").set_input_files([])
    page.locator("[data-when=valid]").wait_for(state="hidden")

    page.locator("#f-cover").fill("Ping An")
    page.locator("#f-risk").fill("")
    type_into(page, "#f-risk", "20")
    page.locator("#f-name").fill("苏州博衡")
    cover.wait_for(state="hidden")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/account/\d+/$"))

    assert noun_named("account").field("cover").value_of(Account.objects.get()) is None


def test_a_person_is_asked_for_a_birthday_and_a_firm_for_its_size(at_new_customer):
    page = at_new_customer
    page.locator("#f-kind").focus()
    with page.expect_response("**/asked/"):
        page.locator("#f-kind").select_option("person")
    page.locator("[data-when=birthday]").wait_for(state="visible")
    page.locator("[data-when=size]").wait_for(state="hidden")
    page.locator("#f-birthday").fill("1988-02-29")
    page.locator("#f-name").fill("张三")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/account/\d+/$"))

    assert str(Account.objects.get().birthday) == "1988-02-29"


def test_who_stands_in_a_field_keeps_it_until_they_leave(at_new_customer):
    page = at_new_customer
    type_into(page, "#f-risk", "1200")
    page.locator("[data-when=cover]").wait_for(state="visible")
    page.locator("#f-cover").focus()
    with page.expect_response("**/asked/"):
        page.evaluate(
            "() => { const one = document.querySelector('[name=risk]'); one.value = '';"
            " one.dispatchEvent(new Event('change', { bubbles: true })); }"
        )
    page.wait_for_timeout(50)
    assert page.locator("[data-when=cover]").is_visible()

    page.locator("#f-name").focus()
    page.locator("[data-when=cover]").wait_for(state="hidden")
