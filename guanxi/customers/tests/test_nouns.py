"""Customers, people and what surrounds them, through the doors that nouns open."""

import pytest

from guanxi.customers.models import Account, Person
from guanxi.customers.tests.conftest import create
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.writing import delete_record, restore_record, update_record

KEYS = (
    *("account", "person", "affiliation", "relation", "identifier", "address"),
    *("interaction", "consent"),
)


def names(actor, noun="account", **query):
    return [row["name"] for row in read_list(actor, noun_named(noun), ListQuery(**query)).rows]


@pytest.mark.parametrize("key", KEYS)
def test_every_name_that_a_noun_mentions_is_a_field(key, db):
    noun = noun_named(key)
    mentioned = {*noun.columns, *noun.quick, *noun.search, *noun.search_summary, noun.title}
    mentioned |= {name for group in noun.form for name in group.names}
    for key in noun.import_keys:
        mentioned |= {key} if isinstance(key, str) else set(key)
    assert mentioned <= set(noun.fields)
    for related in noun.related:
        target = noun_named(related.noun)
        assert {related.by, *related.columns, related.sort.lstrip("-")} <= {"id", *target.fields}


@pytest.mark.parametrize("key", KEYS)
def test_every_noun_can_be_listed(key, ana):
    assert read_list(ana, noun_named(key), ListQuery()).rows == []


def test_a_customer_is_created_with_its_keys_and_its_fact(acme, ana):
    assert acme.name_key == "suzhouboheng" + "chuanganjishuyouxiangongsi"
    assert acme.match_key == "苏州博衡传感技术"
    assert (acme.owner_id, acme.kind, acme.role) == (ana.user_id, "business", "potential")
    assert Fact.objects.filter(kind="account.created", record_id=acme.pk).count() == 1


def test_a_team_mate_sees_a_customer_and_a_stranger_does_not(acme, ben, cleo):
    assert names(ben) == [acme.name]
    assert names(cleo) == []


def test_customers_sort_by_pinyin(ana, at):
    for name in ("浙江一厂", "Beta", "北京二厂", "安徽三厂"):
        create(ana, at, "account", name=name)
    assert names(ana, sort="name") == ["安徽三厂", "北京二厂", "Beta", "浙江一厂"]


def test_a_credit_code_is_checked_by_its_check_digit(ana, at, acme):
    create(ana, at, "account", name="好", credit_code="91350100m000100y43")
    assert Account.objects.get(name="好").credit_code == "91350100M000100Y43"
    with pytest.raises(RuleBroken) as refused:
        update_record(
            noun_named("account"), acme.pk, {"credit_code": "91350100M000100Y44"}, actor=ana, at=at
        )
    assert "credit_code" in refused.value.fields


@pytest.mark.parametrize("field", ["code", "credit_code"])
def test_two_living_customers_never_share_a_number(ana, at, acme, field):
    number = {"code": "C-1", "credit_code": "91350100M000100Y43"}[field]
    first = create(ana, at, "account", name="一", **{field: number})
    with pytest.raises(RuleBroken) as refused:
        create(ana, at, "account", name="二", **{field: number})
    assert set(refused.value.fields) == {field}

    delete_record(noun_named("account"), first.pk, actor=ana, at=at)
    assert create(ana, at, "account", name="二", **{field: number}).pk
    with pytest.raises(RuleBroken):
        restore_record(noun_named("account"), first.pk, actor=ana, at=at)


@pytest.mark.parametrize("field", ["parent", "referrer"])
def test_no_customer_is_above_itself(ana, at, acme, field):
    daughter = create(ana, at, "account", name="子公司", **{field: acme.pk})
    with pytest.raises(RuleBroken) as refused:
        update_record(noun_named("account"), acme.pk, {field: daughter.pk}, actor=ana, at=at)
    assert set(refused.value.fields) == {field}


