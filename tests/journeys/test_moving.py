"""Cards and events are moved by keyboard and by drag."""

import datetime as dt

import pytest
from django.utils import timezone

from guanxi.activities.models import Activity
from guanxi.customers.models import Account
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def account(ana):
    at = timezone.now() - dt.timedelta(days=2)
    values = {"name": "苏州博衡", "role": "potential"}
    return create_record(noun_named("account"), values, actor=ana, at=at)


def test_a_card_goes_to_another_lane_by_keyboard_and_back_by_undo(
    page, sign_in, check_access, ana, account
):
    sign_in(ana)
    page.goto("/account/board/", wait_until="networkidle")
    page.locator(".deal").focus()
    page.keyboard.press("m")
    page.get_by_role("menuitemradio", name="Current").wait_for()
    check_access(page)
    page.get_by_role("menuitemradio", name="Current").focus()
    page.keyboard.press("Enter")
    page.locator('.lane[data-value="current"] .deal').wait_for()
    assert Account.objects.get(pk=account.pk).role == "current"


def test_a_card_is_dragged(page, sign_in, ana, account):
    sign_in(ana)
    page.goto("/account/board/", wait_until="networkidle")
    page.locator(".deal").drag_to(page.locator('.lane[data-value="lost"]'))
    page.locator('.lane[data-value="lost"] .deal').wait_for()
    assert Account.objects.get(pk=account.pk).role == "lost"


def test_a_card_is_dragged_to_another_swim_lane_and_column_at_once(
    page, sign_in, ana, ben, account
):
    values = {"name": "Bolt", "role": "current", "owner": ben.user_id}
    create_record(noun_named("account"), values, actor=ana, at=timezone.now())
    sign_in(ana)
    page.goto("/account/board/?filter={}&group=owner", wait_until="networkidle")
    there = page.locator(f'.band[data-band="{ben.user_id}"] .lane[data-value="lost"]')
    page.locator(".deal", has_text="苏州博衡").drag_to(there)
    there.locator(".deal").wait_for()
    found = Account.objects.get(pk=account.pk)
    assert (found.role, found.owner_id) == ("lost", ben.user_id)


def test_an_event_goes_to_another_day_by_drag_and_by_keyboard(page, sign_in, check_access, ana):
    at = timezone.now().replace(day=10, hour=2, minute=0, second=0, microsecond=0)
    values = {"name": "Review", "kind": "meeting", "due_at": at.isoformat()}
    made = create_record(noun_named("activity"), values, actor=ana, at=at)
    sign_in(ana)
    page.goto(f"/activity/calendar/?filter={{}}&day={at.date()}", wait_until="networkidle")
    page.locator(".event").drag_to(page.locator(f'[data-value="{at.date().replace(day=12)}"]'))
    page.get_by_text("Review moved").wait_for()
    assert Activity.objects.get(pk=made.pk).due_at.day == 12
    page.locator(f'[data-value="{at.date().replace(day=12)}"] .event').wait_for()
    page.locator(".event").focus()
    page.keyboard.press("m")
    page.locator("#move-day").fill(str(at.date().replace(day=15)))
    check_access(page)
    page.keyboard.press("Enter")
    page.locator(f'[data-value="{at.date().replace(day=15)}"] .event').wait_for()
    assert Activity.objects.get(pk=made.pk).due_at.day == 15
