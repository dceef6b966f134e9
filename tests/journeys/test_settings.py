"""The firm's settings in a browser: by keyboard and screen reader, day and night."""

from urllib.parse import quote

import pytest

from guanxi.platform.actors.models import SharingRule

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ["", "teams/", "roles/", "sharing/", "api-keys/", "webhooks/", "fields/", "health/"]
PAGES += ["views/", "fields/account/"]


def test_every_page_of_the_settings_is_open_to_all_readers(page, sign_in, check_access, admin):
    sign_in(admin)
    for tail in PAGES:
        page.goto(f"/settings/{tail}")
        check_access(page)


def test_an_administrator_looks_as_somebody_and_comes_back(
    page, sign_in, check_access, admin, cleo
):
    sign_in(admin)
    page.goto(f"/settings/people/{cleo.id}/")
    page.get_by_role("button", name="See what Cleo sees").click()
    page.wait_for_url("/")
    assert page.get_by_text("Nothing can be changed").is_visible()
    check_access(page)
    page.get_by_role("button", name="Back to my own view").click()
    page.wait_for_url(f"**/people/{cleo.id}/")


def test_a_key_is_made_and_shown(page, sign_in, check_access, admin):
    sign_in(admin)
    page.goto("/settings/api-keys/")
    page.get_by_label("What it is for").fill("ERP")
    page.get_by_role("button", name="Make the key").click()
    assert page.get_by_label("Secret").input_value().startswith("gx_")
    check_access(page)


def test_a_rule_is_foreseen_and_made_with_the_keyboard(page, sign_in, check_access, admin, cleo):
    sign_in(admin)
    filter = quote('{"field":"city","op":"not_empty"}')
    state = quote(f"/account/?filter={filter}", safe="")
    page.goto(f"/settings/sharing/new/?noun=account&state={state}")
    page.get_by_label("Name of the rule").fill("Cities for Cleo")
    page.get_by_label("Person", exact=True).first.fill("Cleo")
    page.get_by_role("option", name="Cleo").click()
    page.get_by_role("button", name="Who would see more?").click()
    page.get_by_text("sees today").wait_for()
    check_access(page)
    page.get_by_role("button", name="Make the rule").click()
    page.wait_for_url("**/settings/sharing/")
    assert SharingRule.objects.get().user_id == cleo.id


def test_a_webhook_is_made_and_its_secret_shown_once(page, sign_in, check_access, admin, settings):
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    sign_in(admin)
    page.goto("/settings/webhooks/")
    page.locator("#hook-name").fill("ERP")
    page.locator("#hook-url").fill("http://127.0.0.1:9/hook")
    page.locator("[name=role]").select_option(index=1)
    page.locator("[name=patterns]").fill("order.paid")
    page.get_by_role("button", name="Make the webhook").click()

    assert len(page.get_by_label("Secret").input_value()) > 30
    check_access(page)
    page.goto("/settings/webhooks/")
    assert page.get_by_label("Secret").count() == 0


def test_on_a_low_screen_what_runs_lies_on_no_room_and_every_room_can_be_reached(
    page, sign_in, admin
):
    page.set_viewport_size({"width": 1440, "height": 520})
    sign_in(admin)
    page.goto("/settings/", wait_until="networkidle")
    # As the mark shows itself while work is running.
    page.locator(".work").evaluate("mark => { mark.hidden = false; }")

    ends = page.locator(".rail-rooms").evaluate("one => one.getBoundingClientRect().bottom")
    mark, foot = page.locator(".work").bounding_box(), page.locator(".rail-foot a[href='/keys/']")
    last = page.locator(".rail-rooms a").last
    last.focus()

    assert ends <= mark["y"]
    assert mark["y"] + mark["height"] <= foot.bounding_box()["y"]
    assert last.bounding_box()["y"] + last.bounding_box()["height"] <= ends
