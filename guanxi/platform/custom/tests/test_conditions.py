"""A condition is read by the type of the field that it asks about."""

import pytest

from guanxi.platform.custom.changing import change_field
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.conditions import Conditions

OPTIONS = [{"key": "new", "zh": "全新", "en": "New"}, {"key": "used", "zh": "二手", "en": "Used"}]
# What an administrator types as the value, a value that meets it, and one that does not.
ASKED = {
    "text": ("绿", "绿", "红"),
    "number": ("12.50", "12.5", "12"),
    "money": ("100", "100.00", "1"),
    "boolean": ("是", True, False),
    "date": ("2026-01-02", "2026-01-02", "2026-01-03"),
    "datetime": ("2026-01-02 08:30", "2026-01-02T00:30:00Z", "2026-01-02 08:31"),
    "choice": ("二手", "used", "new"),
    "multi": ("二手", ["new", "used"], ["new"]),
    "phone": ("138-0013-8000", "13800138000", "13900139000"),
    "email": ("Ana@Example.com", "ana@example.com", "ben@example.com"),
}


def value(record, name):
    record.refresh_from_db()
    return noun_named(record.noun).field(name).value_of(record)


def asked_of(field, kind, said, **more):
    field("machine", "asked", kind, options=OPTIONS if kind in {"choice", "multi"} else [])
    return field("machine", "note", "text", visible_when={"field": "asked", **said}, **more)


@pytest.mark.parametrize("kind", ASKED)
def test_a_condition_holds_for_the_value_that_was_meant(machine, field, make, kind):
    typed, met, missed = ASKED[kind]
    asked_of(field, kind, {"op": "is", "value": typed})

    assert value(make("machine", "a", asked=met, note="x"), "note") == "x"
    assert value(make("machine", "b", asked=missed, note="x"), "note") is None
    assert value(make("machine", "c", note="x"), "note") is None


def test_a_condition_holds_for_a_record_that_a_relation_names(machine, field, make):
    plant, other = make("plant", "苏州"), make("plant", "无锡")
    field("machine", "note", "text", visible_when={"field": "plant", "value": str(plant.pk)})

    assert value(make("machine", "a", plant=plant.pk, note="x"), "note") == "x"
    assert value(make("machine", "b", plant=other.pk, note="x"), "note") is None


@pytest.mark.parametrize(
    ("operator", "wanted", "met", "missed"),
    [
        ("gte", "1,000", "1000", "999"),
        ("lt", "10", "9", "11"),
        ("in", ["5", "7"], "7", "6"),
        ("is_not", "5", "6", "5"),
    ],
)
def test_numbers_compare_as_numbers(machine, field, make, operator, wanted, met, missed):
    asked_of(field, "number", {"op": operator, "value": wanted})

    assert value(make("machine", "a", asked=met, note="x"), "note") == "x"
    assert value(make("machine", "b", asked=missed, note="x"), "note") is None


def test_a_condition_that_was_kept_as_typed_holds_too(machine, field, make):
    row = asked_of(field, "boolean", {"value": True})
    row.settings["visible_when"]["value"] = "是"
    row.save()
    schema_changed()

    assert value(make("machine", "a", asked=True, note="x"), "note") == "x"


def test_a_value_that_does_not_fit_the_field_is_refused(machine, field):
    with pytest.raises(RuleBroken) as refused:
        asked_of(field, "number", {"op": "gt", "value": "viel"})
    assert set(refused.value.fields) == {"visible_when"}


def test_a_condition_said_anew_means_the_same(machine, field, admin, at):
    row = asked_of(field, "money", {"value": "100"})
    first = row.settings["visible_when"]

    change_field(row, {"label_zh": "备注"}, actor=admin, at=at)

    assert row.settings["visible_when"] == first == {"field": "asked", "value": "100.00"}


def test_a_chain_of_conditions_is_followed_to_its_end(machine, field, make, admin, at):
    field("machine", "middle", "text", visible_when={"field": "units", "op": "gt", "value": 1})
    last = field("machine", "last", "text", visible_when={"field": "middle", "op": "not_empty"})
    change_field(last, {"position": 0}, actor=admin, at=at)

    made = make("machine", "a", units=1, middle="x", last="y")

    assert (value(made, "middle"), value(made, "last")) == (None, None)
    held = {"units": 1, "middle": "x", "last": "y"}
    assert Conditions(machine).idle(held.get) == {"middle", "last"}
