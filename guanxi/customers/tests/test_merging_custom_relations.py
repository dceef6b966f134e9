"""What custom fields name moves with a merge, and what is computed from it follows."""

import pytest

from guanxi.customers.tests.conftest import create
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.custom.changing import create_field, retire_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.custom.making import NounDraft, create_noun
from guanxi.platform.custom.models import CustomField
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.writing import delete_record, update_record
from guanxi.platform.verbs.verb import run_verb, verb_named


@pytest.fixture
def make_field(admin, at):
    def make(noun, name, kind, is_unique=False, **settings):
        draft = FieldDraft(name, kind, name, name, settings=settings, is_unique=is_unique)
        return create_field(noun, draft, actor=admin, at=at)

    return make


@pytest.fixture
def maker(seller, ana, admin, at, make_field):
    """Ana, in a firm that counts the devices of its customers and the watts of these."""
    create_noun(NounDraft("device", "设备", "Device"), {seller.pk: "team"}, actor=admin, at=at)
    make_field("device", "at_customer", "relation", target="account")
    make_field("device", "watts", "number")
    make_field("device", "city", "formula", formula="at_customer.city", result="text")
    count = {"noun": "device", "by": "at_customer", "measure": "count"}
    make_field("account", "devices", "rollup", result="number", decimals=0, rollup=count)
    total = {"noun": "device", "by": "at_customer", "measure": "sum", "of": "watts"}
    make_field("account", "power", "rollup", result="number", decimals=0, rollup=total)
    make_field("account", "double", "formula", formula="power * 2", result="number", decimals=0)
    people = {"noun": "person", "by": "account", "measure": "count"}
    make_field("account", "heads", "rollup", result="number", decimals=0, rollup=people)
    return actor_for_user(User.objects.get(pk=ana.user_id))


@pytest.fixture
def twin(maker, at):
    twin = create(maker, at, "account", name="苏州博衡传感", city="无锡")
    create(maker, at, "device", name="冲床", at_customer=twin.pk, watts=5)
    gone = create(maker, at, "device", name="旧机", at_customer=twin.pk, watts=90)
    delete_record(noun_named("device"), gone.pk, actor=maker, at=at)
    create(maker, at, "person", name="顾南风", account=twin.pk)
    return twin


@pytest.fixture
def acme(maker, acme, at):
    create(maker, at, "device", name="车床", at_customer=acme.pk, watts=2)
    return acme


def merge(kept, gone, actor, at):
    return run_verb(verb_named("merge_accounts"), kept.pk, {"other": gone.pk}, actor=actor, at=at)


def unmerge(kept, actor, at):
    return run_verb(verb_named("unmerge_account"), kept.pk, {}, actor=actor, at=at)


def figures(account):
    account.refresh_from_db()
    fields = noun_named("account").fields
    return [fields[name].value_of(account) for name in ("devices", "power", "double", "heads")]


def devices(actor, at, account):
    where = {"field": "at_customer", "op": "is", "value": account.pk}
    query = ListQuery(filter=where, columns=["name", "city"], sort="id")
    rows = read_list(actor, noun_named("device"), query, at=at).rows
    return [(row["name"], row["city"]) for row in rows]


def test_what_a_custom_field_names_belongs_to_the_one_that_stays(acme, twin, maker, at):
    merge(acme, twin, maker, at)

    assert devices(maker, at, acme) == [("车床", "苏州"), ("冲床", "苏州")]
    assert devices(maker, at, twin) == []


def test_figures_of_the_one_that_stays_count_what_came_to_it(acme, twin, maker, at):
    assert (figures(acme), figures(twin)) == ([1, 2, 4, 0], [1, 5, 10, 1])

    merged = merge(acme, twin, maker, at)

    assert noun_named("account").field("devices").value_of(merged) == 2
    assert (figures(acme), figures(twin)) == ([2, 7, 14, 1], [0, 0, 0, 0])


def test_taking_apart_gives_back_rows_and_figures(acme, twin, maker, at):
    merge(acme, twin, maker, at)

    unmerge(acme, maker, at)

    assert devices(maker, at, acme) == [("车床", "苏州")]
    assert devices(maker, at, twin) == [("冲床", "无锡")]
    assert (figures(acme), figures(twin)) == ([1, 2, 4, 0], [1, 5, 10, 1])


def test_what_moved_on_since_stays_where_it_is(acme, twin, maker, at):
    merge(acme, twin, maker, at)
    other = create(maker, at, "account", name="第三家")
    device = noun_named("device")
    press = device.base().get(name="冲床")
    update_record(device, press.pk, {"at_customer": other.pk}, actor=maker, at=at)

    unmerge(acme, maker, at)

    assert [name for name, _city in devices(maker, at, other)] == ["冲床"]


def test_a_device_that_may_stand_once_only_stays_behind(acme, twin, maker, at, make_field):
    make_field("device", "main_of", "relation", is_unique=True, target="account")
    mine = create(maker, at, "device", name="主机甲", main_of=acme.pk)
    theirs = create(maker, at, "device", name="主机乙", main_of=twin.pk)

    merge(acme, twin, maker, at)

    field = noun_named("device").field("main_of")
    for one in (mine, theirs):
        one.refresh_from_db()
    assert (field.value_of(mine), field.value_of(theirs)) == (acme.pk, twin.pk)


def test_a_field_retired_since_is_taken_apart_all_the_same(acme, twin, maker, admin, at):
    merge(acme, twin, maker, at)
    for name in ("double", "power", "devices", "city", "at_customer"):
        retire_field(CustomField.objects.get(name=name), actor=admin, at=at)

    unmerge(acme, maker, at)

    key = f"cf_{CustomField.objects.get(settings__retired_name='at_customer').pk}"
    assert noun_named("device").base().get(name="冲床").custom[key] == twin.pk


def test_a_person_is_handed_what_custom_records_say_of_them(shen, maker, at, make_field):
    make_field("device", "keeper", "relation", target="person")
    create(maker, at, "device", name="沈的笔记本", keeper=shen.pk)

    told = run_verb(verb_named("export_personal_data"), shen.pk, {}, actor=maker, at=at)

    assert [row["name"] for row in told["connected"]["platform.customrecord"]] == ["沈的笔记本"]
