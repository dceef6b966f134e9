"""Own fields on screen: every type, said anew, another type, hundreds of them."""

import re

import pytest
from django.utils import timezone

from guanxi.platform.custom.changing import retire_field
from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.nouns.types import TYPES
from guanxi.platform.records.writing import create_record
from guanxi.platform.views.keeping import keep_view, open_first
from guanxi.platform.views.models import SavedView
from guanxi.platform.views.reading import views_changed
from guanxi.platform.views.state import ViewState

WHERE = "/settings/fields/machine/"
PARTS = {
    "choice": {"options": "红 | Red | r | cinnabar\n蓝 | Blue"},
    "multi": {"options": "红 | Red"},
    "relation": {"target": "machine"},
    "formula": {"formula": "bought * 2", "result": "money"},
    "rollup": {"over": "machine.twin", "measure": "count"},
}
OFFERED = [name for name in TYPES if name != "json"]


@pytest.fixture
def admins(browser_of, machine, admin):
    return browser_of(admin)


@pytest.fixture
def twin(admins):
    admins.post(
        WHERE, {"label_zh": "同型", "name": "twin", "type": "relation", "target": "machine"}
    )
    return CustomField.objects.get(name="twin")


@pytest.mark.parametrize("kind", OFFERED)
def test_a_field_of_every_type_is_made_and_opened(admins, twin, kind):
    given = {"label_zh": "样", "label_en": "Sample", "type": kind, **PARTS.get(kind, {})}
    assert admins.post(WHERE, given).status_code == 302
    made = CustomField.objects.get(name="sample")
    assert (made.type, made.label_zh, made.label_en) == (kind, "样", "Sample")
    page = admins.get(f"{WHERE}{made.pk}/")
    assert (page.status_code, "样" in page.content.decode()) == (200, True)
    assert admins.get(f"{WHERE}parts/?type={kind}").status_code == 200
    assert admins.get("/machine/").status_code == 200
    assert admins.get("/machine/new/").status_code == 200


def test_options_keep_their_keys_and_colours_when_renamed(admins):
    admins.post(WHERE, {"label_zh": "色", "name": "colour", "type": "choice", **PARTS["choice"]})
    made = CustomField.objects.get(name="colour")
    page = admins.get(f"{WHERE}{made.pk}/").content.decode()
    assert "红 | Red | r | cinnabar" in page
    options = "正红 | Scarlet | r | cinnabar\n蓝 | Blue | blue"
    admins.post(f"{WHERE}{made.pk}/", {"label_zh": "色", "options": options})
    made.refresh_from_db()
    assert [(one["key"], one["zh"]) for one in made.options] == [("r", "正红"), ("blue", "蓝")]


def test_a_field_is_said_anew(admins):
    row = CustomField.objects.get(name="city")
    given = {
        "label_zh": "所在城市",
        "label_en": "City",
        "help_en": "Where it stands",
        "default": "苏州",
        "is_required": "yes",
        "is_indexed": "yes",
        "when_field": "tier",
        "when_value": "key",
    }
    assert admins.post(f"{WHERE}{row.pk}/", given).status_code == 302
    row.refresh_from_db()
    assert (row.label_zh, row.default, row.is_required, row.is_indexed) == (
        "所在城市",
        "苏州",
        True,
        True,
    )
    assert row.settings["visible_when"] == {"field": "tier", "op": "is", "value": "key"}
    admins.post(f"{WHERE}{row.pk}/", given | {"shown_always": "yes"})
    row.refresh_from_db()
    assert row.settings["shown_always"]
    assert (
        'name="shown_always" value="yes" checked'
        in admins.get(f"{WHERE}{row.pk}/").content.decode()
    )
    unsaid = given | {"shown_always": "yes", "is_required": ""}
    assert admins.post(f"{WHERE}{row.pk}/", unsaid).status_code == 422


def test_a_formula_that_depends_on_itself_is_refused(admins):
    first = {"label_zh": "甲", "name": "a", "type": "formula", "formula": "bought + 1"}
    admins.post(WHERE, first)
    admins.post(WHERE, {"label_zh": "乙", "name": "b", "type": "formula", "formula": "a + 1"})
    row = CustomField.objects.get(name="a")
    answer = admins.post(f"{WHERE}{row.pk}/", {"label_zh": "甲", "formula": "b + 1"})
    assert answer.status_code == 422
    assert "depend on itself" in answer.content.decode()
    row.refresh_from_db()
    assert row.settings["formula"] == "bought + 1"