def test_a_person_belongs_to_a_customer_and_may_have_further_posts(shen, ana, at, acme):
    other = create(ana, at, "account", name="昆山恒准模具有限公司")
    create(ana, at, "affiliation", person=shen.pk, account=other.pk, title="顾问")
    with pytest.raises(RuleBroken):
        create(ana, at, "affiliation", person=shen.pk, account=acme.pk)
    with pytest.raises(RuleBroken):
        create(ana, at, "affiliation", person=shen.pk, account=other.pk)


def test_relations_join_two_customers_once(ana, at, acme):
    other = create(ana, at, "account", name="博衡控股集团")
    create(ana, at, "relation", account=acme.pk, other=other.pk, kind="parent")
    for wrong in ({"other": other.pk}, {"other": acme.pk}):
        with pytest.raises(RuleBroken):
            create(ana, at, "relation", account=acme.pk, kind="parent", **wrong)


def test_who_sees_a_customer_sees_its_contacts(shen, acme, ana, ben, cleo, at):
    create(
        ana, at, "interaction", account=acme.pk, person=shen.pk, channel="phone", happened_at=at,
        subject="报价",
    )  # fmt: skip
    noun = noun_named("interaction")
    assert len(read_list(ben, noun, ListQuery()).rows) == 1
    assert read_list(cleo, noun, ListQuery()).rows == []


def test_what_was_erased_is_not_filled_in_again(shen, ana, at):
    Person.objects.filter(pk=shen.pk).update(erased_at=at)
    with pytest.raises(RuleBroken):
        update_record(noun_named("person"), shen.pk, {"name": "沈先生"}, actor=ana, at=at)


def test_our_words_come_before_those_of_libraries(settings):
    assert any(path.match("customers/locale") for path in settings.LOCALE_PATHS)


def test_a_parent_that_one_does_not_see_stays_while_something_else_is_changed(
    acme, ana, admin, cleo, at
):
    account = noun_named("account")
    above = create(cleo, at, "account", name="上级集团")
    update_record(account, acme.pk, {"parent": above.pk}, actor=admin, at=at)

    given = {"parent": above.pk, "city": "昆山"}
    changed = update_record(account, acme.pk, given, actor=ana, at=at)

    assert (changed.parent_id, changed.city) == (above.pk, "昆山")
    other = create(ana, at, "account", name="另一家")
    with pytest.raises(RuleBroken):
        update_record(account, other.pk, {"parent": above.pk}, actor=ana, at=at)


def test_a_number_that_stands_there_already_is_named_and_refused(acme, ana, at):
    known = create(ana, at, "identifier", account=acme.pk, kind="duns", value="123")
    other = create(ana, at, "identifier", account=acme.pk, kind="duns", value="456")
    noun = noun_named("identifier")

    for write in (
        lambda: create(ana, at, "identifier", account=acme.pk, kind="duns", value="123"),
        lambda: update_record(noun, other.pk, {"value": "123"}, actor=ana, at=at),
    ):
        with pytest.raises(RuleBroken) as refused:
            write()
        assert refused.value.fields == {"value": "There is one already: 123"}
    assert {one.value for one in noun.base()} == {"123", "456"}
    assert known.pk


def test_a_number_out_of_the_bin_does_not_stand_beside_its_like(acme, ana, at):
    known = create(ana, at, "identifier", account=acme.pk, kind="duns", value="123")
    noun = noun_named("identifier")
    delete_record(noun, known.pk, actor=ana, at=at)
    create(ana, at, "identifier", account=acme.pk, kind="duns", value="123")

    with pytest.raises(RuleBroken):
        restore_record(noun, known.pk, actor=ana, at=at)
    assert noun.base().filter(deleted_at=None).count() == 1


def test_what_only_a_stranger_holds_is_refused_without_its_name(acme, ana, cleo, admin, at):
    create(cleo, at, "account", name="远方公司", code="K7")

    with pytest.raises(RuleBroken) as refused:
        create(ana, at, "account", name="另一家", code="K7")

    assert set(refused.value.fields) == {"code"}
    assert "远方公司" not in str(refused.value.fields)
