"""Search on nouns that an administrator made, seen by the owner, her team and a stranger."""

import pytest
from django.core.management import call_command

from guanxi.platform.actors.compiling import actor_for_user, rights_changed
from guanxi.platform.actors.models import FieldGrant, User
from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.writing import (
    create_record,
    delete_record,
    restore_record,
    update_record,
)
from guanxi.platform.search import ranking
from guanxi.platform.search.index import Row, index_many
from guanxi.platform.search.models import SearchEntry, SearchNoun
from guanxi.platform.search.rebuilding import is_outdated, rebuild
from guanxi.platform.search.searching import search


@pytest.fixture
def machine(seller, grant):
    CustomNoun.objects.create(key="machine", label_zh="设备", label_en="Machine")
    CustomField.objects.create(
        noun="machine",
        name="mobile",
        type="phone",
        label_zh="电话",
        label_en="Mobile",
        is_searchable=True,
    )
    schema_changed()
    grant(seller, only=tuple(f"machine.{one}" for one in ("read", "create", "edit", "delete")))
    return noun_named("machine")


@pytest.fixture
def press(machine, ana, at):
    values = {"name": "苏州冲床", "mobile": "13800138000"}
    return create_record(machine, values, actor=ana, at=at)


def found(actor, text, **options):
    return [(hit.noun, hit.title) for hit in search(actor, text, **options)]


def listed(actor, noun, text):
    return [row["name"] for row in read_list(actor, noun, ListQuery(text=text)).rows]


@pytest.mark.parametrize("text", ["冲床", "suzhou", "szcc", "8000", "138 0013 8000", "苏州 8000"])
def test_a_record_is_found_from_the_moment_it_is_made(machine, press, ana, ben, text):
    assert found(ana, text) == found(ben, text) == [("machine", "苏州冲床")]
    assert listed(ana, machine, text) == ["苏州冲床"]


def test_a_stranger_finds_nothing(machine, press, cleo):
    assert found(cleo, "冲床") == listed(cleo, machine, "冲床") == []


def test_who_may_not_read_a_noun_finds_nothing(machine, press, person, east):
    assert found(person("dan", east), "冲床") == []


def test_a_changed_record_is_found_by_its_new_values(machine, press, ana, at):
    update_record(machine, press.pk, {"name": "无锡车床"}, actor=ana, at=at)
    assert found(ana, "冲床") == []
    assert found(ana, "wuxi") == [("machine", "无锡车床")]


def test_a_deleted_record_is_not_found_until_it_is_restored(machine, press, ana, at):
    delete_record(machine, press.pk, actor=ana, at=at)
    assert found(ana, "冲床") == []
    assert not SearchEntry.objects.exists()

    restore_record(machine, press.pk, actor=ana, at=at)
    assert found(ana, "冲床") == [("machine", "苏州冲床")]


@pytest.mark.parametrize("mode", ["hidden", "masked"])
def test_a_field_that_may_not_be_read_finds_nothing(machine, press, ana, seller, mode):
    FieldGrant.objects.create(role=seller, noun="machine", field="mobile", mode=mode)
    rights_changed()
    ana = actor_for_user(User.objects.get(pk=ana.user_id))

    assert found(ana, "8000") == found(ana, "苏州 8000") == listed(ana, machine, "8000") == []
    assert found(ana, "suzhou") == [("machine", "苏州冲床")]
    assert listed(ana, machine, "苏州") == ["苏州冲床"]


def test_a_hidden_title_is_neither_found_nor_shown(machine, press, ana, seller):
    FieldGrant.objects.create(role=seller, noun="machine", field="name", mode="hidden")
    rights_changed()
    ana = actor_for_user(User.objects.get(pk=ana.user_id))

    assert found(ana, "suzhou") == found(ana, "szcc") == []
    assert found(ana, "8000") == [("machine", f"{machine.label} {press.pk}")]


def test_the_best_come_first_then_the_latest(machine, ana, at):
    names = ["Big Sun", "Sunny", "Sun", "Midsun", "Sunday", "Old sunset"]
    for name in names:
        create_record(machine, {"name": name}, actor=ana, at=at)

    assert [title for _, title in found(ana, "sun")] == [
        "Sun",
        "Sunday",
        "Sunny",
        "Old sunset",
        "Big Sun",
        "Midsun",
    ]


def numbered(machine, ana, at, *mobiles):
    for mobile in mobiles:
        values = {"name": f"号{mobile[-5:]}", "mobile": mobile}
        create_record(machine, values, actor=ana, at=at)


@pytest.mark.parametrize("text", ["6789", "56789", "5-6789", "５６７８９"])
def test_the_end_of_a_telephone_comes_before_its_middle(machine, ana, at, text):
    numbered(machine, ana, at, "13812356789", "13156789002", "13156789003")

    assert [title for _, title in found(ana, text)] == ["号56789", "号89003", "号89002"]


def test_the_end_of_a_telephone_comes_first_among_many(machine, ana, at, monkeypatch):
    monkeypatch.setattr(ranking, "LOOKED_AT", 5)
    numbered(machine, ana, at, "13812356789", *(f"1316789{n:04}" for n in range(12)))

    titles = [title for _, title in found(ana, "6789", limit=4)]
    assert titles == ["号56789", "号90011", "号90010", "号90009"]


def test_a_name_with_the_end_of_a_telephone_fits_like_two_words(machine, ana, at):
    create_record(machine, {"name": "苏州一", "mobile": "13812356789"}, actor=ana, at=at)
    create_record(machine, {"name": "苏州二", "mobile": "13167890002"}, actor=ana, at=at)

    assert [title for _, title in found(ana, "苏州 6789")] == ["苏州一", "苏州二"]


def test_who_sees_few_rows_finds_them_among_many_that_she_does_not(
    machine, ana, cleo, at, monkeypatch
):
    monkeypatch.setattr(ranking, "LOOKED_AT", 5)
    for number in range(3):
        create_record(machine, {"name": f"苏州 {number}"}, actor=ana, at=at)
    for number in range(20):
        create_record(machine, {"name": f"苏州 东 {number}"}, actor=cleo, at=at)

    assert [title for _, title in found(ana, "苏州")] == ["苏州 2", "苏州 1", "苏州 0"]


def test_the_index_can_be_made_anew_at_any_time(machine, press, ana, capsys):
    assert rebuild()["machine"] == 0
    index_many("machine", [Row(press.pk, "旧名"), Row(press.pk + 1, "没有了")])
    call_command("reindex", "machine")
    assert found(ana, "冲床") == [("machine", "苏州冲床")]
    assert found(ana, "旧名") == []
    assert capsys.readouterr().out == "machine: 2\n"


def test_an_upgrade_of_the_grams_makes_the_index_anew(machine, press, ana):
    SearchNoun.objects.update(gram_version=0)
    assert is_outdated()
    assert rebuild()["machine"] == 1
    assert found(ana, "冲床") == [("machine", "苏州冲床")]
