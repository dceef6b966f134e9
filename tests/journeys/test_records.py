"""Writing on a record: the composer by keyboard, mentions, files, and two people at one record."""

import pytest
from django.utils import timezone

from guanxi.activities.models import Activity
from guanxi.customers.models import Interaction
from guanxi.platform.files.models import StoredFile
from guanxi.platform.messages.models import Note, Notification
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record
from guanxi.platform.views.keeping import keep_view
from guanxi.platform.views.state import ViewState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def acme(ana):
    values = {"name": "苏州博衡传感技术有限公司", "city": "苏州"}
    return create_record(noun_named("account"), values, actor=ana, at=timezone.now())


@pytest.fixture
def at_record(page, sign_in, ana, ben, cleo, acme):
    sign_in(ana)
    page.goto(f"/account/{acme.pk}/", wait_until="networkidle")
    return page


def write(page, kind, text):
    """By keyboard only: N, back to the kinds, the arrow keys, Tab, the text, Ctrl Enter."""
    page.keyboard.press("n")
    page.keyboard.press("Shift+Tab")
    while page.locator("[name=kind]:checked").get_attribute("value") != kind:
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type(text)
    with page.expect_response("**/compose/"):
        page.keyboard.press("Control+Enter")
    page.locator("#timeline").get_by_text(text).first.wait_for()
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")


def test_every_kind_is_written_by_keyboard_alone(at_record, check_access):
    kinds = ("note", "phone", "meeting", "email", "wechat", "task")
    for kind in kinds:
        write(at_record, kind, f"about {kind}")
    assert Note.objects.get().text == "about note"
    assert set(Interaction.objects.values_list("channel", flat=True)) == set(kinds[1:5])
    assert Activity.objects.get().name == "about task"
    check_access(at_record)


def test_a_colleague_is_mentioned_by_keyboard(at_record, check_access):
    page = at_record
    page.keyboard.press("n")
    page.wait_for_function("document.activeElement !== document.body")
    page.keyboard.type("@be")
    page.get_by_role("option", name="Ben").wait_for()
    check_access(page)
    page.keyboard.press("Enter")
    page.keyboard.type("look at this")
    with page.expect_response("**/compose/"):
        page.keyboard.press("Control+Enter")
    page.locator("#timeline").get_by_text("@Ben look at this").wait_for()
    assert Notification.objects.get().user.username == "ben"


def test_files_are_added_by_button_and_by_pasting(at_record, acme, check_access):
    page = at_record
    page.goto(f"/account/{acme.pk}/files/", wait_until="networkidle")
    with page.expect_navigation():
        page.locator("gx-drop input").set_input_files(
            {"name": "报价.png", "mimeType": "image/png", "buffer": PNG}
        )
    page.get_by_role("link", name="报价.png", exact=True).wait_for()
    with page.expect_navigation():
        page.evaluate(
            """() => {
              const carried = new DataTransfer();
              carried.items.add(new File(["drawn"], "pasted.txt"));
              document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried }));
            }"""
        )
    page.get_by_role("link", name="pasted.txt", exact=True).wait_for()
    assert StoredFile.objects.count() == 2
    check_access(page)
    with page.expect_response("**/remove/"):
        page.get_by_role("button", name="Delete pasted.txt").click()
    page.get_by_role("button", name="Undo").wait_for()
    assert StoredFile.objects.filter(deleted_at=None).count() == 1


def test_what_another_changed_meanwhile_is_not_overwritten_in_place(at_record, acme, ben):
    page = at_record
    page.locator("dd[data-f=city]").click()
    page.locator("dd.editing input:not([type=hidden])").fill("昆山")
    changed = {"city": "无锡"}
    update_record(noun_named("account"), acme.pk, changed, actor=ben, at=timezone.now())
    page.keyboard.press("Enter")
    page.locator("dd.editing .late").get_by_text("Wuxi").wait_for()
    acme.refresh_from_db()
    assert acme.city == "无锡"
    page.keyboard.press("Enter")
    page.locator("dd.editing").wait_for(state="detached")
    acme.refresh_from_db()
    assert acme.city == "昆山"


def test_a_saved_view_is_picked_in_a_dialog_by_arrow_keys(
    page, sign_in, ana, ben, cleo, acme, check_access
):
    accounts = noun_named("account")
    kept = keep_view(
        ana, accounts, "Worth calling", ViewState(filter={"field": "city", "value": "苏州"})
    )
    keep_view(cleo, accounts, "Not hers to see", ViewState())
    now = timezone.now()
    values = {"name": "Call", "starts_on": now.date(), "control_percent": 40}
    experiment = create_record(noun_named("experiment"), values, actor=ana, at=now)
    sign_in(ana)
    page.goto(f"/experiment/{experiment.pk}/", wait_until="networkidle")
    page.get_by_role("link", name="Split a saved view").or_(
        page.get_by_role("button", name="Split a saved view")
    ).first.click()
    page.get_by_role("combobox", name="Saved view of customers").wait_for()

    page.keyboard.press("ArrowDown")
    page.get_by_role("option", name="Worth calling").wait_for()
    assert page.get_by_role("option").count() == 1
    check_access(page)
    page.keyboard.press("Enter")
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name="Split a saved view").click()

    experiment.refresh_from_db()
    assert experiment.followed_id == kept.pk
    assert experiment.members.get().account_id == acme.pk
