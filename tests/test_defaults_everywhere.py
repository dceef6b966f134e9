"""What a new record starts with is the same by every door: form, REST and import."""

import pytest
from django.db import connection
from django.test import Client

from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.custom.changing import create_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.custom.making import NounDraft, create_noun
from guanxi.platform.custom.models import CustomField, CustomRecord
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, matching
from guanxi.platform.records.writing import create_record
from guanxi.web.settings.field_form import draft_given

STATES = [{"key": "new", "zh": "全新", "en": "New"}, {"key": "used", "zh": "二手", "en": "Used"}]
OPTIONS = "全新 | New | new\n二手 | Used | used"
# What an administrator types, what every record then holds, and what finds it.
DEFAULTS = {
    "text": (" 备注 ", "备注", "备注"),
    "long": ("说明", "说明", None),
    "number": ("12.50", 12.5, "12.5"),
    "money": ("100", 10_000, "100"),
    "boolean": ("是", True, True),
    "date": ("2026-01-02", "2026-01-02", "2026-01-02"),
    "datetime": ("2026-01-02 08:30", "2026-01-02T00:30:00Z", "2026-01-02 08:30"),
    "choice": ("全新", "new", "new"),
    "multi": ("全新, Used", ["new", "used"], None),
    "phone": ("138-0013-8000", "+8613800138000", "+8613800138000"),
    "email": ("Ana@Example.com", "ana@example.com", "ana@example.com"),
    "url": ("example.com", "https://example.com", "https://example.com"),
    "address": ("工业园区", "工业园区", "工业园区"),
}


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.REST_CALLS_PER_SECOND = 0


@pytest.fixture
def noun(admin, seller, ana, at):
    create_noun(NounDraft("gauge", "量具", "Gauge"), {seller.pk: "team"}, actor=admin, at=at)
    return noun_named("gauge")


@pytest.fixture
def maker(noun, ana):
    return actor_for_user(User.objects.get(pk=ana.user_id))


@pytest.fixture
def browser(maker):
    client = Client()
    client.force_login(User.objects.get(pk=maker.user_id))
    return client


def imported(maker, at):
    run = draft_import("gauge", [b"name\nby import\n"], "gauges.csv", actor=maker, at=at)
    run = agree(run, Options(), run.mapping, actor=maker, at=at)
    run = run_import(run, actor=maker, at=at)
    assert (run.created, run.rejected) == (1, 0), run.report


def by_form(browser):
    page = browser.get("/gauge/new/")
    typed = {"name": "by form"}
    for one in page.context["inputs"]:
        if one.kind == "options":
            typed[one.field.name] = one.values
        elif one.kind == "yesno":
            typed.update({one.field.name: "yes"} if one.value else {})
        elif one.field.name != "name":
            typed[one.field.name] = one.text
    assert browser.post("/gauge/new/", typed).status_code == 302


def by_every_door(browser, maker, at):
    """The values of the field in records made by form, REST, import and code."""
    by_form(browser)
    answer = browser.post("/api/v1/gauge/", {"name": "by REST"}, content_type="application/json")
    assert answer.status_code == 201, answer.content
    imported(maker, at)
    create_record(noun_named("gauge"), {"name": "by code"}, actor=maker, at=at)
    field = noun_named("gauge").field("start")
    return {one.name: field.value_of(one) for one in CustomRecord.objects.filter(noun="gauge")}


@pytest.mark.parametrize("kind", DEFAULTS)
@pytest.mark.parametrize("is_kept_as_typed", [False, True])
def test_a_default_is_the_same_by_form_rest_and_import(
    noun, browser, maker, admin, at, kind, is_kept_as_typed
):
    typed, stored, wanted = DEFAULTS[kind]
    given = {"name": "start", "label_zh": "起始", "default": typed, "options": OPTIONS}
    draft = draft_given(given, kind, 1)
    if is_kept_as_typed:
        CustomField.objects.create(noun="gauge", **vars(draft))
        schema_changed()
    else:
        create_field("gauge", draft, actor=admin, at=at)

    held = by_every_door(browser, maker, at)

    doors = ("by form", "by REST", "by import", "by code")
    assert held == dict.fromkeys(doors, stored)
    if wanted is not None:
        found = matching(maker, noun, ListQuery({"field": "start", "value": wanted}))
        assert found.count() == len(doors), connection.vendor


@pytest.mark.parametrize("kind", ["user", "relation", "team"])
def test_whoever_a_record_starts_with_is_the_same_by_every_door(
    noun, browser, maker, admin, at, kind
):
    other = create_record(noun, {"name": "other"}, actor=maker, at=at)
    pk = {"user": maker.user_id, "team": maker.team_id, "relation": other.pk}[kind]
    given = {"name": "start", "label_zh": "起始", "default": str(pk), "target": "gauge"}
    create_field("gauge", draft_given(given, kind, 1), actor=admin, at=at)

    held = by_every_door(browser, maker, at)

    del held["other"]
    assert held == dict.fromkeys(("by form", "by REST", "by import", "by code"), pk)


def test_a_default_that_somebody_cleared_in_the_form_stays_cleared(noun, browser, admin, at):
    create_field("gauge", FieldDraft("start", "text", "起始", default="备注"), actor=admin, at=at)

    browser.post("/gauge/new/", {"name": "bare", "start": ""})

    held = CustomRecord.objects.get(name="bare")
    assert noun_named("gauge").field("start").value_of(held) is None


def test_a_default_is_shown_in_its_form_as_a_person_writes_it(noun, admin, at):
    client = Client()
    client.force_login(User.objects.get(pk=admin.user_id))
    draft = FieldDraft("start", "multi", "起始", options=STATES, default="new, used")
    row = create_field("gauge", draft, actor=admin, at=at)
    page = client.get(f"/settings/fields/gauge/{row.pk}/")

    assert page.context["given"]["default"] == "New, Used"
    assert client.post(page.request["PATH_INFO"], page.context["given"]).status_code == 302
    row.refresh_from_db()
    assert row.default == ["new", "used"]
