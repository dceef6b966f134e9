"""Saved views: kept, found, arranged and opened first."""

import pytest

from guanxi.platform.actors.compiling import actor_for_user, rights_changed
from guanxi.platform.actors.models import Grant, User
from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.errors import Denied, InvalidFilter, RuleBroken
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.view_as import start_viewing_as
from guanxi.platform.views import keeping
from guanxi.platform.views.reading import default_view, tabs_of, views_found_by
from guanxi.platform.views.state import ViewState

SUZHOU = ViewState(filter={"field": "city", "value": "苏州"}, sort="-name", columns=("name",))


@pytest.fixture
def machine(seller, grant):
    CustomNoun.objects.create(key="machine", label_zh="设备", label_en="Machine")
    CustomField.objects.create(
        noun="machine", name="city", type="text", label_zh="城市", label_en="City"
    )
    schema_changed()
    grant(seller, only=("machine.read", "machine.create"))
    return noun_named("machine")


@pytest.fixture
def publisher(ana, seller):
    Grant.objects.create(role=seller, permission=keeping.PUBLISH, scope="all")
    rights_changed()
    return again(ana)


def again(actor):
    return actor_for_user(User.objects.get(pk=actor.user_id))


def labels(actor, noun):
    return [tab.label for tab in tabs_of(actor, noun)]


def test_a_private_view_is_found_by_its_maker_only(machine, ana, ben):
    keeping.keep_view(ana, machine, "苏州", SUZHOU)

    assert labels(ana, machine) == ["苏州"]
    assert labels(ben, machine) == []


def test_a_teams_view_is_found_by_the_team(machine, ana, ben, cleo):
    keeping.keep_view(ana, machine, "苏州", SUZHOU, "team")

    assert labels(ben, machine) == ["苏州"]
    assert labels(cleo, machine) == []


def test_a_teams_view_is_found_by_the_teams_below_and_not_above(
    machine, person, seller, firm, ana, ben, cleo
):
    head = person("head", firm, seller)
    keeping.keep_view(head, machine, "全公司", SUZHOU, "team")
    keeping.keep_view(ana, machine, "苏州", SUZHOU, "team")

    assert labels(ben, machine) == ["全公司", "苏州"]
    assert labels(cleo, machine) == labels(head, machine) == ["全公司"]


def test_a_public_view_is_published_by_those_who_may(machine, ben, cleo, publisher):
    keeping.keep_view(publisher, machine, "苏州", SUZHOU, "public")
    assert labels(cleo, machine) == ["苏州"]


def test_nobody_else_publishes(machine, ana):
    with pytest.raises(Denied):
        keeping.keep_view(ana, machine, "苏州", SUZHOU, "public")


@pytest.mark.parametrize(
    "state",
    [
        ViewState(filter={"field": "secret", "value": 1}),
        ViewState(sort="secret"),
        ViewState(columns=("secret",)),
        ViewState(group="secret"),
    ],
)
def test_a_view_of_what_one_cannot_read_is_refused(machine, ana, state):
    with pytest.raises(InvalidFilter):
        keeping.keep_view(ana, machine, "x", state)


@pytest.mark.parametrize(("label", "reach"), [(" ", "private"), ("x", "galaxy")])
def test_a_view_needs_a_name_and_a_reach(machine, ana, label, reach):
    with pytest.raises(RuleBroken):
        keeping.keep_view(ana, machine, label, SUZHOU, reach)


def test_only_its_maker_changes_a_view(machine, ana, ben):
    view = keeping.keep_view(ana, machine, "苏州", SUZHOU, "team")

    for attempt in (
        lambda: keeping.change_view(ben, machine, view, ViewState()),
        lambda: keeping.rename_view(ben, view, "x"),
        lambda: keeping.give_reach(ben, view, "private"),
        lambda: keeping.remove_view(ben, view),
    ):
        with pytest.raises(Denied):
            attempt()

    keeping.change_view(ana, machine, view, ViewState(layout="board"))
    keeping.rename_view(ana, view, "都", "All")
    view.refresh_from_db()
    assert (view.filter, view.layout, view.label_en) == ({}, "board", "All")


def test_looking_through_anothers_eyes_keeps_no_view(machine, ana, admin, at):
    seen = start_viewing_as(User.objects.get(pk=ana.user_id), actor=admin, at=at)
    with pytest.raises(Denied):
        keeping.keep_view(seen, machine, "x", SUZHOU)


def test_each_person_arranges_their_own_tabs(machine, ana, ben):
    first, second, third = (
        keeping.keep_view(ana, machine, name, SUZHOU, "team") for name in ("一", "二", "三")
    )
    keeping.arrange_tabs(ben, machine, [third.pk, first.pk])

    assert labels(ben, machine) == ["三", "一"]
    assert labels(ana, machine) == ["一", "二", "三"]
    assert second in views_found_by(ben, machine)


def test_a_list_opens_with_the_view_of_the_persons_role(machine, ana, admin, seller, publisher):
    everyone = keeping.keep_view(publisher, machine, "都", ViewState(), "public")
    sellers = keeping.keep_view(publisher, machine, "苏州", SUZHOU, "public")
    keeping.open_first(admin, machine, None, everyone)
    assert default_view(publisher, machine) == everyone

    keeping.open_first(admin, machine, seller, sellers)
    assert default_view(publisher, machine) == sellers
    assert default_view(admin, machine) == everyone


def test_only_a_view_for_everyone_opens_first(machine, ana, admin):
    view = keeping.keep_view(ana, machine, "苏州", SUZHOU)
    with pytest.raises(RuleBroken):
        keeping.open_first(admin, machine, None, view)
