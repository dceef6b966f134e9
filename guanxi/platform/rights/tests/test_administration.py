"""Teams, roles, people, keys and looking through another's eyes."""

import datetime as dt

import pytest

from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.keys import actor_of_secret
from guanxi.platform.actors.models import ApiKey, Grant, Team, User
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.records.writing import create_record, update_record
from guanxi.platform.rights import keys, people, roles, teams
from guanxi.platform.rights.view_as import start_viewing_as
from guanxi.platform.rights.visibility import visible_to

YEAR = dt.timedelta(days=365)


def user_of(actor):
    return User.objects.get(pk=actor.user_id)


def test_a_moved_team_takes_its_branch_along(admin, firm, east, west, at):
    suzhou = teams.create_team("Suzhou", east, actor=admin, at=at)
    teams.move_team(east, west, actor=admin, at=at)

    assert Team.objects.get(pk=suzhou.pk).parent.parent == west
    assert Fact.objects.get(kind="team.moved").changes == {"parent": [firm.pk, west.pk]}


def test_a_circle_of_teams_is_refused(admin, firm, east, at, digest):
    suzhou = teams.create_team("Suzhou", east, actor=admin, at=at)
    before = digest()

    for parent in (suzhou, east):
        with pytest.raises(RuleBroken):
            teams.move_team(east, parent, actor=admin, at=at)

    assert digest() == before


def test_a_team_with_people_stays(admin, ana, east, at, digest):
    before = digest()
    with pytest.raises(RuleBroken):
        teams.retire_team(east, actor=admin, at=at)
    assert digest() == before


def test_joining_a_team_widens_what_is_seen_at_once(machine, press, admin, cleo, east, at):
    teams.join_team(user_of(cleo), east, actor=admin, at=at)
    assert visible_to(actor_for_user(user_of(cleo)), machine).exists()

    teams.leave_team(user_of(cleo), east, actor=admin, at=at)
    assert not visible_to(actor_for_user(user_of(cleo)), machine).exists()


def test_a_changed_grant_is_in_force_at_once_and_kept_as_a_fact(
    machine, press, admin, cleo, seller, at
):
    roles.set_grant(seller, "machine.read", "all", actor=admin, at=at)

    assert visible_to(actor_for_user(user_of(cleo)), machine).exists()
    assert Fact.objects.get(kind="role.granted").changes == {"machine.read": ["team", "all"]}


@pytest.mark.parametrize(
    ("permission", "scope"), [("machine.read", "galaxy"), ("nothing.read", "all")]
)
def test_an_unknown_right_is_refused(machine, admin, seller, at, permission, scope):
    with pytest.raises(RuleBroken):
        roles.set_grant(seller, permission, scope, actor=admin, at=at)


def test_a_role_made_like_another_grants_the_same(machine, admin, seller, at):
    made = roles.create_role("copy", "副本", "Copy", like=seller, actor=admin, at=at)

    def grants(role):
        return set(Grant.objects.filter(role=role).values_list("permission", "scope"))

    assert grants(made) == grants(seller)


def test_a_field_hidden_from_a_role_is_gone_at_once(machine, admin, ana, seller, at):
    roles.set_field_mode(seller, "machine", "city", "hidden", actor=admin, at=at)
    assert actor_for_user(user_of(ana)).field_mode("machine", "city") == "hidden"

    roles.set_field_mode(seller, "machine", "city", "full", actor=admin, at=at)
    assert actor_for_user(user_of(ana)).field_mode("machine", "city") == "full"


def test_the_last_administrator_keeps_the_role_and_the_account(admin, at, digest):
    user = user_of(admin)
    before = digest()

    with pytest.raises(RuleBroken):
        roles.take_role(user, user.roles.get(), actor=admin, at=at)
    with pytest.raises(RuleBroken):
        people.deactivate_person(user, actor=admin, at=at)

    assert digest() == before


