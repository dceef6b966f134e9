"""Guanxi on a phone: a long page is folded to lines that open, and nothing runs off its side."""

import datetime as dt
import json
from urllib.parse import quote

import pytest
from django.utils import timezone

from guanxi.insight.registry import CUSTOMER_MEASURES
from guanxi.insight.tests.conftest import _own_warehouse, compute, customer, sale  # noqa: F401
from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.schema import schema_changed

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.measures(*(one.key for one in CUSTOMER_MEASURES)),
]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"


@pytest.fixture
def at() -> dt.datetime:
    return timezone.now()


@pytest.fixture
def bought(customer, sale, compute, ana):  # noqa: F811
    """Ana's customer, who bought several times, among others, computed."""
    found = [customer(f"firm {number}", ana) for number in range(4)]
    for number, account in enumerate(found):
        for days in (10, 40, 70, 200):
            sale(account, days, 10_000 * (number + 1))
    compute()
    return found[-1]


@pytest.fixture
def at_customer(page, sign_in, ana, bought):
    page.set_viewport_size(PHONE)
    sign_in(ana)
    page.goto(f"/account/{bought.pk}/", wait_until="networkidle")
    return page


def value_of(page):
    return page.locator("details.fold").filter(
        has=page.get_by_role("heading", name="Value", exact=True)
    )


def test_classes_are_one_line_a_theme_and_open_by_keyboard(at_customer, check_access):
    page, value = at_customer, value_of(at_customer)
    card = value.locator(".class-card").first
    assert page.locator("details.fold").count() >= 3
    assert page.locator("details.fold[open]").count() == 0
    assert value.locator(".telling .badge").is_visible() and not card.is_visible()
    check_access(page)

    value.locator("summary").focus()
    page.keyboard.press("Enter")
    card.wait_for(state="visible")
    assert not value.locator(".telling").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.why')")
    page.keyboard.press("Enter")
    page.locator(".why-pop:popover-open").wait_for()
    page.keyboard.press("Escape")
    assert not page.evaluate(SIDEWAYS)
    check_access(page)


def test_classes_stand_open_on_a_desk_but_for_what_was_shut_by_hand(at_customer):
    page, value = at_customer, value_of(at_customer)
    value.locator("summary").click()
    value.locator("summary").click()

    page.set_viewport_size(DESK)

    page.locator("details.fold[open]").first.wait_for()
    assert page.locator("details.fold:not([open])").count() == 1


def test_paper_shows_what_the_phone_has_folded(at_customer):
    page = at_customer

    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.fold:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.fold[open]").count() == 0


def test_chips_of_a_filter_wrap_and_none_runs_off_the_side(page, sign_in, ana, check_access):
    cities = [
        "Suzhou",
        "Hangzhou",
        "Shenyang",
        "A city whose name is longer than the phone is wide",
    ]
    parts = [{"field": "city", "op": "contains", "value": city} for city in cities]
    asked = {"all": [*parts, {"any": [parts[3], parts[0], parts[1]]}]}
    page.set_viewport_size(PHONE)
    sign_in(ana)
    page.goto(f"/account/?filter={quote(json.dumps(asked))}", wait_until="networkidle")
    chips = page.locator(".filters .chip")

    boxes = [chips.nth(number).bounding_box() for number in range(chips.count())]
    assert len(boxes) == 7
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"] for box in boxes)
    assert not page.evaluate(SIDEWAYS)
    assert not page.locator(".filters").evaluate("bar => bar.scrollWidth > bar.clientWidth")
    check_access(page)

    page.get_by_role("button", name="Save view").click()
    page.get_by_label("Name of the new view").fill("Four cities")
    check_access(page)
    page.get_by_role("button", name="Keep view").click()
    page.get_by_role("link", name="Four cities").wait_for()
    assert not page.evaluate(SIDEWAYS)

    chips.first.get_by_role("link", name="Drop the condition").click()
    chips.nth(6).wait_for(state="detached")
    assert chips.count() == 6


def test_a_curve_is_drawn_to_its_right_end(page, sign_in, ana, bought):
    page.set_viewport_size(PHONE)
    sign_in(ana)
    page.goto("/insight/")

    words = page.locator(".drawing.whole text")

    assert words.count() > 5
    assert (
        words.evaluate_all("all => Math.max(...all.map(w => w.getBoundingClientRect().right))")
        <= 390
    )
    assert words.first.evaluate("w => w.getBoundingClientRect().height") > 10


def test_no_drawing_is_cut_off_and_the_first_column_of_a_table_stays(page, sign_in, ana, bought):
    page.set_viewport_size(PHONE)
    sign_in(ana)
    for place in ("", "value-ahead/", "satisfaction/", "groups/"):
        page.goto(f"/insight/{place}")
        drawings = page.locator(".drawing:not(.groups)")
        assert drawings.evaluate_all("all => all.every(one => one.scrollWidth <= innerWidth)")
        assert not page.evaluate(SIDEWAYS)
    page.goto("/insight/")
    wide = page.locator(".table-wrap", has=page.get_by_role("columnheader", name="Contribution"))

    moved, stays = wide.last.evaluate(
        """wrap => { wrap.scrollLeft = 60; const left = one => one.getBoundingClientRect().left;
        return [wrap.scrollLeft, left(wrap.querySelector("tbody tr > *")) - left(wrap)]; }"""
    )

    assert moved > 0
    assert abs(stays) < 1


def test_what_a_row_is_called_never_lies_on_what_stands_beside_it(page, sign_in, admin):
    row = {"noun": "account", "type": "text"}
    long = {"label_zh": "验收参数", "label_en": "A parameter of the acceptance of devices"}
    CustomField.objects.create(name="own", position=1, **row, **long)
    schema_changed()
    page.set_viewport_size(PHONE)
    sign_in(admin)
    page.goto("/settings/fields/account/")
    cells = page.locator("tbody tr").first.locator("> *")

    words = cells.first.locator("a").first.bounding_box()
    beside = cells.nth(1).bounding_box()

    assert words["x"] + words["width"] <= beside["x"]
    assert not page.evaluate(SIDEWAYS)
