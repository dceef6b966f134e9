"""A record type of the firm's own in a browser: named anew, with a board, retired and back."""

import re

import pytest

from guanxi.platform.custom.changing import create_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.custom.making import NounDraft, create_noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STAGES = [
    {"key": "new", "zh": "待检", "en": "To check", "tone": "gamboge"},
    {"key": "done", "zh": "完成", "en": "Done", "tone": "malachite"},
]


@pytest.fixture
def machines(admin, seller, at):
    """Machines with a stage, a price and a day, made by an administrator."""
    create_noun(NounDraft("machine", "设被", "Machine"), {seller.pk: "team"}, actor=admin, at=at)
    for name, kind, zh, options in (
        ("stage", "choice", "阶段", STAGES),
        ("price", "money", "价格", []),
        ("checked", "date", "检修日", []),
    ):
        draft = FieldDraft(name, kind, zh, name.title(), options=options)
        create_field("machine", draft, actor=admin, at=at)
    values = {"name": "苏州冲床", "stage": "new", "price": "128000", "checked": "2026-11-20"}
    create_record(noun_named("machine"), values, actor=admin, at=at)


def test_a_record_type_gets_its_right_name_a_board_and_its_columns(
    page, sign_in, check_access, admin, machines
):
    sign_in(admin)
    page.goto("/settings/fields/machine/")
    page.get_by_role("link", name="Names, list, board").click()
    page.get_by_label("Name in Chinese").fill("设备")
    page.get_by_label("Plural in English").fill("Machines")
    page.get_by_role("radio", name="Truck").check()
    page.get_by_role("button", name="Price earlier").press("Enter")
    page.get_by_label("A column for each").select_option("stage")
    page.get_by_label("Added up in its head").select_option("price")
    page.get_by_label("Stands on the day of").select_option("checked")
    check_access(page)
    page.get_by_role("button", name="Save").click()

    page.wait_for_load_state()
    assert page.get_by_label("A column for each").input_value() == "stage"
    page.goto("/machine/")
    heads = page.locator("thead th").all_inner_texts()
    assert [one for one in heads if one in {"Price", "Stage"}] == ["Price", "Stage"]
    page.goto("/machine/board/")
    assert page.get_by_text("苏州冲床").is_visible()


def test_a_record_type_is_retired_and_brought_back(page, sign_in, check_access, admin, machines):
    sign_in(admin)
    page.goto("/settings/fields/machine/about/")
    page.get_by_role("button", name="Retire").click()
    page.wait_for_url("**/settings/fields/")
    check_access(page)
    page.get_by_role("button", name="Bring back").click()
    page.goto("/machine/")
    assert page.get_by_text("苏州冲床").is_visible()


def test_a_file_is_chosen_in_dialog_and_form_and_shown_by_name(
    page, sign_in, check_access, admin, machines, at, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    drawing = FieldDraft("drawing", "file", "图纸", "Drawing", is_required=True)
    create_field("machine", drawing, actor=admin, at=at)
    sign_in(admin)
    page.goto("/machine/")
    page.keyboard.press("c")
    page.locator("#f-name").fill("无锡车床")
    page.get_by_role("button", name="Make machine").click()
    page.get_by_text("Fill this in.").first.wait_for()
    chosen = {"name": "车床.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    page.locator("#f-drawing").set_input_files(chosen)
    assert page.locator("gx-file").inner_text().split() == ["Choose", "a", "file", "车床.pdf"]
    check_access(page)
    page.get_by_role("button", name="Make machine").click()
    page.wait_for_url(re.compile(r"/machine/\d+/$"))
    assert page.get_by_role("link", name="车床.pdf").first.is_visible()
    record = page.url

    page.goto(f"{record}edit/")
    assert page.get_by_role("link", name="车床.pdf").is_visible()
    page.locator("#f-drawing").set_input_files({**chosen, "name": "新图.pdf"})
    check_access(page)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(record)
    assert page.get_by_role("link", name="新图.pdf").first.is_visible()