def test_only_an_administrator_changes_teams_roles_and_people(ana, east, seller, at, digest):
    user = user_of(ana)
    before = digest()
    attempts = (
        lambda: teams.create_team("X", None, actor=ana, at=at),
        lambda: teams.rename_team(east, "X", actor=ana, at=at),
        lambda: teams.move_team(east, None, actor=ana, at=at),
        lambda: teams.move_person(user, None, actor=ana, at=at),
        lambda: teams.join_team(user, east, actor=ana, at=at),
        lambda: roles.create_role("x", "x", "x", actor=ana, at=at),
        lambda: roles.set_grant(seller, "machine.read", "all", actor=ana, at=at),
        lambda: roles.give_role(user, seller, actor=ana, at=at),
        lambda: roles.take_role(user, seller, actor=ana, at=at),
        lambda: people.deactivate_person(user, actor=ana, at=at),
    )
    for attempt in attempts:
        with pytest.raises(Denied):
            attempt()
    assert digest() == before


def test_a_person_shut_out_has_no_rights_and_no_keys_left(machine, press, admin, ana, seller, at):
    secret = keys.create_key("k", seller, user_of(ana), expires_at=None, actor=admin, at=at).secret
    people.deactivate_person(user_of(ana), actor=admin, at=at)

    assert not visible_to(actor_for_user(user_of(ana)), machine).exists()
    assert actor_of_secret(secret, at) is None


def test_a_key_acts_under_its_role_until_it_ends(machine, press, ana, seller, at):
    made = keys.create_key("k", seller, user_of(ana), expires_at=at + YEAR, actor=ana, at=at)

    actor = actor_of_secret(made.secret, at)
    assert (actor.kind, actor.user_id) == ("key", ana.user_id)
    assert visible_to(actor, machine).exists()
    assert actor_of_secret(made.secret, at + YEAR) is None


def test_only_the_hash_of_a_key_is_kept(ana, seller, at):
    made = keys.create_key("k", seller, user_of(ana), expires_at=None, actor=ana, at=at)

    stored = ApiKey.objects.values().get()
    assert not any(made.secret[12:] in str(value) for value in stored.values())
    assert len(made.secret) > 50


@pytest.mark.parametrize("change", [lambda s: s[:-1], lambda s: s + "x", lambda s: "", str.upper])
def test_a_key_that_is_nearly_right_is_wrong(ana, seller, at, change):
    made = keys.create_key("k", seller, user_of(ana), expires_at=None, actor=ana, at=at)
    assert actor_of_secret(change(made.secret), at) is None


def test_a_renewed_key_ends_the_old_secret_at_once(ana, seller, at):
    old = keys.create_key("k", seller, user_of(ana), expires_at=None, actor=ana, at=at)
    new = keys.rotate_key(old.key, actor=ana, at=at)

    assert actor_of_secret(old.secret, at) is None
    assert actor_of_secret(new.secret, at) is not None

    keys.revoke_key(new.key, actor=ana, at=at)
    assert actor_of_secret(new.secret, at) is None


def test_nobody_makes_a_key_for_more_than_they_are(ana, ben, admin, seller, at):
    boss = user_of(admin).roles.get()
    for role, user in ((boss, ana), (seller, ben)):
        with pytest.raises(Denied):
            keys.create_key("k", role, user_of(user), expires_at=None, actor=ana, at=at)


def test_an_administrator_sees_through_anothers_eyes_and_changes_nothing(
    machine, press, admin, ana, cleo, at, digest
):
    as_ana = start_viewing_as(user_of(ana), actor=admin, at=at)
    as_cleo = start_viewing_as(user_of(cleo), actor=admin, at=at)
    before = digest()

    assert visible_to(as_ana, machine).exists()
    assert not visible_to(as_cleo, machine).exists()
    with pytest.raises(Denied):
        update_record(machine, press.pk, {"city": "无锡"}, actor=as_ana, at=at)
    with pytest.raises(Denied):
        create_record(machine, {"name": "x"}, actor=as_ana, at=at)
    assert digest() == before
    fact = Fact.objects.filter(kind="user.viewed_as").first()
    assert (fact.actor_name, fact.record_id) == ("Admin", ana.user_id)


def test_looking_as_another_administrator_gives_no_power(admin, person, firm, at):
    other = person("otto", firm, user_of(admin).roles.get())
    seen = start_viewing_as(user_of(other), actor=admin, at=at)

    with pytest.raises(Denied):
        teams.create_team("X", None, actor=seen, at=at)


def test_only_an_administrator_looks_through_anothers_eyes(ana, ben, at):
    with pytest.raises(Denied):
        start_viewing_as(user_of(ben), actor=ana, at=at)
