"""Columns are made narrower and wider, and change places, by mouse and by keyboard."""

import pytest
from django.utils import timezone

from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_list(page, sign_in, ana):
    create_record(noun_named("account"), {"name": "博衡"}, actor=ana, at=timezone.now())
    sign_in(ana)
    page.goto("/account/?columns=name,city,owner,phone", wait_until="networkidle")
    return page


def wide(page, name):
    return page.locator(f"th[data-col={name}]").bounding_box()["width"]


def test_an_edge_moves_by_mouse_and_the_width_stays(at_list, check_access):
    page = at_list
    check_access(page)
    edge = page.locator("th[data-col=city] gx-edge").bounding_box()
    before = wide(page, "city")
    page.mouse.move(edge["x"] + 5, edge["y"] + 8)
    page.mouse.down()
    page.mouse.move(edge["x"] + 85, edge["y"] + 8, steps=4)
    page.mouse.up()
    assert wide(page, "city") == pytest.approx(before + 80, abs=2)
    page.reload(wait_until="networkidle")
    assert wide(page, "city") == pytest.approx(before + 80, abs=2)


def test_an_edge_moves_by_arrow_keys_and_goes_back_by_enter(at_list):
    page = at_list
    before = wide(page, "city")
    page.locator("th[data-col=city] gx-edge").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert wide(page, "city") > before
    page.keyboard.press("Enter")
    assert wide(page, "city") == pytest.approx(before, abs=1)


def test_a_head_is_dragged_to_another_place(at_list):
    page = at_list
    page.locator("th[data-col=phone]").drag_to(page.locator("th[data-col=city]"))
    page.wait_for_url("**columns=name%2Cphone%2Ccity%2Cowner**")
    names = [one.get_attribute("data-col") for one in page.locator("thead [data-col]").all()]
    assert names == ["name", "phone", "city", "owner"]
