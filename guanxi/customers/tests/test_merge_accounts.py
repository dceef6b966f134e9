"""Two records of one customer become one, and two again."""

import pytest
from django.db import models

from guanxi.customers.models import (
    Account,
    AccountRelation,
    Affiliation,
    DuplicateCandidate,
    Identifier,
    Interaction,
    MergeRecord,
)
from guanxi.customers.tests.conftest import create
from guanxi.platform.actors.models import Grant, Share
from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import update_record
from guanxi.platform.verbs.verb import run_verb, verb_named


def merge(kept, gone, actor, at, **more):
    return run_verb(
        verb_named("merge_accounts"), kept.pk, {"other": gone.pk, **more}, actor=actor, at=at
    )


def unmerge(kept, actor, at, **more):
    return run_verb(verb_named("unmerge_account"), kept.pk, more, actor=actor, at=at)


def everything():
    """All rows of the room as they stand, without what tells that they were written."""
    told = {"version", "updated_at", "updated_by_id"}
    kept_apart = (MergeRecord, DuplicateCandidate)
    found = {}
    for model in [*_models(), Share]:
        if model not in kept_apart:
            for row in model._base_manager.values():
                found[model.__name__, row["id" if "id" in row else "account_id"]] = {
                    name: value for name, value in row.items() if name not in told
                }
    return found


def _models() -> list[type[models.Model]]:
    from django.apps import apps

    return list(apps.get_app_config("customers").get_models())


@pytest.fixture
def twin(ana, at, acme, shen):
    """The same firm again, with a life of its own."""
    twin = create(
        ana, at, "account", name="苏州博衡传感", code="C-7", phone="0512-66668888",
        parent=acme.pk, tags=["重点"],
    )  # fmt: skip
    create(ana, at, "account", name="博衡子公司", parent=twin.pk)
    create(ana, at, "person", name="顾南风", account=twin.pk)
    create(ana, at, "affiliation", person=shen.pk, account=twin.pk)
    create(ana, at, "interaction", account=twin.pk, channel="phone", happened_at=at)
    Interaction.objects.update(about_noun="account", about_id=twin.pk)
    other = create(ana, at, "account", name="恒准模具")
    for account in (acme, twin):
        create(ana, at, "relation", account=account.pk, other=other.pk, kind="partner")
        create(ana, at, "identifier", account=account.pk, kind="erp", value="4711")
    create(ana, at, "relation", account=twin.pk, other=acme.pk, kind="parent")
    create(ana, at, "identifier", account=twin.pk, kind="duns", value="1")
    Share.objects.create(noun="account", record_id=twin.pk, user_id=ana.user_id)
    return twin


def test_what_pointed_at_the_other_points_at_the_one_that_stays(acme, twin, ana, at):
    merge(acme, twin, ana, at)

    acme.refresh_from_db()
    assert (acme.code, acme.phone, acme.tags) == ("C-7", "+8651266668888", ["重点"])
    assert set(acme.people.values_list("name", flat=True)) == {"沈知远", "顾南风"}
    assert Interaction.objects.get().account_id == acme.pk == Interaction.objects.get().about_id
    assert [child.name for child in acme.children.filter(deleted_at=None)] == ["博衡子公司"]
    assert Identifier.objects.filter(account=acme).count() == 2
    assert Share.objects.get().record_id == acme.pk
    assert Account.objects.get(pk=twin.pk).deleted_at == at
    assert acme.parent_id is None


def test_taking_apart_restores_every_row_exactly(acme, twin, ana, at):
    before = everything()
    merge(acme, twin, ana, at, take=["name"])
    assert everything() != before

    unmerge(acme, ana, at)

    assert everything() == before


def test_a_field_is_taken_from_the_other_where_the_person_says_so(acme, twin, ana, at):
    merged = merge(acme, twin, ana, at, take=["name"])
    assert (merged.name, merged.match_key) == ("苏州博衡传感", "苏州博衡传感")


def test_what_was_changed_after_the_merge_stays_when_it_is_taken_apart(acme, twin, ana, at):
    merge(acme, twin, ana, at)
    update_record(noun_named("account"), acme.pk, {"phone": "13900139000"}, actor=ana, at=at)
    late = create(ana, at, "person", name="新来的", account=acme.pk)

    unmerge(acme, ana, at)

    acme.refresh_from_db()
    late.refresh_from_db()
    assert (acme.phone, late.account_id, acme.code) == ("+8613900139000", acme.pk, None)
    assert Account.objects.get(pk=twin.pk).code == "C-7"


