"""Showing one record to one more person or team."""

import pytest
from django.utils.translation import override

from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import Grant, Role, Share, User
from guanxi.platform.errors import Denied, InvalidFilter, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.records.writing import update_record
from guanxi.platform.rights.audience import Audience
from guanxi.platform.rights.reasons import explain, who_sees
from guanxi.platform.rights.rules import create_sharing_rule, remove_sharing_rule
from guanxi.platform.rights.sharing import share, unshare
from guanxi.platform.rights.visibility import visible_to


def again(actor):
    return actor_for_user(User.objects.get(pk=actor.user_id))


def whom(actor, **more):
    return Audience(user=User.objects.get(pk=actor.user_id), **more)


def sees(actor, noun, record):
    return visible_to(again(actor), noun).filter(pk=record.pk).exists()


def test_a_shared_record_is_seen_and_the_fact_says_by_whom(machine, press, ana, cleo, at):
    share(machine, press.pk, whom(cleo), actor=ana, at=at)

    assert sees(cleo, machine, press)
    fact = Fact.objects.get(kind="machine.shared")
    assert (fact.actor_name, fact.data["user"]) == ("Ana", cleo.user_id)


def test_a_share_for_reading_does_not_allow_a_change(machine, press, ana, cleo, at):
    share(machine, press.pk, whom(cleo), actor=ana, at=at)

    with pytest.raises(Denied):
        update_record(machine, press.pk, {"city": "无锡"}, actor=again(cleo), at=at)


def test_a_share_for_editing_allows_a_change(machine, press, ana, cleo, at):
    share(machine, press.pk, whom(cleo, can_edit=True), actor=ana, at=at)

    update_record(machine, press.pk, {"city": "无锡"}, actor=again(cleo), at=at)


def test_sharing_twice_keeps_one_share(machine, press, ana, cleo, at):
    share(machine, press.pk, whom(cleo), actor=ana, at=at)
    share(machine, press.pk, whom(cleo, can_edit=True), actor=ana, at=at)

    assert Share.objects.get().can_edit


def test_an_ended_share_shows_nothing(machine, press, ana, cleo, at):
    share(machine, press.pk, whom(cleo), actor=ana, at=at)
    unshare(machine, press.pk, whom(cleo), actor=ana, at=at)

    assert not sees(cleo, machine, press)
    assert Fact.objects.filter(kind="machine.unshared").exists()


def test_a_stranger_cannot_share_what_is_not_seen(machine, press, cleo, at, digest):
    before = digest()

    with pytest.raises(machine.model.DoesNotExist):
        share(machine, press.pk, whom(cleo), actor=cleo, at=at)

    assert digest() == before


def test_who_may_not_share_is_denied(machine, press, person, east, ben, grant, at, digest):
    reader = Role.objects.create(code="r", label_zh="读者", label_en="Reader")
    grant(reader, only=("machine.read",))
    dan = person("dan", east, reader)
    before = digest()

    with pytest.raises(Denied):
        share(machine, press.pk, whom(ben), actor=dan, at=at)

    assert digest() == before


def test_nobody_hands_on_more_than_they_may_do(machine, press, person, east, ben, grant, at):
    sharer = Role.objects.create(code="s", label_zh="分享", label_en="Sharer")
    grant(sharer, only=("machine.read", "machine.share"))
    dan = person("dan", east, sharer)

    with pytest.raises(Denied):
        share(machine, press.pk, whom(ben, can_edit=True), actor=dan, at=at)


def test_a_share_goes_to_a_person_or_a_team(machine, press, ana, at):
    with pytest.raises(RuleBroken):
        share(machine, press.pk, Audience(), actor=ana, at=at)


def test_a_rule_shows_every_row_that_matches(machine, press, admin, cleo, seller, at):
    rule = create_sharing_rule(
        "苏州", "machine", {"field": "city", "value": "苏州"}, whom(cleo), actor=admin, at=at
    )
    assert sees(cleo, machine, press)

    remove_sharing_rule(rule, actor=admin, at=at)
    assert not sees(cleo, machine, press)


@pytest.mark.parametrize("filter", [{}, {"field": "secret", "value": 1}])
def test_a_rule_without_a_sound_filter_is_refused(machine, admin, cleo, at, filter, digest):
    before = digest()

    with pytest.raises((RuleBroken, InvalidFilter)):
        create_sharing_rule("x", "machine", filter, whom(cleo), actor=admin, at=at)

    assert digest() == before


def test_a_rule_is_an_administrators_to_make(machine, ana, cleo, at):
    filter = {"field": "city", "value": "苏州"}
    with pytest.raises(Denied):
        create_sharing_rule("x", "machine", filter, whom(cleo), actor=ana, at=at)


def test_every_reason_is_told(machine, press, admin, ana, ben, cleo, at):
    share(machine, press.pk, whom(cleo), actor=ana, at=at)
    create_sharing_rule(
        "Suzhou", "machine", {"field": "city", "value": "苏州"}, whom(cleo), actor=admin, at=at
    )

    def kinds(actor):
        return [reason.kind for reason in explain(again(actor), machine, press)]

    assert kinds(ana) == ["owner", "team"]
    assert kinds(ben) == ["team"]
    assert kinds(cleo) == ["share", "rule"]
    assert kinds(admin) == ["administrator", "tree"]


def test_reasons_speak_of_the_person_in_the_marks_of_each_language(machine, press, admin):
    def said(language):
        with override(language):
            return [reason.text for reason in explain(again(admin), machine, press)]

    assert said("en") == ["administrator", "team East, below their own"]
    assert said("zh-hans") == ["管理员", "下级团队：East"]


def test_only_those_may_change_it_who_could(
    machine, press, admin, ana, ben, cleo, person, west, seller, at
):
    share(machine, press.pk, whom(cleo, can_edit=True), actor=ana, at=at)
    share(machine, press.pk, whom(person("dan", west, seller)), actor=ana, at=at)

    def editors():
        return {seer.actor.name for seer in who_sees(machine, press) if seer.can_edit}

    assert editors() == {"Admin", "Ana", "Ben", "Cleo"}
    Grant.objects.filter(role=seller, permission="machine.edit").update(scope="own")
    assert editors() == {"Admin", "Ana", "Cleo"}
    Grant.objects.filter(role=seller, permission="machine.edit").delete()
    assert editors() == {"Admin"}


@pytest.mark.parametrize("number", [1, 12])
def test_who_sees_asks_the_same_number_of_questions_for_any_number_of_people(
    machine, press, person, east, west, seller, number, django_assert_num_queries
):
    for one in range(number):
        person(f"p{one}", east if one % 2 else west, seller)

    with django_assert_num_queries(8):
        who_sees(machine, press)
