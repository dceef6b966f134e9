"""Formulas and roll-ups stay true whatever changes."""

import pytest

from guanxi.platform.custom.changing import change_field
from guanxi.platform.custom.keeping import recompute
from guanxi.platform.errors import InvalidFilter, RuleBroken
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.writing import delete_record, restore_record, update_record


def value(record, name):
    record.refresh_from_db()
    return noun_named(record.noun).field(name).value_of(record)


@pytest.fixture
def worth(field, machine):
    """What a plant's machines cost together, and each machine's share of its plant."""
    field("machine", "cost", "formula", formula="price * units", result="money")
    field(
        "plant",
        "worth",
        "rollup",
        result="money",
        rollup={"noun": "machine", "by": "plant", "measure": "sum", "of": "cost"},
    )
    field(
        "plant",
        "big",
        "rollup",
        result="number",
        decimals=0,
        rollup={
            "noun": "machine",
            "by": "plant",
            "measure": "count",
            "where": {"field": "units", "op": "gte", "value": 5},
        },
    )
    field("plant", "tax", "formula", formula="round(worth * 0.13, 2)", result="money")


@pytest.fixture
def suzhou(worth, make):
    return make("plant", "苏州厂")


def test_a_formula_is_computed_when_a_record_is_made(worth, make):
    press = make("machine", "冲床", price="12.50", units=3)
    assert value(press, "cost") == 3750


def test_a_formula_follows_its_sources(worth, make, maker, machine, at):
    press = make("machine", "冲床", price="12.50", units=3)
    update_record(machine, press.pk, {"units": 4}, actor=maker, at=at)
    assert value(press, "cost") == 5000

    update_record(machine, press.pk, {"units": None}, actor=maker, at=at)
    assert value(press, "cost") is None


def test_nobody_sets_a_computed_field(worth, make):
    with pytest.raises(RuleBroken):
        make("machine", "冲床", cost="1")


def test_a_roll_up_starts_at_nothing(suzhou):
    assert (value(suzhou, "worth"), value(suzhou, "big")) == (0, 0)


def test_a_roll_up_follows_rows_made_changed_moved_deleted_and_restored(
    suzhou, make, maker, machine, at
):
    wuxi = make("plant", "无锡厂")
    press = make("machine", "冲床", plant=suzhou.pk, price="10", units=3)
    make("machine", "车床", plant=suzhou.pk, price="1", units=6)
    assert (value(suzhou, "worth"), value(suzhou, "big")) == (3600, 1)

    update_record(machine, press.pk, {"units": 5}, actor=maker, at=at)
    assert (value(suzhou, "worth"), value(suzhou, "big")) == (5600, 2)

    update_record(machine, press.pk, {"plant": wuxi.pk}, actor=maker, at=at)
    assert (value(suzhou, "worth"), value(wuxi, "worth")) == (600, 5000)

    delete_record(machine, press.pk, actor=maker, at=at)
    assert value(wuxi, "worth") == 0

    restore_record(machine, press.pk, actor=maker, at=at)
    assert value(wuxi, "worth") == 5000


def test_a_formula_over_a_roll_up_follows(suzhou, make):
    make("machine", "冲床", plant=suzhou.pk, price="10", units=3)
    assert value(suzhou, "tax") == 390


def test_a_formula_follows_the_record_it_points_to(machine, plant, field, make, maker, at):
    field("plant", "city", "text")
    field("machine", "place", "formula", formula='concat(plant.city, "·", name)', result="text")
    suzhou = make("plant", "一厂", city="苏州")
    press = make("machine", "冲床", plant=suzhou.pk)
    assert value(press, "place") == "苏州·冲床"

    update_record(plant, suzhou.pk, {"city": "无锡"}, actor=maker, at=at)
    assert value(press, "place") == "无锡·冲床"


def test_a_new_definition_is_computed_for_every_record(machine, field, make, admin, at, jobs_done):
    presses = [make("machine", f"m{n}", units=n) for n in range(5)]
    row = field("machine", "double", "formula", formula="units * 2", decimals=0)
    jobs_done()
    assert [value(one, "double") for one in presses] == [0, 2, 4, 6, 8]

    change_field(row, {"settings": {**row.settings, "formula": "units * 3"}}, actor=admin, at=at)
    jobs_done()
    assert [value(one, "double") for one in presses] == [0, 3, 6, 9, 12]


def test_computed_fields_are_filtered_and_sorted_like_others(worth, make, maker, machine):
    for units in (3, 9, 5):
        make("machine", f"m{units}", price="1", units=units)

    page = read_list(
        maker, machine, ListQuery({"field": "cost", "op": "gt", "value": 4}, "-cost", ("name",))
    )
    assert [row["name"] for row in page.rows] == ["m9", "m5"]


@pytest.mark.parametrize(
    ("name", "formula"), [("a", "a + 1"), ("b", "cost + nothing"), ("c", "plant.nothing")]
)
def test_a_formula_that_reads_nothing_or_itself_is_refused(worth, field, name, formula):
    with pytest.raises(RuleBroken):
        field("machine", name, "formula", formula=formula)


def test_a_circle_through_two_nouns_is_refused(worth, field, machine, plant, admin, at):
    from guanxi.platform.custom.models import CustomField

    cost = CustomField.objects.get(name="cost")
    with pytest.raises(RuleBroken) as refused:
        change_field(
            cost, {"settings": {**cost.settings, "formula": "plant.worth / 2"}}, actor=admin, at=at
        )
    assert "worth" in str(refused.value.message)


def test_a_formula_of_the_wrong_type_is_refused(machine, field):
    with pytest.raises(RuleBroken):
        field("machine", "wrong", "formula", formula='concat(name, "x")', result="money")


@pytest.mark.parametrize(
    "rollup",
    [
        {},
        {"noun": "machine", "by": "price", "measure": "count"},
        {"noun": "machine", "by": "plant", "measure": "sum", "of": "name"},
        {"noun": "machine", "by": "plant", "measure": "median", "of": "price"},
        {"noun": "machine", "by": "plant", "measure": "count", "where": {"field": "nothing"}},
    ],
)
def test_an_unsound_roll_up_is_refused(machine, field, rollup):
    with pytest.raises((RuleBroken, InvalidFilter)):
        field("plant", "figure", "rollup", rollup=rollup)


@pytest.mark.parametrize(("measure", "figure"), [("min", 2), ("max", 4), ("avg", 3), ("sum", 9)])
def test_every_measure_is_known(machine, field, make, measure, figure, jobs_done):
    field(
        "plant",
        "figure",
        "rollup",
        decimals=2,
        rollup={"noun": "machine", "by": "plant", "measure": measure, "of": "units"},
    )
    suzhou = make("plant", "一厂")
    for units in (2, 3, 4):
        make("machine", f"m{units}", plant=suzhou.pk, units=units)

    assert value(suzhou, "figure") == figure


def test_recomputing_what_is_true_changes_no_row(suzhou, make, maker, plant, at):
    make("machine", "冲床", plant=suzhou.pk, price="10", units=3)
    suzhou.refresh_from_db()
    before = dict(suzhou.custom)

    recompute(plant, [suzhou.pk], maker, at)
    suzhou.refresh_from_db()
    assert (suzhou.custom, suzhou.version) == (before, 1)
