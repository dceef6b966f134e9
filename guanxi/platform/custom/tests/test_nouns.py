"""Record types that an administrator makes."""

import pytest

from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.custom.making import (
    NounDraft,
    change_noun,
    create_noun,
    retire_noun,
    revive_noun,
)
from guanxi.platform.custom.models import CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.reading import ListQuery, read_list


def test_a_new_noun_has_rows_of_its_own(machine, make, maker):
    make("plant", "苏州厂")
    make("machine", "冲床")

    page = read_list(maker, machine, ListQuery())
    assert [row["name"] for row in page.rows] == ["冲床"]


def test_a_relation_shows_its_rows_on_the_record_it_points_to(machine, plant, make, maker):
    suzhou = make("plant", "苏州厂")
    make("plant", "无锡厂")
    make("machine", "冲床", plant=suzhou.pk)

    assert [one.name for one in plant.related_lists] == ["machine_by_plant"]
    for filter, found in (
        ({"related": "machine_by_plant", "where": {"field": "name", "value": "冲床"}}, ["苏州厂"]),
        ({"related": "machine_by_plant", "op": "none"}, ["无锡厂"]),
        ({"related": "machine_by_plant", "op": "gte", "value": 1}, ["苏州厂"]),
    ):
        page = read_list(maker, plant, ListQuery(filter))
        assert [row["name"] for row in page.rows] == found


def test_board_and_calendar_come_from_its_fields(machine, field, admin, at):
    field("machine", "state", "choice", options=[{"key": "new", "zh": "新"}])
    field("machine", "serviced", "date")
    row = CustomNoun.objects.get(key="machine")
    settings = {"board": {"by": "state", "total": "price"}, "calendar": {"start": "serviced"}}
    change_noun(row, {"settings": settings}, actor=admin, at=at)

    made = noun_named("machine")
    assert (made.board.by, made.board.total, made.calendar.start) == ("state", "price", "serviced")


@pytest.mark.parametrize(
    "settings",
    [{"board": {"by": "price"}}, {"calendar": {"start": "name"}}, {"columns": ["no"]}, {"x": 1}],
)
def test_settings_that_do_not_fit_are_refused(machine, admin, at, settings):
    row = CustomNoun.objects.get(key="machine")
    with pytest.raises(RuleBroken):
        change_noun(row, {"settings": settings}, actor=admin, at=at)


@pytest.mark.parametrize("key", ["Plant", "plant", "user", "a b", "x'; --", ""])
def test_an_unsound_key_is_refused(plant, admin, at, key):
    with pytest.raises(RuleBroken):
        create_noun(NounDraft(key, "工厂"), {}, actor=admin, at=at)


def test_only_an_administrator_makes_record_types(maker, at):
    with pytest.raises(Denied):
        create_noun(NounDraft("shed", "棚"), {}, actor=maker, at=at)


def test_a_noun_that_others_point_to_stays(machine, admin, at):
    with pytest.raises(RuleBroken):
        retire_noun(CustomNoun.objects.get(key="plant"), actor=admin, at=at)


def test_a_retired_noun_disturbs_none_that_computed_from_it(
    machine, plant, field, make, maker, admin, at, jobs_done
):
    field(
        "plant",
        "machines",
        "rollup",
        rollup={"noun": "machine", "by": "plant", "measure": "count"},
    )
    field("machine", "place", "formula", formula="plant.name", result="text")
    # As an older version could leave it: today the roll-up holds its record type.
    CustomNoun.objects.filter(key="machine").update(retired_at=at)
    schema_changed()

    make("plant", "苏州厂")
    field("plant", "double", "formula", formula="1 + 1")
    jobs_done()


def test_a_noun_that_a_roll_up_of_another_counts_stays(machine, plant, field, admin, at):
    rollup = {"noun": "machine", "by": "plant", "measure": "count"}
    field("plant", "machines", "rollup", rollup=rollup)
    row = CustomNoun.objects.get(key="machine")

    with pytest.raises(RuleBroken) as refused:
        retire_noun(row, actor=admin, at=at)

    ((label, href),) = refused.value.links
    assert "machines" in label
    assert href.startswith("/settings/fields/plant/")


def test_a_retired_noun_comes_back_with_its_rows(machine, make, ana, admin, at):
    make("machine", "冲床")
    row = CustomNoun.objects.get(key="machine")
    retire_noun(row, actor=admin, at=at)
    assert "machine" not in nouns()

    revive_noun(row, actor=admin, at=at)
    actor = actor_for_user(User.objects.get(pk=ana.user_id))
    assert len(read_list(actor, noun_named("machine"), ListQuery()).rows) == 1
