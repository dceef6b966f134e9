"""A day at the workbench: lists, records, palette, by keyboard, on a phone."""

import datetime as dt

import pytest
from django.utils import timezone

from guanxi.customers.models import Account
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = ["苏州博衡传感技术有限公司", "宁波甬川精密制造有限公司", "杭州青禾医疗器械有限公司"]


@pytest.fixture
def accounts(ana):
    noun = noun_named("account")
    at = timezone.now() - dt.timedelta(days=2)
    return [
        create_record(noun, {"name": name, "city": name[:2]}, actor=ana, at=at) for name in NAMES
    ]


@pytest.fixture
def at_list(page, sign_in, ana, accounts):
    sign_in(ana)
    page.goto("/account/?sort=name", wait_until="networkidle")
    return page


def test_a_list_is_worked_through_by_keyboard(at_list, check_access):
    page = at_list
    check_access(page)
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.get_by_text("1 chosen").is_visible()
    page.keyboard.press("e")
    page.locator("td.editing input:not([type=hidden])").fill("昆山")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Undo").wait_for()
    assert Account.objects.filter(city="昆山").count() == 1
    with page.expect_response("**/revert/**"):
        page.keyboard.press("z")
    page.get_by_text("All as it was before").wait_for()
    page.locator("tr.cursor .named > a:focus").wait_for()
    assert not Account.objects.filter(city="昆山").exists()


def test_a_form_begins_in_its_first_field_or_the_first_that_was_refused(at_list):
    page = at_list
    page.locator("tbody .named > a").first.click()
    page.locator("[data-key-edit]").wait_for()
    page.wait_for_load_state()
    page.keyboard.press("e")
    page.wait_for_url("**/edit/")
    page.locator("form[data-begins] .field input:focus").wait_for()
    first = page.locator("form[data-begins] .field :is(input, select, textarea):visible").first
    assert first.evaluate("one => one === document.activeElement")

    page.locator("input[name=website]").fill("no address")
    page.keyboard.press("Control+Enter")
    page.locator("input[name=website]:focus").wait_for()


def test_escape_drops_what_was_typed(at_list):
    page = at_list
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.locator("td.editing input:not([type=hidden])").fill("nowhere")
    page.keyboard.press("Escape")
    page.locator("td.editing").wait_for(state="detached")
    assert not Account.objects.filter(city="nowhere").exists()


def test_a_condition_narrows_the_list_and_stays_in_the_address(at_list, check_access):
    page = at_list
    page.keyboard.press("/")
    page.locator("gx-popover select[name=field]").select_option("city")
    page.locator("gx-popover select[name=op]").wait_for()
    check_access(page)
    page.locator("gx-popover input[name=value]").fill("苏州")
    page.keyboard.press("Enter")
    page.locator(".chip").wait_for()
    assert page.locator("tbody tr").count() == 1
    page.reload()
    assert page.locator("tbody tr").count() == 1
    page.get_by_label("Drop the condition").click()
    page.locator(".chip").wait_for(state="detached")
    assert page.locator("tbody tr").count() == len(NAMES)


def test_a_view_is_kept_under_a_name(at_list):
    page = at_list
    page.goto('/account/?filter={"field":"city","op":"is","value":"苏州"}')
    page.get_by_role("button", name="Save view").click()
    page.get_by_label("Name of the new view").fill("Suzhou")
    page.get_by_role("button", name="Keep view").click()
    page.wait_for_url("**/?view=*")
    assert page.get_by_role("link", name="Suzhou 1").get_attribute("aria-current") == "page"


def test_the_palette_opens_a_record_by_its_initials(at_list, accounts, check_access):
    page = at_list
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search or do").fill("bh")
    page.get_by_role("option", name=NAMES[0]).wait_for()
    check_access(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/account/{accounts[0].pk}/")
    check_access(page)


def test_a_customer_is_made_in_a_dialog(at_list, check_access):
    page = at_list
    page.keyboard.press("c")
    with page.expect_response("**/account/duplicates/**"):
        page.locator("dialog input[name=name]").fill("合肥量测科学仪器有限公司")
    check_access(page)
    page.locator("dialog input[name=name]").focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/account/*/")
    assert page.get_by_role("heading", level=1).inner_text().startswith("合肥量测")


def test_a_fact_is_changed_on_the_record_itself(page, sign_in, ana, accounts):
    sign_in(ana)
    page.goto(f"/account/{accounts[0].pk}/")
    page.locator('dd[data-f="city"]').click()
    page.locator("dd.editing input:not([type=hidden])").fill("昆山")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Undo").wait_for()
    assert page.locator('dd[data-f="city"]').inner_text() == "昆山"


def test_two_people_on_one_field_choose(page, sign_in, check_access, ana, ben, accounts):
    sign_in(ana)
    noun, pk = noun_named("account"), accounts[0].pk
    page.goto(f"/account/{pk}/edit/")
    page.locator("input[name=city]").fill("昆山")
    update_record(noun, pk, {"city": "上海"}, actor=ben, at=timezone.now())
    page.get_by_role("button", name="Save").click()
    page.get_by_text("as you wrote it").wait_for()
    check_access(page)
    page.get_by_text("昆山").click()
    page.get_by_role("button", name="Save what is chosen").click()
    page.wait_for_url(f"**/account/{pk}/")
    assert Account.objects.get(pk=pk).city == "昆山"


def test_a_phone_shows_two_lines_a_row(page, sign_in, check_access, ana, accounts):
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(ana)
    page.goto("/account/")
    assert page.locator(".tabbar").is_visible()
    assert not page.locator(".rail").is_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    check_access(page)
    page.goto(f"/account/{accounts[0].pk}/")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    check_access(page)


def test_the_keys_are_told(at_list, check_access):
    page = at_list
    page.keyboard.press("?")
    page.get_by_role("heading", name="Keyboard").wait_for()
    check_access(page)
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="Keyboard").wait_for(state="detached")
