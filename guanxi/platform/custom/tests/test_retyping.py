"""Changing a field's type with a look ahead."""

import pytest

from guanxi.platform.custom.retyping import change_type, preview_type_change
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import noun_named


def value(record, name):
    record.refresh_from_db()
    return noun_named(record.noun).field(name).value_of(record)


@pytest.fixture
def sized(machine, field, make):
    row = field("machine", "size", "text")
    return row, [make("machine", f"m{n}", size=s) for n, s in enumerate(["12", "13.5", "gross"])]


def test_the_preview_lists_what_would_be_lost(sized, admin):
    preview = preview_type_change(sized[0], {"type": "number"}, actor=admin)

    assert (preview.converts, preview.fails) == (2, 1)
    assert [(one.title, one.value) for one in preview.lost] == [("m2", "gross")]


def test_a_changed_type_converts_values_and_keeps_the_old_ones(sized, admin, at, jobs_done):
    row, machines = sized
    made = change_type(row, {"type": "number"}, actor=admin, at=at)
    jobs_done()

    assert [value(one, "size") for one in machines] == [12, 13.5, None]
    machines[2].refresh_from_db()
    assert machines[2].custom[f"cf_{row.pk}"] == "gross"
    assert noun_named("machine").field("size").custom_key == f"cf_{made.pk}"


def test_what_somebody_entered_meanwhile_stays(sized, admin, maker, at, jobs_done):
    from guanxi.platform.records.writing import update_record

    row, machines = sized
    change_type(row, {"type": "number"}, actor=admin, at=at)
    update_record(noun_named("machine"), machines[0].pk, {"size": 99}, actor=maker, at=at)
    jobs_done()

    assert value(machines[0], "size") == 99


def test_text_becomes_a_choice_by_label(machine, field, make, admin, at, jobs_done):
    row = field("machine", "state", "text")
    press = make("machine", "m", state="新")
    options = [{"key": "new", "zh": "新", "en": "New"}]
    change_type(row, {"type": "choice", "options": options}, actor=admin, at=at)
    jobs_done()

    assert value(press, "state") == "new"


def test_money_becomes_text_as_it_is_written(machine, make, admin, at, jobs_done):
    from guanxi.platform.custom.models import CustomField

    press = make("machine", "m", price="1280.50")
    row = CustomField.objects.get(noun="machine", name="price")
    change_type(row, {"type": "text", "settings": {}}, actor=admin, at=at)
    jobs_done()

    assert value(press, "price") == "1280.50"


def test_a_computed_field_has_no_other_type(machine, field, admin, at):
    row = field("machine", "double", "formula", formula="units * 2")
    with pytest.raises(RuleBroken):
        change_type(row, {"type": "number"}, actor=admin, at=at)


def test_the_preview_shows_what_the_first_values_become(machine, field, make, admin):
    row = field("machine", "weighed", "text")
    for number, text in enumerate(["1.2万", "2026/8/9", "three"]):
        make("machine", f"m{number}", weighed=text)

    as_number = preview_type_change(row, {"type": "number"}, actor=admin)
    as_day = preview_type_change(row, {"type": "date"}, actor=admin)

    assert [(one.value, one.becomes) for one in as_number.kept] == [("1.2万", "12000")]
    assert [(one.value, one.becomes) for one in as_day.kept] == [("2026/8/9", "2026-08-09")]
