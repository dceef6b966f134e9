"""What was typed is there again, and what stands alone has a page around it."""

import datetime as dt

import pytest
from django.utils import timezone

from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def acme(ana):
    at = timezone.now() - dt.timedelta(days=2)
    return create_record(noun_named("account"), {"name": "博衡"}, actor=ana, at=at)


def typed(page, address, field, words):
    page.goto(address, wait_until="networkidle")
    page.locator(f"[name={field}]").fill(words)
    until(page, "Object.keys(localStorage).some((key) => key.startsWith('guanxi-draft'))")


def until(page, condition):
    """Wait for a condition without evaluating text in the page, which its policy forbids."""
    for _ in range(50):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


def test_a_form_left_half_way_is_as_it_was(page, sign_in, ana, acme):
    sign_in(ana)
    typed(page, f"/account/{acme.pk}/edit/", "city", "昆山")
    page.goto("/account/")
    page.goto(f"/account/{acme.pk}/edit/")
    page.get_by_text("What you had typed here is back.").wait_for()
    assert page.locator("input[name=city]").input_value() == "昆山"
    page.locator("#toasts").get_by_role("button", name="Discard").click()
    until(page, "document.querySelector('[name=city]')?.value === ''")


def test_a_form_sent_after_the_session_ended_is_not_lost(page, sign_in, ana, acme):
    sign_in(ana)
    typed(page, f"/account/{acme.pk}/edit/", "city", "昆山")
    page.context.clear_cookies(name="guanxi_session")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/sign-in/**")
    sign_in(ana)
    page.goto(f"/account/{acme.pk}/edit/")
    page.get_by_text("What you had typed here is back.").wait_for()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/account/{acme.pk}/")
    assert page.evaluate("!Object.keys(localStorage).some((k) => k.startsWith('guanxi-draft'))")


def test_a_new_record_half_typed_survives_a_press_beside_its_dialog(page, sign_in, ana):
    sign_in(ana)
    page.goto("/account/", wait_until="networkidle")
    page.keyboard.press("c")
    page.locator("dialog [name=name]").fill("半个客户")
    page.mouse.click(5, 5)
    until(page, "Object.keys(localStorage).some((key) => key.startsWith('guanxi-draft'))")
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    page.keyboard.press("c")
    until(page, "document.querySelector('dialog [name=name]')?.value === '半个客户'")
    page.locator("dialog footer").get_by_role("button", name="Discard").click()
    page.locator("dialog").wait_for(state="detached")
    assert page.evaluate("!Object.keys(localStorage).some((k) => k.startsWith('guanxi-draft'))")


def test_a_draft_never_overwrites_what_somebody_saved_meanwhile(page, sign_in, ana, ben, acme):
    sign_in(ana)
    typed(page, f"/account/{acme.pk}/edit/", "city", "昆山")
    page.goto("/")
    update_record(noun_named("account"), acme.pk, {"city": "上海"}, actor=ben, at=timezone.now())
    page.goto(f"/account/{acme.pk}/edit/")
    page.get_by_text("What you had typed here is back.").wait_for()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("as you wrote it").wait_for()


def test_a_note_that_was_kept_leaves_no_draft(page, sign_in, ana, acme):
    sign_in(ana)
    typed(page, f"/account/{acme.pk}/", "content", "月底定")
    page.locator("[name=content]").press("Control+Enter")
    page.locator("#timeline").get_by_text("月底定").wait_for()
    page.reload(wait_until="networkidle")
    assert page.locator("[name=content]").input_value() == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_stands_alone_has_a_page_around_it(page, sign_in, check_access, ana, acme, scheme):
    page.emulate_media(color_scheme=scheme)
    sign_in(ana)
    for where in (f"/account/{acme.pk}/access/", "/keys/", "/palette/", "/create/"):
        page.goto(where)
        check_access(page)
    page.goto(f"/account/{acme.pk}/access/")
    page.keyboard.press("Escape")
    page.wait_for_url(f"**/account/{acme.pk}/")
