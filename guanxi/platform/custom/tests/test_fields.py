"""Custom fields: made, changed and retired while people work."""

import pytest
from django.db import connection

from guanxi.platform.custom.changing import change_field, create_field, retire_field, revive_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.custom.indexing import index_name, order_name
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, matching, read_list
from guanxi.platform.records.writing import update_record
from guanxi.platform.rights.visibility import visible_to


def value(record, name):
    record.refresh_from_db()
    return noun_named(record.noun).field(name).value_of(record)


def test_a_new_field_is_on_every_door_at_once(machine, field, make, maker):
    field("machine", "colour", "text")
    make("machine", "冲床", colour="绿")

    page = read_list(
        maker, machine, ListQuery({"field": "colour", "value": "绿"}, "-colour", ("colour",))
    )
    assert [row["colour"] for row in page.rows] == ["绿"]
    assert Fact.objects.filter(kind="field.created", data__name="colour").exists()


def test_only_an_administrator_makes_fields(machine, maker, at):
    with pytest.raises(Denied):
        create_field("machine", FieldDraft("x", "text", "x"), actor=maker, at=at)


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ({"name": "Größe"}, "name"),
        ({"name": "price"}, "name"),
        ({"name": "a; DROP TABLE x"}, "name"),
        ({"type": "magic"}, "type"),
        ({"type": "choice"}, "options"),
        ({"type": "choice", "options": [{"key": "a", "zh": "x"}, {"key": "a", "zh": "y"}]},
         "options"),
        ({"type": "choice", "options": [{"key": 'a"b', "zh": "x"}]}, "options"),
        ({"type": "relation"}, "target"),
        ({"type": "number", "default": "viel"}, "default"),
        ({"type": "long", "is_unique": True}, "is_unique"),
        ({"label_zh": " "}, "label_zh"),
        ({"settings": {"visible_when": {"field": "nothing"}}}, "visible_when"),
        ({"settings": {"visible_when": {"field": "price", "op": "sql"}}}, "visible_when"),
    ],
)  # fmt: skip
def test_an_unsound_field_is_refused_by_part(machine, admin, at, parts, problem):
    said = {"name": "fine", "type": "text", "label_zh": "好", **parts}
    with pytest.raises(RuleBroken) as refused:
        create_field("machine", FieldDraft(**said), actor=admin, at=at)
    assert set(refused.value.fields) == {problem}


def test_a_retired_field_keeps_its_values_and_frees_its_name(machine, field, make, admin, at):
    row = field("machine", "colour", "text")
    press = make("machine", "冲床", colour="绿")
    retire_field(row, actor=admin, at=at)
    assert "colour" not in machine.fields

    revive_field(row, actor=admin, at=at)
    assert value(press, "colour") == "绿"


def test_a_field_that_a_formula_reads_stays(machine, field, admin, at):
    row = field("machine", "rate", "number")
    field("machine", "tax", "formula", formula="price * rate", result="money")

    with pytest.raises(RuleBroken):
        retire_field(row, actor=admin, at=at)


def test_a_unique_value_is_given_once(machine, field, make):
    field("machine", "serial", "text", is_unique=True)
    make("machine", "a", serial="S1")

    with pytest.raises(RuleBroken):
        make("machine", "b", serial="S1")
    make("machine", "c")
    make("machine", "d")


def test_a_field_with_doubles_does_not_become_unique(machine, field, make, admin, at):
    row = field("machine", "serial", "text")
    make("machine", "a", serial="S1")
    make("machine", "b", serial="S1")

    with pytest.raises(RuleBroken):
        change_field(row, {"is_unique": True}, actor=admin, at=at)


def test_a_default_fills_a_new_record(machine, field, make):
    field("machine", "state", "choice", options=[{"key": "new", "zh": "新"}], default="new")
    assert value(make("machine", "a"), "state") == "new"


def test_an_option_is_understood_by_its_label_in_either_language(machine, field, make):
    field(
        "machine",
        "state",
        "choice",
        options=[{"key": "new", "zh": "新", "en": "Brand new", "tone": "green"}],
    )

    assert value(make("machine", "a", state="Brand new"), "state") == "new"
    assert value(make("machine", "b", state="新"), "state") == "new"
    assert machine.field("state").tones == {"new": "green"}


