"""Fields in sections: the page that makes them, and every screen that follows."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanxi.platform.actors.models import User
from guanxi.platform.custom.arranging import SectionDraft, arrange_form
from guanxi.platform.custom.models import CustomField, FormArrangement
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record

WHERE = "/settings/fields/machine/sections/"
LINES = ["section:", "tier", "name", "section:", "bought", "city", "touched"]


@pytest.fixture
def admins(browser_of, machine, admin):
    return browser_of(admin)


@pytest.fixture
def arranged(machine, admin, at):
    parts = [
        SectionDraft("分类", "Kinds", ("tier", "name")),
        SectionDraft("钱", "Money", ("bought", "city")),
    ]
    return arrange_form(machine, parts, ["tier"], version=0, actor=admin, at=at)


def make_many(number, kind="text", **settings):
    CustomField.objects.bulk_create(
        CustomField(
            noun="machine",
            name=f"own_{one}",
            type=kind,
            label_zh=f"参数{one}",
            label_en=f"Figure {one}",
            position=10 + one,
            settings=settings,
        )
        for one in range(number)
    )
    schema_changed()


def titles(page):
    return re.findall(r"<(?:legend|h2)>([^<]+)</", page)


def order(page, names):
    places = {name: page.find(f'id="f-{name}"') for name in names}
    return sorted((name for name in names if places[name] > 0), key=places.get)


def test_sections_are_made_in_both_languages(admins):
    page = admins.get(WHERE).content.decode()
    assert 'value="name"' in page and 'value="section:d0"' in page

    given = {
        "line": LINES,
        "zh": ["分类", "钱"],
        "en": ["Kinds", ""],
        "quick": ["tier"],
        "version": 0,
    }
    assert admins.post(WHERE, given).status_code == 302

    row = FormArrangement.objects.get(noun="machine")
    assert [(one["zh"], one["en"], one["fields"]) for one in row.sections] == [
        ("分类", "Kinds", ["tier", "name"]),
        ("钱", "", ["bought", "city", "touched"]),
    ]
    assert admins.get(WHERE).content.decode().count("data-section>") == 4


def test_what_makes_no_form_is_said_and_what_was_typed_stays(admins):
    given = {"line": LINES, "zh": ["分类", ""], "en": ["Kinds", ""], "version": 0}
    answer = admins.post(WHERE, given)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Name every section." in page and 'value="Kinds"' in page
    assert not FormArrangement.objects.exists()


def test_only_an_administrator_opens_it(anas):
    assert anas.get(WHERE).status_code == 403


def test_it_goes_back_to_as_it_came(admins, arranged):
    assert admins.post(WHERE, {"act": "declared"}).status_code == 302
    assert not FormArrangement.objects.exists()


def test_the_form_follows(anas, arranged):
    page = anas.get("/machine/new/").content.decode()

    assert titles(page)[:3] == ["Kinds", "Money", "More"]
    assert order(page, ["name", "city", "tier", "bought", "touched"]) == [
        "tier",
        "name",
        "bought",
        "city",
        "touched",
    ]


def test_quick_create_follows(anas, arranged):
    page = anas.get("/machine/new/", headers={"HX-Request": "true"}).content.decode()

    assert order(page, ["name", "city", "tier", "bought"]) == ["tier", "name"]


def test_the_page_of_a_record_follows(anas, press, arranged):
    page = anas.get(f"/machine/{press.pk}/").content.decode()

    assert titles(page)[:2] == ["Kinds", "Money"]
    assert page.index("Tier</dt>") < page.rindex("Bought</dt>") < page.index("City</dt>")


def test_filters_and_columns_show_the_sections(anas, arranged):
    editor = anas.get("/machine/filter/add/").content.decode()
    groups = re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', editor, re.DOTALL)
    assert [label for label, _options in groups][:3] == ["Kinds", "Money", "Machine"]
    assert "Bought" in groups[1][1] and "Touched" in groups[2][1]

    columns = anas.get("/machine/columns/?state=/machine/?columns=name").content.decode()
    heads = re.findall(r'class="order-head"[^>]*><b>([^<]+)<', columns)
    assert heads == ["Kinds", "Money", "Machine"]


def test_the_order_by_rest_stays_as_it_was(anas, press, machine, admin, at):
    def answers():
        return [
            anas.get("/api/v1/openapi.json").content,
            anas.get(f"/api/v1/machine/{press.pk}/").content,
        ]

    before = answers()
    parts = [SectionDraft("甲", "A", ("touched", "city", "name"))]
    arrange_form(machine, parts, [], version=0, actor=admin, at=at)

    assert answers() == before


def test_a_long_form_folds_and_shows_the_way_to_each_section(anas, machine, admin, at):
    make_many(60)
    names = [f"own_{one}" for one in range(60)]
    parts = [SectionDraft("一", "One", ("name", *names[:45])), SectionDraft("二", "Two", ("tier",))]
    arrange_form(machine, parts, [], version=0, actor=admin, at=at)

    page = anas.get("/machine/new/").content.decode()

    assert "<gx-sections" in page and "data-find" in page
    assert re.findall(r'data-section="(\w+)" open', page) == ["s1"]
    assert re.findall(r'href="#section-(\w+)"', page) == ["s1", "s2", "rest"]
    assert 'data-spelled="figure' in page


def test_a_person_finds_sections_as_they_left_them(anas, machine, ana):
    make_many(40)
    said = {"key": "rest", "place": "form", "open": "yes"}

    assert anas.post("/machine/sections/", {**said, "key": "d0", "open": "no"}).status_code == 204
    page = anas.get("/machine/new/").content.decode()

    assert re.findall(r'data-section="(\w+)" open', page) == []
    assert User.objects.get(pk=ana.user_id).preferences["sections"] == {
        "machine.form": {"d0": False}
    }
    assert anas.post("/machine/sections/", {**said, "key": "nowhere"}).status_code == 404
    assert anas.get("/machine/sections/").status_code == 404


def test_what_is_wrong_is_never_folded_away(anas, machine, ana):
    make_many(40)
    anas.post("/machine/sections/", {"key": "d0", "place": "form", "open": "no"})

    answer = anas.post("/machine/new/", {"name": "甲", "bought": "viel"})

    assert answer.status_code == 422
    assert 'data-section="d0" open' in answer.content.decode()


def test_a_page_with_many_facts_folds_them(anas, machine, press, ana, at):
    make_many(50)
    update_record(machine, press.pk, {f"own_{n}": "x" for n in range(50)}, actor=ana, at=at)

    page = anas.get(f"/machine/{press.pk}/").content.decode()

    assert 'data-place="page"' in page and "data-find" in page
    assert page.count("<dt data-spelled=") > 50


def test_fifty_relations_ask_no_more_than_two(anas, machine, press, lathe, ana, at):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert anas.get(f"/machine/{press.pk}/edit/").status_code == 200
        return len(queries)

    make_many(50, "relation", target="machine")
    few = {f"own_{one}": lathe.pk for one in range(2)}
    update_record(machine, press.pk, few, actor=ana, at=at)
    asked()
    with_few = asked()
    many = {
        f"own_{one}": create_record(machine, {"name": f"机{one}"}, actor=ana, at=at).pk
        for one in range(50)
    }
    update_record(noun_named("machine"), press.pk, many, actor=ana, at=at)

    assert asked() <= with_few


NEW_FIELD = {"label_zh": "功率", "label_en": "Power", "name": "power", "type": "number"}


def sections_of_machine():
    return {one["zh"]: one["fields"] for one in FormArrangement.objects.get().sections}


def test_a_new_field_gets_its_section_in_its_own_form(admins, arranged):
    page = admins.get("/settings/fields/machine/").content.decode()
    assert '<option value="s2">Money</option>' in page

    admins.post("/settings/fields/machine/", {**NEW_FIELD, "section": "s2"})

    assert sections_of_machine() == {"分类": ["tier", "name"], "钱": ["bought", "city", "power"]}


def test_a_field_moves_to_another_section_in_its_form_and_out_of_them(admins, arranged):
    field = CustomField.objects.get(noun="machine", name="city")
    where = f"/settings/fields/machine/{field.pk}/"
    assert '<option value="s2" selected>' in admins.get(where).content.decode()
    said = {"label_zh": "城市", "label_en": "City"}

    admins.post(where, {**said, "section": "s1"})
    assert sections_of_machine() == {"分类": ["tier", "name", "city"], "钱": ["bought"]}

    admins.post(where, {**said, "section": ""})
    assert sections_of_machine() == {"分类": ["tier", "name"], "钱": ["bought"]}


def test_a_form_as_it_was_declared_is_arranged_only_where_a_section_is_chosen(admins, machine):
    admins.post("/settings/fields/account/", {**NEW_FIELD, "section": ""})
    assert not FormArrangement.objects.exists()

    admins.post("/settings/fields/account/", {**NEW_FIELD, "name": "width", "section": "d1"})
    sections = FormArrangement.objects.get(noun="account").sections
    assert [one["key"] for one in sections if "width" in one["fields"]] == ["d1"]
    assert len(sections) == len(noun_named("account").form)


def test_a_section_that_is_not_there_makes_no_field(admins, arranged):
    answer = admins.post("/settings/fields/machine/", {**NEW_FIELD, "section": "s9"})

    assert answer.status_code == 422
    assert not CustomField.objects.filter(name="power").exists()
