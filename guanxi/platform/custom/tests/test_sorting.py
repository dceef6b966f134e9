"""Lists of own record types and fields are in one order, on every database."""

import pytest
from django.db import connection

from guanxi.platform.actors.compiling import actor_for_user, rights_changed
from guanxi.platform.actors.models import FieldGrant, User
from guanxi.platform.custom.indexing import index_name, order_name
from guanxi.platform.custom.models import CustomRecord
from guanxi.platform.custom.retyping import change_type
from guanxi.platform.errors import InvalidFilter
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.keyset import order_of
from guanxi.platform.records.reading import ListQuery, matching, read_list
from guanxi.platform.records.writing import update_record


def names(actor, sort, limit=50):
    """The names of every page in turn, going forward."""
    found, cursor = [], ""
    while True:
        query = ListQuery(sort=sort, columns=("name",), limit=limit, cursor=cursor)
        page = read_list(actor, noun_named("machine"), query)
        found += [row["name"] for row in page.rows]
        cursor = page.next
        if not cursor:
            return found


def test_an_own_record_type_is_sorted_by_pinyin(machine, make, maker, at):
    for name in ("张三", "李四", "Bosch", "王五", "安达", "zeiss"):
        made = make("machine", name)

    assert names(maker, "name") == ["安达", "Bosch", "李四", "王五", "zeiss", "张三"]
    assert names(maker, "-name", limit=2) == ["张三", "zeiss", "王五", "李四", "Bosch", "安达"]

    update_record(machine, made.pk, {"name": "阿里"}, actor=maker, at=at)
    assert names(maker, "name")[0] == "阿里"


def test_an_own_text_is_sorted_by_pinyin_as_names_are(machine, field, make, maker, at):
    field("machine", "colour", "text")
    texts = ["张三", "李四", "Bosch", "zeiss", "安达", "王五", "éclair", "王 五金", "12"]
    make("machine", "none")
    for text in texts:
        make("machine", text, colour=text)
    by_pinyin = ["12", "安达", "Bosch", "éclair", "李四", "王五", "王 五金", "zeiss", "张三"]

    assert names(maker, "colour", limit=3) == ["none", *by_pinyin]
    assert names(maker, "-colour", limit=3) == [*reversed(by_pinyin), "none"]


def test_the_key_of_an_own_text_follows_its_value(machine, field, make, maker, at):
    field("machine", "colour", "text")
    make("machine", "first", colour="b")
    moved = make("machine", "moved", colour="王")

    update_record(machine, moved.pk, {"colour": "安"}, actor=maker, at=at)
    assert names(maker, "colour") == ["moved", "first"]

    update_record(machine, moved.pk, {"colour": ""}, actor=maker, at=at)
    moved.refresh_from_db()
    assert moved.custom == {}
    assert names(maker, "-colour") == ["first", "moved"]


def test_the_result_of_a_formula_is_sorted_by_pinyin(machine, field, make, maker):
    field("machine", "said", "formula", formula='concat(name, "!")', result="text")
    for name in ("张", "b", "安"):
        make("machine", name)

    assert names(maker, "said") == ["安", "b", "张"]


def test_what_becomes_a_text_is_sorted_by_pinyin(machine, field, make, maker, admin, jobs_done, at):
    options = [{"key": key, "zh": key, "en": key} for key in ("张", "b", "安")]
    row = field("machine", "colour", "choice", options=options)
    for name in ("张", "b", "安"):
        make("machine", name, colour=name)

    change_type(row, {"type": "text", "options": []}, actor=admin, at=at)
    jobs_done()
    assert names(maker, "colour") == ["安", "b", "张"]


def test_a_part_of_an_own_text_is_found_in_capitals_and_small_letters(machine, field, make, maker):
    field("machine", "colour", "text")
    make("machine", "m", colour="Elan")

    for operator in ("contains", "starts"):
        query = ListQuery({"field": "colour", "op": operator, "value": "eLA"})
        assert matching(maker, machine, query).count() == 1


def test_a_relation_is_sorted_by_the_title_of_what_it_names(machine, make, maker):
    plants = {name: make("plant", name).pk for name in ("张家港", "安庆", "Berlin")}
    make("machine", "none")
    for name, pk in plants.items():
        make("machine", name, plant=pk)

    assert names(maker, "plant", limit=2) == ["none", "安庆", "Berlin", "张家港"]
    assert names(maker, "-plant", limit=2) == ["张家港", "Berlin", "安庆", "none"]


def test_a_person_is_sorted_by_name(machine, field, make, maker, admin, ben):
    field("machine", "keeper", "user")
    for name, pk in (("b", ben.user_id), ("admin", admin.user_id), ("ana", maker.user_id)):
        make("machine", name, keeper=pk)

    assert names(maker, "keeper") == ["admin", "ana", "b"]


def test_a_list_sorted_by_a_relation_asks_no_more(
    machine, make, maker, django_assert_max_num_queries
):
    for number in range(12):
        make("machine", f"m{number}", plant=make("plant", f"p{number}").pk)

    with django_assert_max_num_queries(4):
        read_list(maker, machine, ListQuery(sort="plant", columns=("name", "plant")))


def test_a_title_that_may_not_be_read_puts_nothing_in_order(machine, make, maker, seller):
    make("machine", "m", plant=make("plant", "苏州").pk)
    FieldGrant.objects.create(role=seller, noun="plant", field="name", mode="hidden")
    rights_changed()
    maker = actor_for_user(User.objects.get(pk=maker.user_id))

    with pytest.raises(InvalidFilter):
        names(maker, "plant")


def test_an_index_on_demand_serves_filter_and_sort_of_a_text(
    machine, field, make, maker, jobs_done, at
):
    row = field("machine", "colour", "text", is_indexed=True)
    jobs_done()
    make("machine", "m", colour="green")
    CustomRecord.objects.bulk_create(
        CustomRecord(noun="machine", name=f"m{number}", created_at=at, updated_at=at,
                     custom={f"cf_{row.pk}": f"colour {number}"})
        for number in range(1_000)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE platform_customrecord")

    found = matching(maker, machine, ListQuery({"field": "colour", "value": "green"}))
    assert found.count() == 1
    if connection.vendor == "sqlite":
        assert index_name(row.pk) in found.explain()
    else:
        rows = machine.base().filter(deleted_at=None)
        ordered = rows.annotate(held=machine.field("colour").expression()).filter(held="green")
        assert index_name(row.pk) in ordered.explain()
    page = order_of(maker, machine, "colour").page(machine.base().filter(deleted_at=None), "", 50)
    assert order_name(row.pk) in page.explain()
