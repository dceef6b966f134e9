"""Definitions as a file: written by names, foreseen, brought in, and never in the way of data."""

import orjson
import pytest
from django.utils import translation

from guanxi.platform.actors.models import Grant, Role, SharingRule, Team
from guanxi.platform.custom.changing import create_field, retire_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.custom.making import NounDraft, create_noun
from guanxi.platform.custom.models import (
    CustomField,
    CustomNoun,
    FormArrangement,
    PageArrangement,
)
from guanxi.platform.definitions.carrying import bring_in, foresee
from guanxi.platform.definitions.document import as_file, definitions, read_file
from guanxi.platform.definitions.tests.samples import EMPTY, SAMPLE
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.facts.webhooks.models import Webhook
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.writing import create_record
from guanxi.platform.rights.roles import set_grant
from guanxi.platform.views.models import DefaultView, SavedView


def written(actor):
    return as_file(definitions(actor=actor))


def told(steps):
    return {(one.part.key, *one.name): (one.state, str(one.why)) for one in steps}


def states(steps):
    return {one.state for one in steps}


@pytest.fixture
def sample():
    return read_file(orjson.dumps(SAMPLE))


def test_what_depends_comes_in_whatever_its_order(sample, admin, at):
    steps = bring_in(sample, actor=admin, at=at)

    assert states(steps) == {"new"}
    assert noun_named("boat").board.by == "state"
    assert CustomField.objects.get(name="depth").settings["visible_when"]["value"] == "sunk"
    assert Team.objects.get(name="Harbin").parent.name == "North"
    assert dict(Role.objects.get(code="captain").grants.values_list("permission", "scope")) == {
        "boat.read": "tree",
        "boat.edit": "own",
    }
    assert FormArrangement.objects.get(noun="boat").quick == ["price"]
    page = PageArrangement.objects.get(noun="boat")
    assert (page.role.code, page.shown) == ("captain", ["history", "files"])
    assert SharingRule.objects.get(label="Deep ones").team.name == "Harbin"
    view = SavedView.objects.get(label_zh="大船")
    assert view.filter["value"] == admin.user_id
    assert DefaultView.objects.get(view=view).role.code == "captain"


def test_what_was_brought_in_is_written_as_it_was_read(sample, admin, at):
    bring_in(sample, actor=admin, at=at)

    first = written(admin)

    assert states(foresee(read_file(first), actor=admin, at=at)) == {"same"}
    assert b'"admin"' in first


def test_a_look_ahead_changes_nothing(sample, admin, at):
    before = written(admin)

    steps = foresee(sample, actor=admin, at=at)

    assert states(steps) == {"new"}
    assert written(admin) == before
    assert "boat" not in nouns()
    assert not Fact.objects.exists()


def test_bringing_it_in_twice_changes_nothing_more(sample, admin, at):
    bring_in(sample, actor=admin, at=at)
    facts = Fact.objects.count()

    steps = bring_in(sample, actor=admin, at=at)

    assert states(steps) <= {"same"}, told(steps)
    assert Fact.objects.count() == facts


def test_it_is_told_by_one_fact_beside_those_of_each_change(sample, admin, at):
    bring_in(sample, actor=admin, at=at)

    fact = Fact.objects.get(kind="definitions.imported")
    assert (fact.data["new"], fact.data["changed"], fact.actor_id) == (14, 0, admin.id)
    assert Fact.objects.filter(kind="field.created").count() == 4


def test_a_name_that_means_something_else_here_is_refused_in_words(sample, admin, at):
    create_noun(NounDraft("boat", "小船", "Dinghy"), {}, actor=admin, at=at)
    create_field("boat", FieldDraft("price", "text", "价格"), actor=admin, at=at)

    with translation.override("en"):
        steps = told(foresee(sample, actor=admin, at=at))

    state, why = steps["fields", "boat", "price"]
    assert state == "impossible" and "Text" in why and "Number" in why
    assert steps["record_types", "boat"][0] == "changed"
    assert steps["fields", "boat", "state"][0] == "new"


