"""A field that something else reads stays; what is broken all the same shuts nobody out."""

import pytest
from django.utils import translation

from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import SharingRule, User
from guanxi.platform.custom.changing import retire_field
from guanxi.platform.custom.making import change_noun, retire_noun
from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.retyping import change_type
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.audience import Audience
from guanxi.platform.rights.reasons import explain
from guanxi.platform.rights.rules import create_sharing_rule
from guanxi.platform.rights.visibility import visible_to
from guanxi.platform.views.keeping import keep_view
from guanxi.platform.views.state import ViewState

BIG = {"field": "units", "op": "gte", "value": 5}


@pytest.fixture
def row(machine):
    """The field by its noun and name."""
    return lambda noun, name: CustomField.objects.get(noun=noun, name=name)


def refused(change, *given, **more):
    with pytest.raises(RuleBroken) as found, translation.override("en"):
        change(*given, **more)
    return str(found.value.message), [href for _label, href in found.value.links]


def test_a_field_read_under_the_same_name_by_another_noun_stays(
    machine, field, row, make, admin, at
):
    field("machine", "amount", "money")
    rollup = {"noun": "machine", "by": "plant", "measure": "sum", "of": "amount"}
    reader = field("plant", "amount", "rollup", rollup=rollup)

    said, links = refused(retire_field, row("machine", "amount"), actor=admin, at=at)
    assert "the field “Amount”" in said
    assert links == [f"/settings/fields/plant/{reader.pk}/"]
    make("machine", "冲床", plant=make("plant", "苏州厂").pk, amount="5")


def test_a_field_that_the_filter_of_a_roll_up_reaches_stays(machine, field, row, admin, at):
    field("plant", "city", "text")
    where = {"field": "plant.city", "op": "is", "value": "苏州"}
    rollup = {"noun": "machine", "by": "plant", "measure": "count", "where": where}
    field("plant", "here", "rollup", rollup=rollup)

    assert "here" in refused(retire_field, row("plant", "city"), actor=admin, at=at)[0].lower()


@pytest.mark.parametrize("change", ["retire", "retype"])
def test_a_field_that_a_sharing_rule_reads_stays(row, ben, admin, at, change):
    audience = Audience(user=User.objects.get(pk=ben.user_id))
    create_sharing_rule("大型设备", "machine", BIG, audience, actor=admin, at=at)
    units = row("machine", "units")

    if change == "retire":
        said, links = refused(retire_field, units, actor=admin, at=at)
    else:
        said, links = refused(change_type, units, {"type": "text"}, actor=admin, at=at)
    assert "the sharing rule “大型设备”" in said
    assert links == ["/settings/sharing/"]


@pytest.mark.parametrize(
    "state",
    [
        ViewState(filter=BIG),
        ViewState(sort="-units"),
        ViewState(filter={"all": [{"none": [BIG]}]}),
    ],
)
def test_a_field_by_which_a_view_for_everyone_finds_or_sorts_stays(row, admin, at, state):
    view = keep_view(admin, noun_named("machine"), "大型", state, "public")

    said, links = refused(retire_field, row("machine", "units"), actor=admin, at=at)
    assert "the view “大型”" in said
    assert links == [f"/machine/?view={view.pk}"]


def test_a_view_of_other_records_that_asks_about_these_keeps_the_relation(row, admin, at):
    asked = {"related": "machine_by_plant", "where": BIG}
    keep_view(admin, noun_named("plant"), "有大型设备", ViewState(filter=asked), "public")

    assert "有大型设备" in refused(retire_field, row("machine", "units"), actor=admin, at=at)[0]
    assert "有大型设备" in refused(retire_field, row("machine", "plant"), actor=admin, at=at)[0]
    made = CustomNoun.objects.get(key="machine")
    assert "有大型设备" in refused(retire_noun, made, actor=admin, at=at)[0]


def test_a_view_of_ones_own_holds_nobody_up(row, maker, admin, at):
    keep_view(maker, noun_named("machine"), "我的", ViewState(filter=BIG))
    retire_field(row("machine", "units"), actor=admin, at=at)


def test_a_field_that_a_condition_asks_about_stays(machine, field, row, admin, at):
    made = field("machine", "crane", "text", visible_when={"field": "units", "op": "not_empty"})

    said, links = refused(retire_field, row("machine", "units"), actor=admin, at=at)
    assert "the condition of “Crane”" in said
    assert links == [f"/settings/fields/machine/{made.pk}/"]


def test_the_field_of_a_board_or_calendar_stays(machine, field, row, admin, at):
    field("machine", "state", "choice", options=[{"key": "new", "zh": "新"}])
    field("machine", "serviced", "date")
    settings = {"board": {"by": "state"}, "calendar": {"start": "serviced"}, "columns": ["units"]}
    made = CustomNoun.objects.get(key="machine")
    change_noun(made, {"settings": settings}, actor=admin, at=at)

    assert "the board" in refused(retire_field, row("machine", "state"), actor=admin, at=at)[0]
    said, links = refused(retire_field, row("machine", "serviced"), actor=admin, at=at)
    assert ("the calendar" in said, links) == (True, ["/settings/fields/machine/about/"])
    retire_field(row("machine", "units"), actor=admin, at=at)
    assert "units" not in noun_named("machine").columns


def test_a_broken_rule_shows_nothing_and_shuts_nobody_out(row, make, cleo, admin, at):
    press = make("machine", "冲床", units=9)
    audience = Audience(user=User.objects.get(pk=cleo.user_id))
    create_sharing_rule("大型", "machine", BIG, audience, actor=admin, at=at)
    stranger = actor_for_user(User.objects.get(pk=cleo.user_id))
    assert visible_to(stranger, noun_named("machine")).count() == 1

    SharingRule.objects.update(filter={"field": "gone", "op": "is", "value": 1})
    forget = actor_for_user(User.objects.get(pk=cleo.user_id))
    schema_changed()
    stranger = actor_for_user(User.objects.get(pk=forget.user_id))
    assert visible_to(stranger, noun_named("machine")).count() == 0
    assert explain(stranger, noun_named("machine"), press) == []
