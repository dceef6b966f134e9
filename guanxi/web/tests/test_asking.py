"""A form shows the conditional fields that apply, and says anew which they are."""

import pytest

from guanxi.customers.models import Account
from guanxi.platform.custom.changing import create_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record


@pytest.fixture
def lessor(machine, admin, at):
    when = {"visible_when": {"field": "vip", "value": "是"}}
    draft = FieldDraft("lessor", "text", "租赁方", "Lessor", settings=when, is_required=True)
    return create_field("machine", draft, actor=admin, at=at)


def idle_inputs(page):
    return {one.field.name for one in page.context["inputs"] if one.is_idle}


def asked(browser, path, **given):
    given.setdefault("shown", "vip lessor")
    return browser.post(path, given).json()["idle"]


def test_a_new_form_hides_what_does_not_apply_yet(lessor, anas):
    page = anas.get("/machine/new/")

    assert idle_inputs(page) == {"lessor"}
    assert 'data-when="lessor" hidden' in page.content.decode()
    assert '<gx-asked src="/machine/asked/" watch="vip"' in page.content.decode()


@pytest.fixture
def needed(machine, admin, at):
    when = {"visible_when": {"field": "vip", "value": "是"}, "shown_always": True}
    draft = FieldDraft("reason", "text", "理由", "Reason", settings=when, is_required=True)
    return create_field("machine", draft, actor=admin, at=at)


def test_a_field_that_may_be_empty_elsewhere_is_shown_and_marked_when_it_is_required(needed, anas):
    page = anas.get("/machine/new/")

    assert idle_inputs(page) == set()
    assert 'data-must="reason" hidden' in page.content.decode()
    assert '<gx-asked src="/machine/asked/" watch="vip"' in page.content.decode()
    for vip, said in (("", []), ("yes", ["reason"])):
        told = anas.post("/machine/asked/", {"shown": "vip reason", "vip": vip}).json()
        assert told == {"idle": [], "needed": said}


def test_no_door_takes_a_record_without_what_is_required_now(needed, machine, anas, ana, at):
    press = create_record(machine, {"name": "冲床"}, actor=ana, at=at)
    where, as_json = f"/api/v1/machine/{press.pk}/", {"content_type": "application/json"}

    refused = [
        anas.post("/machine/new/", {"name": "新", "vip": "yes"}),
        anas.post(f"/machine/{press.pk}/edit/", {"name": "冲床", "vip": "yes", "version": 1}),
        anas.patch(where, {"vip": True, "version": 1}, **as_json),
        anas.post("/api/v1/machine/", {"name": "新", "vip": True}, **as_json),
    ]
    in_place = anas.post(f"/machine/{press.pk}/cell/vip/", {"vip": "yes", "version": 1})

    assert {one.status_code for one in refused} == {422}
    assert "Reason" in in_place.content.decode()
    press.refresh_from_db()
    assert (press.version, type(press).objects.filter(noun="machine").count()) == (1, 1)
    filled = {"vip": True, "reason": "老客户", "version": 1}
    assert anas.patch(where, filled, **as_json).status_code == 200


def test_what_may_be_empty_elsewhere_keeps_its_value(needed, machine, ana, at):
    made = create_record(machine, {"name": "冲床", "reason": "老客户"}, actor=ana, at=at)

    update_record(machine, made.pk, {"vip": True}, actor=ana, at=at)
    update_record(machine, made.pk, {"vip": False}, actor=ana, at=at)

    made.refresh_from_db()
    assert machine.field("reason").value_of(made) == "老客户"


def test_a_form_without_conditions_asks_nothing(machine, anas):
    assert "gx-asked" not in anas.get("/machine/new/").content.decode()


def test_the_server_says_which_fields_apply_as_the_form_stands(lessor, anas):
    assert asked(anas, "/machine/asked/") == ["lessor"]
    assert asked(anas, "/machine/asked/", vip="yes") == []


def test_what_a_form_does_not_show_counts_as_it_is_stored(lessor, machine, anas, ana, at):
    leased = create_record(
        machine, {"name": "冲床", "vip": True, "lessor": "中信"}, actor=ana, at=at
    )
    where = f"/machine/{leased.pk}/asked/"

    assert asked(anas, where, shown="lessor") == []
    assert asked(anas, where) == ["lessor"]


def test_nobody_else_learns_what_a_record_holds(lessor, press, browser_of, cleo):
    assert browser_of(cleo).post(f"/machine/{press.pk}/asked/").status_code == 404
    assert browser_of(cleo).get("/machine/asked/").status_code == 404


def test_what_was_typed_before_it_stopped_to_apply_stands_in_nobodys_way(lessor, press, anas):
    anas.post(f"/machine/{press.pk}/edit/", {"name": "冲床", "version": press.version})
    given = {"name": "冲床", "lessor": "x" * 600, "version": press.version + 1}

    assert anas.post(f"/machine/{press.pk}/edit/", given).status_code == 302
    assert anas.post("/machine/new/", {"name": "neu", "lessor": "x" * 600}).status_code == 302


def test_a_refused_form_shows_what_applies_as_it_was_typed(lessor, anas):
    page = anas.post("/machine/new/", {"name": "冲床", "vip": "yes"})

    assert (page.status_code, idle_inputs(page)) == (422, set())
    assert {one.field.name for one in page.context["problems"]} == {"lessor"}


def test_a_customer_who_is_a_person_is_asked_for_other_things(anas, ana, at):
    noun = noun_named("account")
    firm = create_record(noun, {"name": "甲公司"}, actor=ana, at=at)
    Account.objects.filter(pk=firm.pk).update(kind="business")

    page = anas.get(f"/account/{firm.pk}/edit/")

    assert idle_inputs(page) == {"gender", "birthday"}
    idle = asked(anas, f"/account/{firm.pk}/asked/", shown=page.context["shown"], kind="person")
    assert idle == sorted(
        name
        for name, one in noun.fields.items()
        if one.visible_when and one.visible_when["op"] == "is_not"
    )


def test_a_field_that_hangs_on_a_file_shows_once_the_file_is_chosen(machine, admin, at, anas):
    create_field("machine", FieldDraft("manual", "file", "手册", "Manual"), actor=admin, at=at)
    when = {"visible_when": {"field": "manual", "op": "not_empty"}}
    draft = FieldDraft("edition", "text", "版次", "Edition", settings=when)
    create_field("machine", draft, actor=admin, at=at)
    shown = {"shown": "manual edition"}

    assert 'data-of="manual"' in anas.get("/machine/new/").content.decode()
    assert asked(anas, "/machine/asked/", **shown) == ["edition"]
    assert asked(anas, "/machine/asked/", **shown, **{"manual-file": "a.pdf"}) == []
    stored = {"manual": "7", "manual-out": "yes"}
    assert asked(anas, "/machine/asked/", **shown, **stored) == ["edition"]
