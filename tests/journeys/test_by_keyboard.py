"""Whole pieces of work without a mouse: a board, the palette, the composer, an import."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import TimeoutError as NothingCame

from guanxi.customers.models import Account, Interaction
from guanxi.platform.boards.limits import Limit, set_limits
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RING = "getComputedStyle(document.activeElement).outlineStyle !== 'none'"
CARD = "document.activeElement.querySelector('.deal-name')?.textContent"
FOCUSED = "document.activeElement.outerHTML"
MOST_STOPS = 60

FOOT = "document.querySelector('.form-foot').getBoundingClientRect().top"
BOTTOM = "document.activeElement.getBoundingClientRect().bottom"
IN_FOOT = "!!document.activeElement.closest('.form-foot')"


def account(actor, name, role, **more):
    at = timezone.now() - dt.timedelta(days=2)
    values = {"name": name, "role": role, **more}
    return create_record(noun_named("account"), values, actor=actor, at=at)


def tab_to(page, target, key="Tab"):
    """Go there by the Tab key alone; every stop on the way is seen."""
    for _ in range(MOST_STOPS):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press(key)
        assert page.evaluate(RING), page.evaluate(FOCUSED)
    raise AssertionError(f"Tab does not lead to {target}")


def press(page, target):
    """Go there and press it, by keyboard alone."""
    tab_to(page, target)
    page.keyboard.press("Enter")


def leads(page, key, name):
    """One key leads to the card of this name."""
    page.keyboard.press(key)
    assert page.evaluate(CARD) == name, key


def on_card(page, name):
    """The focus comes to the card of this name by itself."""
    page.locator(".deal:focus", has_text=name).wait_for()


def choose(page, name):
    """An entry of the open menu, by the arrow keys."""
    page.get_by_role("menuitemradio", name=name, exact=True).wait_for()
    at = "document.activeElement.textContent.trim()"
    for _ in range(MOST_STOPS):
        if page.evaluate(at) == name:
            break
        page.keyboard.press("ArrowDown")
    with page.expect_response("**/move/"):
        page.keyboard.press("Enter")


def divide_by(page, field):
    """Swim-lanes by a field."""
    press(page, page.get_by_role("button", name="Swim-lanes"))
    page.get_by_label("A swim-lane for each").wait_for()
    page.keyboard.type(field)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".band").first.wait_for()


@pytest.fixture
def at_board(page, sign_in, ana):
    for name, role in (("Acme", "potential"), ("Bolt", "potential"), ("Cogs", "current")):
        account(ana, name, role)
    sign_in(ana)
    page.goto("/account/board/?sort=name&filter={}", wait_until="networkidle")
    return page


@pytest.mark.parametrize("path", ["/account/new/", "/settings/fields/account/sections/"])
def test_no_field_of_a_form_has_the_focus_behind_its_foot(page, sign_in, admin, path):
    sign_in(admin)
    page.goto(path)
    page.focus("form .input >> nth=0")
    for _ in range(8 * MOST_STOPS):
        if page.evaluate(IN_FOOT):
            return
        assert page.evaluate(f"{BOTTOM} <= {FOOT}"), page.evaluate(FOCUSED)
        page.keyboard.press("Tab")
    raise AssertionError("Tab does not lead to the end of the form")


def test_a_board_is_worked_through_without_a_mouse(at_board, check_access):
    page = at_board
    leads(page, "ArrowDown", "Acme")
    assert page.evaluate(RING)
    leads(page, "ArrowDown", "Bolt")
    leads(page, "ArrowRight", "Cogs")
    leads(page, "ArrowLeft", "Acme")
    leads(page, "End", "Bolt")
    leads(page, "Home", "Acme")
    check_access(page)

    page.keyboard.press("m")
    choose(page, "Lost")
    page.locator('.lane[data-value="lost"] .deal').wait_for()
    on_card(page, "Acme")
    assert Account.objects.get(name="Acme").role == "lost"

    page.keyboard.press("z")
    page.locator('.lane[data-value="lost"] .deal').wait_for(state="detached")
    on_card(page, "Acme")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/*/")


def test_swim_lanes_are_made_walked_and_shut_without_a_mouse(at_board, check_access, ana, ben):
    page = at_board
    account(ben, "Dyne", "current", owner=ben.user_id)
    divide_by(page, "Owner")
    check_access(page)

    page.locator(".bands").evaluate("() => document.activeElement.blur()")
    leads(page, "ArrowDown", "Acme")
    leads(page, "ArrowRight", "Cogs")
    leads(page, "ArrowDown", "Dyne")
    page.keyboard.press("m")
    page.get_by_role("group", name="Owner").wait_for()
    choose(page, "Ana")
    page.locator(".band").nth(1).wait_for(state="detached")
    on_card(page, "Dyne")
    assert Account.objects.get(name="Dyne").owner_id == ana.user_id

    band = page.locator(".band").get_by_role("link", name="Ana", exact=True)
    tab_to(page, band, "Shift+Tab")
    page.keyboard.press("Enter")
    page.locator(".deal").first.wait_for(state="detached")
    assert band.evaluate("one => one === document.activeElement")
    assert band.get_attribute("aria-expanded") == "false"


def test_a_full_lane_says_no_and_leaves_the_focus_on_the_card(at_board, check_access, admin):
    set_limits(noun_named("account"), {"current": Limit(1, True)}, actor=admin, at=timezone.now())
    page = at_board
    page.reload(wait_until="networkidle")
    assert page.get_by_text("1 / 1").is_visible()
    check_access(page)
    leads(page, "ArrowDown", "Acme")
    page.keyboard.press("m")
    choose(page, "Current")
    page.get_by_text("“Current” takes 1 at most and is full").wait_for()
    page.keyboard.press("Escape")
    on_card(page, "Acme")
    assert Account.objects.get(name="Acme").role == "potential"


def ask(page, text):
    """The palette, and one typed line; the line whose option is chosen is said by the field."""
    page.keyboard.press("Control+k")
    page.keyboard.type(text)
    page.get_by_role("option", name=text).wait_for()
    return page.get_by_role("combobox", name="Search or do")


def test_the_palette_is_looked_through_and_left_without_a_mouse(at_board):
    page = at_board
    leads(page, "ArrowDown", "Acme")
    field = ask(page, "Bolt")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    chosen = page.locator("[role=option][aria-selected=true]")
    assert chosen.get_attribute("id") == field.get_attribute("aria-activedescendant")
    page.keyboard.press("Escape")
    field.wait_for(state="detached")
    assert page.evaluate(CARD) == "Acme"


def test_the_palette_leads_to_verbs_and_records(at_board):
    page = at_board
    leads(page, "ArrowDown", "Acme")
    ask(page, "New customer")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="New customer").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="New customer").wait_for(state="detached")
    page.locator(":focus .deal-name", has_text="Acme").wait_for()

    ask(page, "Bolt")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/*/")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Bolt")


def test_a_call_and_its_next_step_are_written_without_a_mouse(at_board, check_access):
    page = at_board
    bolt = Account.objects.get(name="Bolt")
    page.goto(f"/account/{bolt.pk}/", wait_until="networkidle")
    page.keyboard.press("n")
    page.keyboard.press("Shift+Tab")
    while page.locator("[name=kind]:checked").get_attribute("value") != "phone":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("They want a second offer")
    tab_to(page, page.locator("summary", has_text="Set the next step"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Send the offer")
    check_access(page)
    with page.expect_response("**/compose/"):
        page.keyboard.press("Control+Enter")
    page.locator("#timeline").get_by_text("They want a second offer").first.wait_for()

    bolt.refresh_from_db()
    assert Interaction.objects.get().channel == "phone"
    assert bolt.next_step == "Send the offer"
    page.locator("textarea:focus").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.wait_for_url("**/edit/")


def asked_for_a_file(page, target, tries=4):
    """What the browser opens; a page still arriving takes the focus, and then one presses again."""
    tab_to(page, target)
    try:
        with page.expect_file_chooser(timeout=8_000) as chooser:
            page.keyboard.press("Space")
    except NothingCame:
        if tries == 1:
            raise
        return asked_for_a_file(page, target, tries - 1)
    return chooser.value


@pytest.fixture
def at_columns(page, sign_in, settings, tmp_path, ana):
    """A file, chosen from the list of customers and read, by keyboard alone."""
    settings.MEDIA_ROOT = tmp_path / "files"
    file = tmp_path / "customers.csv"
    file.write_text("Name,Town,Phone\nAcme,Suzhou,13800138000\nBolt,Wuxi,13800138001\n,Wuxi,\n")
    sign_in(ana)
    page.goto("/account/", wait_until="networkidle")
    press(page, page.locator("main header").get_by_role("link", name="Import"))
    page.wait_for_url("**/imports/new/**")
    page.wait_for_load_state("networkidle")
    asked_for_a_file(page, page.locator("#file")).set_files(file)
    press(page, page.get_by_role("button", name="Read the file"))
    page.get_by_role("heading", name="Columns of customers.csv").wait_for()
    return page


def test_a_file_is_mapped_and_tried_without_a_mouse(at_columns, check_access):
    page = at_columns
    town = page.get_by_label("Town")
    tab_to(page, town)
    page.keyboard.type("City")
    assert town.input_value() == "city"
    press(page, page.get_by_role("button", name="Try without changing anything"))
    page.get_by_text("Waiting for its turn").wait_for()
    check_access(page)
    run_all_now(timezone.now())
    page.get_by_text("Nothing has been changed").wait_for()
    assert not Account.objects.exists()

    press(page, page.get_by_role("button", name="Import now"))
    page.get_by_text("Waiting for its turn").wait_for()
    run_all_now(timezone.now())
    page.get_by_role("heading", name="Done").wait_for()
    assert set(Account.objects.values_list("city", flat=True)) == {"Suzhou", "Wuxi"}
    assert ImportRun.objects.order_by("pk").last().trial is not None


def test_a_rejected_row_is_corrected_without_a_mouse(at_columns, check_access):
    page = at_columns
    press(page, page.get_by_role("button", name="Import at once"))
    page.get_by_text("Waiting for its turn").wait_for()
    run_all_now(timezone.now())
    row = page.get_by_role("group", name="Rows to correct").get_by_label("Name")
    row.wait_for()
    check_access(page)
    tab_to(page, row)
    with page.expect_response(lambda answer: "/rows/" in answer.url):
        page.keyboard.type(" \n")
    page.wait_for_function("document.activeElement.value === ' '")
    page.keyboard.type("Cogs\n")
    row.wait_for(state="detached")

    assert set(Account.objects.values_list("name", flat=True)) == {"Acme", "Bolt", "Cogs"}
