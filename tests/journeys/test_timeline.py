"""Bars of a timeline are lengthened by pointer and keyboard; a phone shows a short list."""

import datetime as dt

import pytest
from django.utils import timezone

from guanxi.activities.models import Activity
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from tests.journeys.test_moving import dragged
from tests.journeys.test_phone import PHONE, SIDEWAYS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MONTH = "/activity/gantt/?span=month&day=2026-11-18"


@pytest.fixture
def fair(ana, at):
    times = {"due_at": "2026-11-10T09:00", "ends_at": "2026-11-12T18:00"}
    values = {"name": "Fair", "kind": "meeting", **times}
    return create_record(noun_named("activity"), values, actor=ana, at=at)


def ends_on(fair):
    return timezone.localtime(Activity.objects.get(pk=fair.pk).ends_at).date()


def test_a_bar_is_lengthened_by_its_end_and_by_keyboard(page, sign_in, check_access, ana, fair):
    sign_in(ana)
    page.goto(MONTH, wait_until="networkidle")
    check_access(page)
    day = page.locator(".gantt-track").bounding_box()["width"] / 30

    box = page.locator(".gantt-edge").bounding_box()
    edge = (box["x"] + 4, box["y"] + 12)
    dragged(page, edge, (edge[0] + 2 * day, edge[1]))
    page.locator('.gantt-bar[data-days="5"]').wait_for()
    assert ends_on(fair) == dt.date(2026, 11, 14)

    page.locator(".gantt-bar .event").focus()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowLeft")
    page.locator('.gantt-bar[data-days="2"]').wait_for()
    assert ends_on(fair) == dt.date(2026, 11, 11)
    assert page.evaluate("document.activeElement.matches('.gantt-bar .event')")


def test_on_a_phone_one_row_is_open_and_the_others_open_by_a_press(
    page, sign_in, check_access, ana, ben, at, fair
):
    for number in range(24):
        times = {"due_at": f"2026-11-{number + 1:02}T09:00", "owner": ben.user_id}
        values = {"name": f"Visit {number}", "kind": "call", **times}
        create_record(noun_named("activity"), values, actor=ana, at=at)
    page.set_viewport_size(PHONE)
    sign_in(ana)
    page.goto(MONTH, wait_until="networkidle")
    bens = page.get_by_role("region", name="Ben")
    assert page.locator(".gantt-bar:visible").count() == 1
    check_access(page)

    bens.get_by_role("button", name="What stands at Ben").click()
    assert bens.locator(".gantt-bar:visible").count() == 20
    bens.get_by_role("button", name="Show 4 more").click()
    assert bens.locator(".gantt-bar:visible").count() == 24
    assert not page.evaluate(SIDEWAYS)
    check_access(page)
