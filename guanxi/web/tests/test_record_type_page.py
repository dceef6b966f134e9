"""A record type of one's own on screen: names, icon, list, board, calendar, retired and back."""

import pytest
from django.utils import translation

from guanxi.platform.actors.models import Grant, Role
from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.writing import create_record

ABOUT = "/settings/fields/machine/about/"
RETIRE = "/settings/fields/machine/retire/"
SAID = {
    "label_zh": "生产设备",
    "label_en": "Plant machine",
    "plural_en": "Plant machines",
    "icon": "truck",
    "column": ["name", "tier", "bought"],
    "sort": "bought",
    "order": "down",
    "board_by": "tier",
    "board_total": "bought",
    "calendar_start": "touched",
}


@pytest.fixture
def admins(browser_of, machine, admin):
    return browser_of(admin)


def test_names_and_icon_are_put_right(admins):
    assert "Names, list, board" in admins.get("/settings/fields/machine/").content.decode()
    assert admins.post(ABOUT, SAID).status_code == 302

    noun = noun_named("machine")
    with translation.override("en"):
        assert [str(one) for one in noun.labels] == ["Plant machine", "Plant machines"]
    assert noun.icon == "truck"
    assert "Plant machines" in admins.get("/machine/").content.decode()
    assert Fact.objects.filter(kind="noun.changed").count() == 1


def test_the_list_shows_the_chosen_columns_in_the_chosen_order(admins, press, lathe):
    admins.post(ABOUT, SAID)

    page = admins.get("/machine/").content.decode()
    assert page.index("苏州冲床") < page.index("无锡车床")
    assert noun_named("machine").columns == ["name", "tier", "bought"]
    assert noun_named("machine").sort == "-bought"


def test_a_board_and_a_calendar_stand_by_its_fields(admins, machine, press, ana, at):
    create_record(machine, {"name": "焊机", "touched": "2026-11-20"}, actor=ana, at=at)
    assert admins.get("/machine/board/").status_code == 404
    admins.post(ABOUT, SAID)

    board = admins.get("/machine/board/")
    assert (board.status_code, "苏州冲床" in board.content.decode()) == (200, True)
    calendar = admins.get("/machine/calendar/?day=2026-11-20")
    assert (calendar.status_code, "焊机" in calendar.content.decode()) == (200, True)
    assert "/machine/board/" in admins.get("/machine/").content.decode()


def test_the_form_shows_what_was_said(admins):
    admins.post(ABOUT, SAID)

    page = admins.get(ABOUT)
    said = page.context
    assert (said["sort"], said["is_descending"]) == ("bought", True)
    assert [one.chosen for one in (*said["board"], *said["calendar"])] == [
        "tier",
        "bought",
        "touched",
        "",
    ]
    shown = [field.name for field, is_shown in said["columns"] if is_shown]
    assert (shown, said["said"]["icon"]) == (["name", "tier", "bought"], "truck")


def test_columns_left_as_they_are_go_on_following_the_fields(admins):
    shown = [field.name for field, is_shown in admins.get(ABOUT).context["columns"] if is_shown]
    admins.post(ABOUT, {**SAID, "column": shown})

    CustomField.objects.create(noun="machine", name="power", type="number", label_zh="功率")
    schema_changed()
    assert "power" in noun_named("machine").columns


@pytest.mark.parametrize(
    "wrong",
    [
        {"label_zh": "", "label_en": ""},
        {"board_by": "bought"},
        {"board_by": "gone"},
        {"board_total": "city"},
        {"calendar_start": "name"},
        {"column": ["gone"]},
        {"sort": "gone"},
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(admins, wrong):
    page = admins.post(ABOUT, {**SAID, **wrong})

    assert page.status_code == 422
    row = CustomNoun.objects.get(key="machine")
    assert (row.label_zh, row.settings) == ("设备", {})


def test_a_record_type_is_retired_and_comes_back_with_its_records(admins, press):
    assert admins.post(RETIRE).status_code == 302
    assert "machine" not in nouns()
    assert admins.get("/machine/").status_code == 404
    assert "Machine" in admins.get("/settings/fields/").content.decode()

    assert admins.post(RETIRE).status_code == 302
    assert "苏州冲床" in admins.get("/machine/").content.decode()


def test_a_record_type_that_is_pointed_to_says_so_and_stays(admins):
    CustomField.objects.create(
        noun="account",
        name="press",
        type="relation",
        label_zh="冲床",
        settings={"target": "machine"},
    )
    schema_changed()

    page = admins.post(RETIRE)
    assert (page.status_code, "press" in page.content.decode()) == (422, True)
    assert "machine" in nouns()


@pytest.mark.parametrize("where", [ABOUT, RETIRE])
def test_only_an_administrator_shapes_record_types(anas, where):
    assert anas.post(where, SAID).status_code == 403
    assert anas.get(ABOUT).status_code == 403
    assert CustomNoun.objects.get(key="machine").label_zh == "设备"


@pytest.mark.parametrize("key", ["account", "nothing"])
def test_what_is_built_in_has_no_such_page(admins, key):
    assert admins.get(f"/settings/fields/{key}/about/").status_code == 404
    assert admins.post(f"/settings/fields/{key}/retire/").status_code == 404


def test_a_new_record_type_takes_its_address_from_its_english_name(admins):
    given = {"label_zh": "维修工单", "label_en": "Repair order"}

    assert admins.post("/settings/fields/", given)["Location"] == "/settings/fields/repair_order/"


def test_what_is_refused_is_called_as_the_form_calls_it(admins):
    given = {"label_zh": "去向", "label_en": "Target", "type": "relation"}

    page = admins.post("/settings/fields/machine/", given).content.decode()

    assert "Relation to: Choose what the field points to." in page


def test_a_new_record_type_opens_to_roles_as_another_does(browser_of, admin, machine, seller):
    Role.objects.create(code="guest", label_zh="访客", label_en="Guest")
    Grant.objects.filter(role=seller, permission__startswith="machine.").delete()
    Grant.objects.create(role=seller, permission="machine.read", scope="own")
    given = {"label_zh": "维修工单", "label_en": "Repair order"}

    browser_of(admin).post("/settings/fields/", {**given, "like": "machine"})

    held = Grant.objects.filter(permission__startswith="repair_order.")
    assert list(held.values_list("role__code", "permission", "scope")) == [
        (seller.code, "repair_order.read", "own")
    ]


def test_a_new_record_type_may_be_for_administrators_alone(browser_of, admin, machine):
    given = {"label_zh": "维修工单", "label_en": "Repair order", "like": ""}

    browser_of(admin).post("/settings/fields/", given)

    assert CustomNoun.objects.filter(key="repair_order").exists()
    assert not Grant.objects.filter(permission__startswith="repair_order.").exists()