def test_all_of_it_comes_in_or_nothing(sample, admin, at):
    create_noun(NounDraft("boat", "小船", "Dinghy"), {}, actor=admin, at=at)
    create_field("boat", FieldDraft("price", "text", "价格"), actor=admin, at=at)
    before = written(admin)

    with pytest.raises(RuleBroken) as refusal:
        bring_in(sample, actor=admin, at=at)

    assert any("价格" in name for name in refusal.value.fields)
    assert written(admin) == before


def test_only_what_is_ticked_comes_in(sample, admin, at):
    taken = {one.id for one in foresee(sample, actor=admin, at=at) if one.part.key == "teams"}

    bring_in(sample, taken, actor=admin, at=at)

    assert Team.objects.filter(name="Harbin").exists()
    assert not CustomNoun.objects.exists()


def test_what_this_house_has_and_the_file_has_not_stays(admin, ana, seller, at):
    create_noun(NounDraft("plant", "工厂", "Plant"), {seller.pk: "team"}, actor=admin, at=at)
    create_field(
        "plant",
        FieldDraft(
            "size", "choice", "大小", options=[{"key": "s", "zh": "小"}, {"key": "l", "zh": "大"}]
        ),
        actor=admin,
        at=at,
    )
    create_record(noun_named("plant"), {"name": "One", "size": "l"}, actor=admin, at=at)
    fewer = read_file(written(admin))
    fewer["fields"][0]["options"] = [{"key": "s", "zh": "小号"}]
    fewer["roles"] = []

    steps = bring_in(fewer, actor=admin, at=at)

    size = CustomField.objects.get(name="size")
    assert [one["key"] for one in size.options] == ["s", "l"]
    assert size.options[0]["zh"] == "小号"
    assert told(steps)["fields", "plant", "size"][0] == "changed"
    assert Grant.objects.filter(role=seller, permission="plant.read").exists()


def test_a_role_grants_what_the_file_says_and_no_more(admin, seller, at):
    wanted = read_file(written(admin))
    set_grant(seller, "views.publish", "all", actor=admin, at=at)

    steps = bring_in(wanted, actor=admin, at=at)

    (step,) = [one for one in steps if one.state == "changed"]
    assert step.differs == [("grants.views.publish", "all", None)]
    assert Grant.objects.get(role=seller, permission="views.publish").scope == "none"


def test_no_file_makes_an_administrator(admin, seller, at):
    wanted = read_file(written(admin))
    for role in wanted["roles"]:
        role["is_administrator"] = True

    steps = told(foresee(wanted, actor=admin, at=at))

    assert steps["roles", "test-seller"][0] == "impossible"


def test_a_retired_field_is_no_definition_and_keeps_its_values(machine, field, admin, make, at):
    retire_field(CustomField.objects.get(name="units"), actor=admin, at=at)

    assert b'"units"' not in written(admin)


def test_a_webhook_comes_without_its_secret(admin, seller, at, settings):
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    role = seller.code
    hook = {"name": "Store", "n": 1, "url": "http://127.0.0.1:9/", "patterns": ["order.*"]}
    said = read_file(orjson.dumps({**EMPTY, "webhooks": [{**hook, "role": role}]}))

    bring_in(said, actor=admin, at=at)

    made = Webhook.objects.get()
    assert made.secret and made.secret.encode() not in written(admin)
    assert not made.is_active


def test_whoever_is_named_and_not_here_is_told(admin, at):
    rule = {**SAMPLE["sharing_rules"][0], "noun": "account", "shown_to": {"person": "nobody"}}
    rule["filter"] = {"field": "name", "op": "contains", "value": "x"}
    said = read_file(orjson.dumps({**EMPTY, "sharing_rules": [rule]}))

    (step,) = foresee(said, actor=admin, at=at)

    assert (step.state, "nobody" in step.why) == ("impossible", True)
