"""Records may lead to one another in a circle by a made relation: nothing walks it."""

import pytest

from guanxi.platform.custom.changing import change_field
from guanxi.platform.custom.models import CustomField
from guanxi.platform.errors import RuleBroken
from guanxi.platform.exports.lists import Wanted, write_list
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.writing import delete_record, restore_record, update_record


def value(record, name):
    record.refresh_from_db()
    return noun_named(record.noun).field(name).value_of(record)


@pytest.fixture
def ring(machine, field, make, maker, at):
    """Three machines, each fed by the one before it, and one that feeds itself."""
    field("machine", "next", "relation", target="machine")
    field("machine", "ahead", "formula", formula="next.units * 2", result="number", decimals=0)
    fed = {"noun": "machine", "by": "next", "measure": "sum", "of": "units"}
    field("machine", "behind", "rollup", result="number", decimals=0, rollup=fed)
    made = [make("machine", f"m{n}", units=n + 1) for n in range(4)]
    for one, other in ((0, 1), (1, 2), (2, 0), (3, 3)):
        values = {"next": made[other].pk}
        update_record(machine, made[one].pk, values, actor=maker, at=at)
    return made


def test_each_is_computed_from_its_neighbours_and_no_further(ring):
    assert [value(one, "ahead") for one in ring] == [4, 6, 2, 8]
    assert [value(one, "behind") for one in ring] == [3, 1, 2, 4]


def test_a_change_reaches_its_neighbours_and_comes_to_rest(ring, machine, maker, at):
    update_record(machine, ring[0].pk, {"units": 10}, actor=maker, at=at)
    update_record(machine, ring[3].pk, {"units": 7}, actor=maker, at=at)

    assert [value(one, "ahead") for one in ring] == [4, 6, 20, 14]
    assert [value(one, "behind") for one in ring] == [3, 10, 2, 7]


def test_a_figure_that_would_read_itself_along_the_circle_is_refused(ring, admin, field, at):
    field("machine", "far", "formula", formula="units + 1", result="number", decimals=0)
    row = CustomField.objects.get(noun="machine", name="far")
    said = {"formula": "next.far + 1", "result": "number", "decimals": 0}

    with pytest.raises(RuleBroken):
        change_field(row, {"settings": said}, actor=admin, at=at)
    with pytest.raises(RuleBroken):
        over = {"noun": "machine", "by": "next", "measure": "sum", "of": "round"}
        field("machine", "round", "rollup", result="number", rollup=over)


def test_a_condition_goes_round_as_far_as_it_says(ring, machine, maker):
    asked = {"field": "next.next.next.name", "op": "is", "value": "m1"}
    rows = read_list(maker, machine, ListQuery(asked, columns=["name"])).rows
    assert {row["name"] for row in rows} == {"m1"}


def test_lists_files_and_the_bin_take_a_circle_as_it_is(ring, machine, maker, at, tmp_path):
    wanted = Wanted(ListQuery(columns=["name", "next", "ahead", "behind"]))
    write_list(tmp_path / "x.csv", maker, machine, wanted, at=at)
    assert len((tmp_path / "x.csv").read_text().splitlines()) == 5

    delete_record(machine, ring[1].pk, actor=maker, at=at)
    assert value(ring[2], "behind") == 0
    restore_record(machine, ring[1].pk, actor=maker, at=at)
    assert value(ring[2], "behind") == 2
