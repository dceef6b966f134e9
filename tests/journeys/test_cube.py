"""An analyst pivots, keeps a cube, pins it, and arranges the dashboard by keyboard."""

import re

import pytest

from guanxi.insight.olap.models import SavedCube
from guanxi.insight.olap.tests.conftest import books  # noqa: F401
from guanxi.insight.tests.conftest import _own_warehouse, compute  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_cube_is_asked_kept_pinned_and_arranged(page, sign_in, admin, books, check_access):  # noqa: F811
    sign_in(admin)
    page.goto("/insight/cube/?period=24m", wait_until="networkidle")
    check_access(page)
    page.get_by_label("Across").select_option("city")
    page.wait_for_url(re.compile("column=city"))
    page.get_by_role("button", name="Keep this cube").or_(
        page.get_by_role("link", name="Keep this cube")
    ).click()
    page.get_by_label("Name", exact=True).fill("By city")
    page.get_by_role("button", name="Keep cube").click()
    page.wait_for_url(re.compile("saved="))
    assert "column=city" in SavedCube.objects.get().query
    page.get_by_role("button", name="Pin to the dashboard").click()
    page.wait_for_url(re.compile("/insight/dashboard/"))
    page.wait_for_load_state("networkidle")
    check_access(page)
    assert page.locator("[data-tile]").last.get_by_role("heading", name="By city").is_visible()
    tiles = page.locator("[data-tile]").count()
    page.get_by_role("link", name="Arrange the tiles").click()
    up = page.get_by_role("button", name="Move “By city” up")
    up.focus()
    for _ in range(tiles):
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Keep this order").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-tile]").first.get_by_role("heading", name="By city").is_visible()