@pytest.mark.parametrize("kind", ["text", "number", "date", "money"])
def test_an_index_on_demand_is_made_and_serves_the_list(
    machine, field, make, maker, kind, jobs_done
):
    row = field("machine", "extra", kind, is_indexed=True)
    jobs_done()
    samples = {"text": "a", "number": 1, "date": "2026-01-02", "money": "3.5"}
    make("machine", "m", extra=samples[kind])

    filter = {"field": "extra", "value": samples[kind]}
    rows = matching(maker, machine, ListQuery(filter))
    plan = rows.explain() if connection.vendor == "sqlite" else index_name(row.pk)
    assert index_name(row.pk) in plan
    assert rows.count() == 1


def test_a_relation_has_its_index_by_which_a_record_counts_what_points_to_it(
    machine, plant, make, maker, jobs_done
):
    jobs_done()
    there = make("plant", "p")
    make("machine", "m", plant=there.pk)
    by = machine.field("plant")

    rows = by.pointing(visible_to(maker, machine), there.pk)
    name = index_name(int(by.custom_key.removeprefix("cf_")))
    assert name in (rows.order_by().explain() if connection.vendor == "sqlite" else name)
    with connection.cursor() as cursor:
        made = connection.introspection.get_constraints(cursor, machine.model._meta.db_table)
    assert name in made


def test_a_unique_field_is_guarded_by_the_database(machine, field, make, jobs_done):
    row = field("machine", "serial", "text", is_unique=True)
    jobs_done()
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, machine.model._meta.db_table)
    assert constraints[index_name(row.pk)]["unique"]


def test_a_retired_field_loses_its_index(machine, field, admin, at, jobs_done):
    row = field("machine", "serial", "text", is_indexed=True)
    jobs_done()
    retire_field(row, actor=admin, at=at)
    jobs_done()
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, machine.model._meta.db_table)
    assert not {index_name(row.pk), order_name(row.pk)} & set(constraints)


def test_a_conditional_field_is_asked_for_and_kept_only_where_it_applies(
    machine, field, make, maker, at
):
    field("machine", "is_leased", "boolean")
    field(
        "machine",
        "lessor",
        "text",
        is_required=True,
        visible_when={"field": "is_leased", "value": True},
    )

    make("machine", "owned")
    with pytest.raises(RuleBroken) as refused:
        make("machine", "leased", is_leased=True)
    assert set(refused.value.fields) == {"lessor"}

    leased = make("machine", "leased", is_leased=True, lessor="中信租赁")
    update_record(machine, leased.pk, {"is_leased": False}, actor=maker, at=at)
    assert value(leased, "lessor") is None
    fact = Fact.objects.filter(kind="machine.updated").latest("pk")
    assert fact.changes["lessor"] == ["中信租赁", None]


def test_a_value_given_where_the_condition_fails_is_not_kept(machine, field, make):
    field("machine", "is_leased", "boolean")
    field("machine", "lessor", "text", visible_when={"field": "is_leased", "value": True})

    press = make("machine", "owned", lessor="中信租赁")

    assert value(press, "lessor") is None
    assert "lessor" not in Fact.objects.get(kind="machine.created").changes


def test_three_hundred_fields_work(machine, field, make, maker, django_assert_max_num_queries):
    for number in range(300):
        field("machine", f"f{number}", ("text", "number", "date")[number % 3])
    press = make("machine", "m", f0="x", f1=7, f2="2026-01-02", f299="2026-02-03")

    query = ListQuery(
        {"all": [{"field": "f0", "value": "x"}, {"field": "f1", "op": "gte", "value": 7}]},
        "-f2",
        tuple(f"f{number}" for number in range(300)),
    )
    with django_assert_max_num_queries(3):
        page = read_list(maker, machine, query)
    assert page.rows[0]["f299"] == "2026-02-03"
    assert len(machine.fields) > 300
    assert value(press, "f1") == 7
