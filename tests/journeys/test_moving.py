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
    page.locator("#move-day").fill(f"{at.date().replace(day=15)}T10:00")
    check_access(page)
    page.keyboard.press("Enter")
    page.locator(f'[data-value="{at.date().replace(day=15)}"] .event').wait_for()
    assert Activity.objects.get(pk=made.pk).due_at.day == 15


@pytest.fixture
def review(ana):
    """A meeting on the Monday of a week in this month, at ten for an hour."""
    day = timezone.localdate().replace(day=10)
    monday = day - dt.timedelta(days=day.weekday())
    values = {"name": "Review", "kind": "meeting", "due_at": f"{monday}T10:00"}
    values |= {"ends_at": f"{monday}T11:00"}
    return create_record(noun_named("activity"), values, actor=ana, at=timezone.now())


def dragged(page, begin, end):
    page.mouse.move(*begin)
    page.mouse.down()
    page.mouse.move(*end, steps=5)
    page.mouse.up()


def test_the_hours_of_a_week_are_moved_and_lengthened(page, sign_in, check_access, ana, review):
    monday = timezone.localtime(review.due_at).date()
    sign_in(ana)
    page.goto(f"/activity/calendar/?span=week&day={monday}", wait_until="networkidle")
    check_access(page)
    wednesday = page.locator(".hours-day").nth(2).bounding_box()
    hour = wednesday["height"] / 24

    box = page.locator(".slot").bounding_box()
    there = (wednesday["x"] + 40, box["y"] + 12 + 2.5 * hour)
    dragged(page, (box["x"] + 12, box["y"] + 12), there)
    page.locator('.slot[data-from="750"]').wait_for()
    moved = Activity.objects.get(pk=review.pk)
    assert moved.due_at - review.due_at == dt.timedelta(days=2, hours=2, minutes=30)

    box = page.locator(".slot").bounding_box()
    edge = (box["x"] + 40, box["y"] + box["height"] - 3)
    dragged(page, edge, (edge[0], edge[1] + 3 + hour))
    page.locator('.slot[data-till="870"]').wait_for()
    assert Activity.objects.get(pk=review.pk).ends_at - moved.due_at == dt.timedelta(hours=2)


def test_an_hour_is_moved_by_keyboard(page, sign_in, check_access, ana, review):
    monday = timezone.localtime(review.due_at).date()
    sign_in(ana)
    page.goto(f"/activity/calendar/?span=week&day={monday}", wait_until="networkidle")

    page.locator(".slot .event").focus()
    page.keyboard.press("m")
    page.locator("#move-until").fill(f"{monday}T15:00")
    check_access(page)
    page.keyboard.press("Enter")

    page.locator('.slot[data-till="900"]').wait_for()


def test_an_empty_time_becomes_a_meeting_and_arrows_lead_to_it(page, sign_in, ana):
    at = timezone.now()
    monday = at.date() - dt.timedelta(days=at.weekday())
    sign_in(ana)
    page.goto(f"/activity/calendar/?span=week&day={monday}", wait_until="networkidle")
    box = page.locator(".hours-day").nth(3).bounding_box()
    hour = box["height"] / 24
    page.mouse.move(box["x"] + 40, box["y"] + 10 * hour + 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 11.5 * hour, steps=5)
    page.mouse.up()
    page.get_by_label("Subject").fill("Visit")
    page.keyboard.press("Enter")
    page.locator('.slot[data-from="600"][data-till="690"] .event').wait_for()
    visit = Activity.objects.get(name="Visit")
    assert visit.kind == "meeting" and visit.ends_at - visit.due_at == dt.timedelta(minutes=90)

    page.locator("body").click(position={"x": 5, "y": 5})
    page.keyboard.press("ArrowDown")
    assert "Visit" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/activity/{visit.pk}/")
