"""Many rows changed in one act: few at once, many by a worker with progress; both taken back."""

import datetime as dt

import pytest
from django.utils import timezone

from guanxi.customers.models import Account
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def accounts(ana):
    noun, at = noun_named("account"), timezone.now() - dt.timedelta(days=2)
    return [
        create_record(noun, {"name": f"客户 {n:02}", "city": "苏州"}, actor=ana, at=at)
        for n in range(55)
    ]


@pytest.fixture
def at_list(page, sign_in, ana, accounts):
    sign_in(ana)
    page.goto("/account/?sort=name", wait_until="networkidle")
    return page


def move_to_nanjing(page):
    page.get_by_role("button", name="Change a field").click()
    page.locator("#bulk-field").select_option("city")
    page.locator("dialog input[name=city]").fill("南京")
    page.locator("dialog button[name=go]").click()


def look_at(page, words):
    """Wait for what is told and stay on it: it goes by the clock unless somebody looks at it."""
    page.locator("gx-batch", has_text=words).hover()


def in_nanjing():
    return Account.objects.filter(city="南京").count()


def test_a_page_of_rows_changes_and_changes_back(at_list, check_access):
    page = at_list
    page.get_by_label("Choose this page").check()
    page.get_by_role("button", name="Change a field").click()
    page.locator("#bulk-field").select_option("city")
    page.locator("dialog input[name=city]").fill("南京")
    check_access(page)
    page.locator("dialog button[name=go]").click()
    look_at(page, "50 rows done")
    page.locator("tbody tr td", has_text="Nanjing").first.wait_for()
    assert in_nanjing() == 50
    check_access(page)
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("50 rows put back").wait_for()
    assert in_nanjing() == 0


def test_all_that_match_change_while_one_goes_elsewhere(at_list, check_access):
    page = at_list
    page.get_by_label("Choose this page").check()
    page.get_by_role("button", name="Choose all 55").click()
    page.locator("tbody .pick input").first.uncheck()
    page.get_by_text("49 chosen").wait_for()
    page.locator("tbody .pick input").first.check()
    page.get_by_role("button", name="Choose all 55").click()
    move_to_nanjing(page)
    page.locator("gx-batch progress").wait_for()
    check_access(page)
    page.goto("/settings/me/")
    page.locator("gx-batch progress").wait_for()
    run_all_now(timezone.now() + dt.timedelta(seconds=1))
    look_at(page, "55 rows done")
    assert in_nanjing() == 55
    page.get_by_role("link", name="Row by row").click()
    page.get_by_role("heading", name="55 rows done").wait_for()
    check_access(page)
    page.get_by_role("button", name="Undo").click()
    run_all_now(timezone.now() + dt.timedelta(seconds=1))
    page.get_by_role("heading", name="55 rows put back").wait_for()
    assert in_nanjing() == 0


PASTE = """(field) => {
  const held = new DataTransfer();
  held.setData("text/plain", "昆山\\n常州\\n");
  const how = { clipboardData: held, bubbles: true, cancelable: true };
  field.dispatchEvent(new ClipboardEvent("paste", how));
}"""


def test_a_block_from_a_spreadsheet_is_pasted_onto_rows(at_list, check_access):
    page = at_list
    page.locator('tbody td[data-f="city"]').first.click()
    page.locator("td.editing input:not([type=hidden])").evaluate(PASTE)
    page.get_by_text("2 rows would change").wait_for()
    check_access(page)
    page.locator("dialog button[name=go]").click()
    look_at(page, "2 rows done")
    assert Account.objects.filter(city__in=["昆山", "常州"]).count() == 2
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("2 rows put back").wait_for()
    assert not Account.objects.filter(city__in=["昆山", "常州"]).exists()