def test_custom_fields_merge_too(acme, ana, at):
    CustomField.objects.create(
        noun="account", name="power", type="number", label_zh="功率", label_en="Power"
    )
    schema_changed()
    other = create(ana, at, "account", name="另一个", power="12.5")
    merged = merge(acme, other, ana, at)
    assert noun_named("account").field("power").value_of(merged) == 12.5
    assert noun_named("account").field("power").value_of(unmerge(acme, ana, at)) is None


def test_a_chain_of_merges_comes_apart_link_by_link(acme, ana, at):
    two, three = (create(ana, at, "account", name=name) for name in ("二", "三"))
    person = create(ana, at, "person", name="某人", account=three.pk)
    merge(two, three, ana, at)
    merge(acme, two, ana, at)
    person.refresh_from_db()
    assert person.account_id == acme.pk

    unmerge(acme, ana, at)
    unmerge(two, ana, at)

    person.refresh_from_db()
    assert person.account_id == three.pk
    assert not Account.objects.exclude(deleted_at=None).exists()


def test_both_records_keep_the_fact(acme, twin, ana, at):
    merge(acme, twin, ana, at)
    fact = Fact.objects.get(kind="account.merged")
    assert fact.record_id == acme.pk
    assert fact.changes["code"] == [None, "C-7"]
    assert Fact.objects.get(kind="account.merged_away").record_id == twin.pk
    unmerge(acme, ana, at)
    assert Fact.objects.get(kind="account.unmerged").changes["code"] == ["C-7", None]


def test_a_customer_is_not_merged_with_itself(acme, ana, at):
    with pytest.raises(RuleBroken):
        merge(acme, acme, ana, at)


def test_taking_apart_is_offered_only_after_a_merge(acme, ana, at):
    with pytest.raises(RuleBroken):
        unmerge(acme, ana, at)


def test_a_number_given_away_meanwhile_keeps_the_two_together(acme, twin, ana, at):
    merge(acme, twin, ana, at)
    noun = noun_named("account")
    update_record(noun, acme.pk, {"code": "C-8"}, actor=ana, at=at)
    create(ana, at, "account", name="新", code="C-7")
    with pytest.raises(RuleBroken):
        unmerge(acme, ana, at)


def test_who_may_not_merge_the_other_is_denied(acme, ana, cleo, at):
    theirs = create(cleo, at, "account", name="别人的")
    Share.objects.create(noun="account", record_id=theirs.pk, user_id=ana.user_id)
    from guanxi.platform.actors.compiling import actor_for_user, rights_changed
    from guanxi.platform.actors.models import User

    rights_changed()
    ana = actor_for_user(User.objects.get(pk=ana.user_id))
    with pytest.raises(Denied):
        merge(acme, theirs, ana, at)


def test_without_the_right_to_merge_one_is_denied(acme, twin, ana, ben, at):
    from guanxi.platform.actors.compiling import actor_for_user, rights_changed
    from guanxi.platform.actors.models import User

    Grant.objects.filter(permission="account.merge").delete()
    rights_changed()
    ben = actor_for_user(User.objects.get(pk=ben.user_id))
    with pytest.raises(Denied):
        merge(acme, twin, ben, at)


def test_a_stranger_finds_neither(acme, twin, cleo, at):
    with pytest.raises(Account.DoesNotExist):
        merge(acme, twin, cleo, at)


def test_people_merge_and_come_apart_alike(shen, acme, ana, at):
    twin = create(ana, at, "person", name="沈 知远", email="shen@example.com")
    create(ana, at, "affiliation", person=twin.pk, account=acme.pk)
    create(ana, at, "interaction", account=acme.pk, person=twin.pk, channel="note", happened_at=at)
    before = everything()

    run_verb(verb_named("merge_people"), shen.pk, {"other": twin.pk}, actor=ana, at=at)

    shen.refresh_from_db()
    assert shen.email == "shen@example.com"
    assert Interaction.objects.get().person_id == shen.pk
    assert Affiliation.objects.get().person_id == shen.pk
    run_verb(verb_named("unmerge_person"), shen.pk, {}, actor=ana, at=at)
    assert everything() == before
    assert AccountRelation.objects.count() == 0
