"""Records of any noun, shown on one that an administrator made."""

import pytest

from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.errors import Conflict, Denied, InvalidFilter, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list, read_total
from guanxi.platform.records.writing import (
    create_record,
    delete_record,
    restore_record,
    update_record,
)


@pytest.fixture
def machine(seller, grant):
    CustomNoun.objects.create(key="machine", label_zh="设备", label_en="Machine")
    for name, kind, zh in (("power", "number", "功率"), ("city", "text", "城市")):
        CustomField.objects.create(
            noun="machine", name=name, type=kind, label_zh=zh, label_en=name.title()
        )
    schema_changed()
    grant(seller, only=tuple(f"machine.{one}" for one in ("read", "create", "edit", "delete")))
    return noun_named("machine")


@pytest.fixture
def press(machine, ana, at):
    return create_record(
        machine, {"name": "冲床", "power": "12.5", "city": "苏州"}, actor=ana, at=at
    )


def names(page):
    return [row["name"] for row in page.rows]


def test_a_new_record_belongs_to_its_maker_and_is_written_as_a_fact(press, ana, at):
    assert (press.owner_id, press.team_id, press.version) == (ana.user_id, ana.team_id, 1)
    fact = Fact.objects.get(kind="machine.created")
    assert fact.changes["city"] == [None, "苏州"]
    assert (fact.at, fact.actor_name) == (at, "Ana")


def test_a_team_mate_sees_it_and_a_stranger_does_not(machine, press, ben, cleo):
    assert names(read_list(ben, machine, ListQuery())) == ["冲床"]
    assert names(read_list(cleo, machine, ListQuery())) == []


def test_a_strangers_change_is_not_found(machine, press, cleo, at):
    with pytest.raises(machine.model.DoesNotExist):
        update_record(machine, press.pk, {"city": "无锡"}, actor=cleo, at=at)


def test_who_may_only_read_is_denied(machine, press, person, east, at, grant):
    from guanxi.platform.actors.models import Role

    reader = Role.objects.create(code="r", label_zh="读者", label_en="Reader")
    grant(reader, only=("machine.read",))
    dan = person("dan", east, reader)

    with pytest.raises(Denied):
        update_record(machine, press.pk, {"city": "无锡"}, actor=dan, at=at)


@pytest.mark.parametrize(
    ("filter", "found"),
    [
        ({"field": "power", "op": "gt", "value": 12}, ["冲床"]),
        ({"field": "power", "op": "lt", "value": 12}, ["车床"]),
        ({"field": "city", "op": "contains", "value": "苏"}, ["冲床"]),
        ({"field": "city", "op": "is_not", "value": "苏州"}, ["车床"]),
        ({"field": "city", "op": "empty"}, ["车床"]),
        (
            {"any": [{"field": "city", "op": "not_empty"}, {"field": "name", "value": "车床"}]},
            ["冲床", "车床"],
        ),
        ({"none": [{"field": "name", "value": "车床"}]}, ["冲床"]),
        ({"field": "created_at", "op": "within", "value": "last_2_days"}, ["冲床", "车床"]),
        ({"field": "owner", "value": {"me": True}}, ["冲床", "车床"]),
    ],
)
def test_filters_find_by_custom_and_standard_fields(machine, press, ana, at, filter, found):
    create_record(machine, {"name": "车床", "power": 3}, actor=ana, at=at)

    page = read_list(ana, machine, ListQuery(filter=filter, sort="id"), at=at)

    assert names(page) == found
    assert read_total(ana, machine, ListQuery(filter=filter), at=at).number == len(found)


@pytest.mark.parametrize(
    "sort", ["name", "-name", "power", "-power", "city", "-city", "id", "-updated_at"]
)
def test_paging_by_keyset_visits_every_row_once_both_ways(machine, ana, at, sort):
    for number in range(7):
        values = {"name": f"m{number % 3}", "power": number % 2 or None, "city": "x" * (number % 4)}
        create_record(machine, values, actor=ana, at=at)
    everything = names_and_ids(read_list(ana, machine, ListQuery(sort=sort, limit=50)))

    seen, cursor, pages = [], "", []
    while len(pages) < 5:
        page = read_list(ana, machine, ListQuery(sort=sort, limit=2, cursor=cursor))
        pages.append(page)
        seen += names_and_ids(page)
        cursor = page.next
        if not cursor:
            break
    back = read_list(ana, machine, ListQuery(sort=sort, limit=2, cursor=pages[2].previous))

    assert seen == everything
    assert names_and_ids(back) == names_and_ids(pages[1])


def names_and_ids(page):
    return [row["id"] for row in page.rows]


def test_two_people_on_different_fields_merge(machine, press, ana, ben, at):
    update_record(machine, press.pk, {"city": "无锡"}, actor=ben, at=at, version=1)

    record = update_record(machine, press.pk, {"power": 20}, actor=ana, at=at, version=1)

    assert (record.version, machine.field("city").value_of(record)) == (3, "无锡")


def test_two_people_on_one_field_conflict_by_field(machine, press, ana, ben, at):
    update_record(machine, press.pk, {"city": "无锡"}, actor=ben, at=at, version=1)

    with pytest.raises(Conflict) as refused:
        update_record(machine, press.pk, {"city": "常州"}, actor=ana, at=at, version=1)

    assert refused.value.differences == {"city": {"was": "苏州", "theirs": "无锡", "yours": "常州"}}


def test_a_deleted_record_leaves_every_list_and_comes_back(machine, press, ana, at):
    delete_record(machine, press.pk, actor=ana, at=at)
    assert names(read_list(ana, machine, ListQuery())) == []

    restore_record(machine, press.pk, actor=ana, at=at)
    assert names(read_list(ana, machine, ListQuery())) == ["冲床"]


def test_wrong_values_are_refused_by_field_and_nothing_is_kept(machine, ana, at):
    with pytest.raises(RuleBroken) as refused:
        create_record(machine, {"power": "viel", "id": 3, "owner": 999}, actor=ana, at=at)

    assert set(refused.value.fields) == {"name", "power", "id", "owner"}
    assert not Fact.objects.exists()


@pytest.mark.parametrize("mode", ["hidden", "masked"])
def test_a_hidden_field_answers_no_filter_and_no_sort(machine, press, ana, seller, mode):
    from guanxi.platform.actors.compiling import actor_for_user, rights_changed
    from guanxi.platform.actors.models import FieldGrant, User

    FieldGrant.objects.create(role=seller, noun="machine", field="city", mode=mode)
    rights_changed()
    ana = actor_for_user(User.objects.get(pk=ana.user_id))

    for query in (ListQuery(filter={"field": "city", "value": "苏州"}), ListQuery(sort="city")):
        with pytest.raises(InvalidFilter):
            read_list(ana, machine, query)


@pytest.mark.parametrize(("mode", "shown"), [("masked", "冲***"), ("hidden", "设备 {pk}")])
def test_a_name_that_is_not_for_one_is_told_nowhere(machine, press, ana, seller, mode, shown):
    from guanxi.platform.actors.compiling import actor_for_user, rights_changed
    from guanxi.platform.actors.models import FieldGrant, User
    from guanxi.platform.records.titles import titles

    FieldGrant.objects.create(role=seller, noun="machine", field="name", mode=mode)
    rights_changed()
    ana = actor_for_user(User.objects.get(pk=ana.user_id))

    assert titles(ana, "machine", {press.pk}) == {press.pk: shown.format(pk=press.pk)}
