"""What the form of a field has no place for stays when the field is saved."""

from guanxi.platform.custom.changing import create_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.custom.models import CustomField
from guanxi.platform.views.keeping import keep_view
from guanxi.platform.views.state import ViewState

WHERE = {"field": "city", "op": "is", "value": "苏州"}


def test_a_roll_up_keeps_its_filter_when_its_name_is_changed(browser_of, machine, admin, at):
    part_of = FieldDraft("part_of", "relation", "上级", settings={"target": "machine"})
    create_field("machine", part_of, actor=admin, at=at)
    rollup = {"noun": "machine", "by": "part_of", "measure": "count", "where": WHERE}
    parts = FieldDraft("parts", "rollup", "部件", settings={"rollup": rollup})
    row = create_field("machine", parts, actor=admin, at=at)

    browser = browser_of(admin)
    said = browser.get(f"/settings/fields/machine/{row.pk}/").context["given"]
    given = {name: said[name] for name in ("over", "measure", "only")}
    browser.post(f"/settings/fields/machine/{row.pk}/", given | {"label_zh": "部件数"})

    row.refresh_from_db()
    assert row.label_zh == "部件数"
    assert row.settings["rollup"] == rollup


def test_a_condition_that_the_form_cannot_say_stays(browser_of, machine, admin, at):
    condition = {"any": [WHERE, {"field": "bought", "op": "gte", "value": "1000"}]}
    draft = FieldDraft("spare", "text", "备件", settings={"visible_when": condition})
    row = create_field("machine", draft, actor=admin, at=at)
    kept = row.settings["visible_when"]

    browser_of(admin).post(f"/settings/fields/machine/{row.pk}/", {"label_zh": "备件号"})

    row.refresh_from_db()
    assert row.label_zh == "备件号"
    assert row.settings["visible_when"] == kept


def test_a_comparison_of_a_condition_stays_one(browser_of, machine, admin, at):
    condition = {"field": "bought", "op": "gte", "value": "1000"}
    draft = FieldDraft("spare", "text", "备件", settings={"visible_when": condition})
    row = create_field("machine", draft, actor=admin, at=at)
    kept = row.settings["visible_when"]
    browser = browser_of(admin)
    said = browser.get(f"/settings/fields/machine/{row.pk}/").context["given"]

    given = {name: said[name] for name in ("label_zh", "when_field", "when_value")}
    browser.post(f"/settings/fields/machine/{row.pk}/", given)

    row.refresh_from_db()
    assert row.settings["visible_when"] == kept


def test_a_condition_beyond_the_form_is_told_in_words_and_can_be_lifted(
    browser_of, machine, admin, at
):
    condition = {"field": "bought", "op": "gte", "value": "1000"}
    draft = FieldDraft("spare", "text", "备件", settings={"visible_when": condition})
    row = create_field("machine", draft, actor=admin, at=at)
    browser = browser_of(admin)

    page = browser.get(f"/settings/fields/machine/{row.pk}/")
    browser.post(f"/settings/fields/machine/{row.pk}/", {"label_zh": "备件", "when_field": ""})

    assert "1,000" in page.context["condition_said"]
    row.refresh_from_db()
    assert "visible_when" not in row.settings


def test_a_roll_up_counts_what_a_view_shows(browser_of, machine, admin, at):
    part_of = FieldDraft("part_of", "relation", "上级", settings={"target": "machine"})
    create_field("machine", part_of, actor=admin, at=at)
    keep_view(admin, machine, "苏州的", ViewState(filter=WHERE), "public")
    browser = browser_of(admin)
    asked = {"type": "rollup", "over": "machine.part_of", "measure": "count"}

    offered = dict(browser.get("/settings/fields/machine/parts/", asked).context["only_offered"])
    given = asked | {"label_zh": "苏州部件", "only": next(iter(offered))}
    browser.post("/settings/fields/machine/", given)

    assert list(offered.values()) == ["苏州的"]
    row = CustomField.objects.get(type="rollup")
    assert row.settings["rollup"]["where"] == WHERE


def test_what_is_computed_is_offered_no_other_type(browser_of, machine, admin, at):
    settings = {"formula": "bought", "result": "money"}
    formula = create_field(
        "machine", FieldDraft("again", "formula", "再算", settings=settings), actor=admin, at=at
    )
    city = CustomField.objects.get(noun="machine", name="city")
    browser = browser_of(admin)

    def offers(row):
        page = browser.get(f"/settings/fields/machine/{row.pk}/")
        return f"/settings/fields/machine/{row.pk}/type/" in page.content.decode()

    assert [offers(formula), offers(city)] == [False, True]