def test_another_type_is_looked_at_first_and_then_taken(admins, machine, ana, at):
    for city in ("12", "苏州"):
        create_record(machine, {"name": city, "city": city}, actor=ana, at=at)
    row = CustomField.objects.get(name="city")
    page = admins.get(f"{WHERE}{row.pk}/type/?type=number")
    assert (page.context["preview"].converts, page.context["preview"].fails) == (1, 1)
    assert CustomField.objects.get(pk=row.pk).type == "text"

    assert admins.post(f"{WHERE}{row.pk}/type/", {"type": "number"}).status_code == 302
    run_all_now(timezone.now())
    field = noun_named("machine").fields["city"]
    held = [field.value_of(one) for one in noun_named("machine").base().order_by("pk")]
    assert (field.type, held) == ("number", [12, None])


def test_three_hundred_fields_on_one_noun_open(admins, press, django_assert_max_num_queries):
    CustomField.objects.bulk_create(
        CustomField(
            noun="machine",
            name=f"f{n}",
            type=("text", "number", "date", "choice")[n % 4],
            label_zh=f"字段{n}",
            label_en=f"Field {n}",
            options=[{"key": "a", "zh": "甲", "en": "A"}] if n % 4 == 3 else [],
            position=n + 10,
        )
        for n in range(300)
    )
    schema_changed()
    admins.get("/machine/")
    pages = (WHERE, "/machine/", "/machine/new/", f"/machine/{press.pk}/")
    for page in (*pages, f"/machine/{press.pk}/edit/"):
        with django_assert_max_num_queries(40):
            assert admins.get(page).status_code == 200


@pytest.mark.parametrize("tail", ["", "parts/", "{pk}/", "{pk}/type/"])
def test_only_an_administrator_shapes_fields(anas, tail):
    row = CustomField.objects.get(name="city")
    where = WHERE + tail.format(pk=row.pk)
    assert anas.get(where).status_code == 403
    assert anas.post(where, {"label_zh": "X", "type": "number"}).status_code == 403
    row.refresh_from_db()
    assert (row.label_zh, row.type) == ("城市", "text")


def test_a_field_of_another_noun_is_not_found(admins):
    row = CustomField.objects.get(name="city")
    assert admins.get(f"/settings/fields/account/{row.pk}/").status_code == 404


def test_a_field_that_is_read_elsewhere_says_by_what_with_links(admins, machine, admin):
    tier = ViewState(filter={"field": "tier", "op": "is", "value": "key"})
    view = keep_view(admin, machine, "重点设备", tier, "public")
    row = CustomField.objects.get(name="tier")

    page = admins.post(f"{WHERE}{row.pk}/retire/")
    assert (page.status_code, "重点设备" in page.content.decode()) == (422, True)
    assert f'href="/machine/?view={view.pk}"' in page.content.decode()


@pytest.fixture
def opens_with(machine, admin):
    """The list of machines opens for all with a view of this state."""

    def open_(**state):
        view = keep_view(admin, machine, "开场", ViewState(**state), "public")
        open_first(admin, machine, None, view)
        return view

    return open_


@pytest.mark.parametrize("where", ["/machine/", "/machine/?view={pk}"])
def test_a_view_that_asks_for_what_is_gone_opens_the_plain_list(anas, press, opens_with, where):
    view = opens_with(filter={"field": "tier", "op": "is", "value": "key"})
    assert "开场" in anas.get("/machine/").content.decode()
    SavedView.objects.update(filter={"field": "gone", "op": "is", "value": 1})
    views_changed()

    page = anas.get(where.format(pk=view.pk))
    assert (page.status_code, "苏州冲床" in page.content.decode()) == (200, True)
    assert [str(one) for one in page.context["messages"]] == [
        "The view “开场” asks for a field that is gone or hidden; this is the plain list."
    ]


def test_a_view_opens_without_a_column_that_is_gone(anas, press, opens_with, admin, at):
    view = opens_with(columns=("name", "city", "tier"))
    retire_field(CustomField.objects.get(name="tier"), actor=admin, at=at)

    page = anas.get("/machine/")
    assert (page.status_code, page.context["view"], page.context["is_edited"]) == (200, view, False)


def test_a_roll_up_offers_what_can_be_measured_there(admins):
    asked = "/settings/fields/account/parts/?type=rollup&over=order.account"

    sums = admins.get(f"{asked}&measure=sum").content.decode()
    ends = admins.get(f"{asked}&measure=max").content.decode()
    counts = admins.get(f"{asked}&measure=count").content.decode()

    assert '<option value="base_amount">' in sums
    assert '<option value="total_amount">' not in sums, "amounts in many currencies add up to none"
    assert '<option value="ordered_on">' in ends
    assert '<option value="ordered_on">' not in sums
    assert re.search(r'name="of" disabled', counts)
