"""A changed type keeps what a value means: its day, whom it names, its condition."""

import pytest

from guanxi.platform.custom.retyping import change_type, preview_type_change, types_after
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import noun_named


def values(records, name):
    for one in records:
        one.refresh_from_db()
    return [noun_named("machine").field(name).value_of(one) for one in records]


def test_an_early_morning_stays_on_its_day(machine, field, make, admin, at, jobs_done):
    row = field("machine", "met", "datetime")
    moments = ("2026-01-02 07:59", "2026-01-02 00:00", "2026-01-02 23:30")
    records = [make("machine", moment, met=moment) for moment in moments]

    change_type(row, {"type": "date"}, actor=admin, at=at)
    jobs_done()

    assert values(records, "met") == ["2026-01-02"] * 3


def test_a_day_begins_at_the_firms_midnight(machine, field, make, admin, at, jobs_done):
    row = field("machine", "met", "date")
    record = make("machine", "m", met="2026-01-02")

    change_type(row, {"type": "datetime"}, actor=admin, at=at)
    jobs_done()

    assert values([record], "met") == ["2026-01-01T16:00:00Z"]


def test_who_is_named_becomes_a_name(machine, field, make, maker, admin, at, jobs_done):
    keeper, team = field("machine", "keeper", "user"), field("machine", "crew", "team")
    plant = make("plant", "苏州工厂")
    record = make("machine", "m", plant=plant.pk, keeper=maker.user_id, crew=maker.team_id)
    at_plant = type(keeper).objects.get(noun="machine", name="plant")

    for row in (keeper, team, at_plant):
        assert preview_type_change(row, {"type": "text"}, actor=admin).converts == 1
        change_type(row, {"type": "text", "settings": {}}, actor=admin, at=at)
    jobs_done()

    assert [values([record], one) for one in ("keeper", "crew", "plant")] == [
        ["Ana"],
        ["East"],
        ["苏州工厂"],
    ]


def test_a_name_becomes_whom_it_names_and_no_other(machine, field, make, admin, at, jobs_done):
    row = field("machine", "site", "text")
    plant, twins = make("plant", "苏州工厂"), [make("plant", "双胞") for _ in range(2)]
    said = ("苏州工厂", "双胞", "火星", str(twins[0].pk), "999999")
    records = [make("machine", one, site=one) for one in said]
    changes = {"type": "relation", "settings": {"target": "plant"}}

    preview = preview_type_change(row, changes, actor=admin)
    change_type(row, changes, actor=admin, at=at)
    jobs_done()

    assert (preview.converts, preview.fails) == (2, 3)
    assert {one.value for one in preview.lost} == {"双胞", "火星", "999999"}
    assert values(records, "site") == [plant.pk, None, None, twins[0].pk, None]


@pytest.mark.parametrize("kind", ["relation", "user", "team"])
def test_a_number_names_nobody_who_is_not_there(machine, field, make, admin, kind):
    row = field("machine", "site", "number", decimals=0)
    make("machine", "m", site=999_999)
    changes = {"type": kind, "settings": {"target": "plant"} if kind == "relation" else {}}

    preview = preview_type_change(row, changes, actor=admin)

    assert (preview.converts, preview.fails) == (0, 1)


def test_a_person_is_no_number(machine, field, make, maker, admin):
    row = field("machine", "keeper", "user")
    make("machine", "m", keeper=maker.user_id)

    with pytest.raises(RuleBroken):
        preview_type_change(row, {"type": "number"}, actor=admin)


def test_default_and_condition_go_over_to_the_new_type(machine, field, make, admin, at, jobs_done):
    when = {"field": "units", "op": "gte", "value": 1}
    row = field("machine", "rate", "text", default="12.5", visible_when=when)

    made = change_type(row, {"type": "money", "settings": {}}, actor=admin, at=at)

    assert made.settings["visible_when"] == when
    assert values([make("machine", "m", units=3)], "rate") == [1250]


def test_the_preview_says_which_default_goes(machine, field, admin, at):
    row = field("machine", "rate", "text", default="viel")

    assert preview_type_change(row, {"type": "number"}, actor=admin).default_lost == "viel"
    assert change_type(row, {"type": "number"}, actor=admin, at=at).default is None


@pytest.mark.parametrize(
    ("kind", "other"),
    [("date", "phone"), ("boolean", "email"), ("phone", "money"), ("datetime", "user")],
)
def test_what_could_mean_nothing_is_neither_offered_nor_taken(machine, field, admin, kind, other):
    row = field("machine", "one", kind)

    assert other not in types_after(kind)
    with pytest.raises(RuleBroken) as refused:
        preview_type_change(row, {"type": other}, actor=admin)
    assert "没有意义" in str(refused.value.message)


@pytest.mark.parametrize(
    ("kind", "some"),
    [
        ("date", ["date", "text", "long", "datetime"]),
        ("boolean", ["boolean", "text", "long", "choice"]),
        ("phone", ["phone", "text", "long"]),
    ],
)
def test_what_can_be_meant_is_offered(kind, some):
    assert types_after(kind) == some


def test_words_may_mean_anything_but_what_is_computed():
    assert {"phone", "date", "relation", "money"} <= set(types_after("text"))
    assert {"file", "formula", "rollup", "json"}.isdisjoint(types_after("text"))


def test_a_file_has_no_other_type(machine, field, admin, at):
    with pytest.raises(RuleBroken):
        change_type(field("machine", "n", "number"), {"type": "file"}, actor=admin, at=at)
    with pytest.raises(RuleBroken):
        change_type(field("machine", "f", "file"), {"type": "number"}, actor=admin, at=at)
