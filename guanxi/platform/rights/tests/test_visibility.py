"""Whatever the firm, every door shows the same rows: those of the plain definition."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from guanxi.platform.actors.actor import SCOPES
from guanxi.platform.actors.compiling import actor_for_user, forget_actors
from guanxi.platform.actors.models import Grant, Share, SharingRule, Team
from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list, read_total
from guanxi.platform.records.titles import titles
from guanxi.platform.rights.reasons import explain, who_sees
from guanxi.platform.rights.tests.worlds import CITIES, found, worlds
from guanxi.platform.rights.visibility import visible_to

QUIETLY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def machine(db):
    CustomNoun.objects.create(key="machine", label_zh="设备", label_en="Machine")
    CustomField.objects.create(
        noun="machine", name="city", type="text", label_zh="城市", label_en="City"
    )
    schema_changed()
    return noun_named("machine")


@given(world=worlds())
@QUIETLY
def test_every_door_shows_the_rows_of_the_plain_definition(machine, at, world):
    with transaction.atomic():
        forget_actors()
        found(world, machine.field("city").custom_key, at)
        for user in world.users:
            expected = plainly_visible(world, user, machine)
            actor = actor_for_user(user)

            assert set(visible_to(actor, machine).values_list("pk", flat=True)) == expected
            if actor.may("machine.read"):
                query = ListQuery(filter={"any": [{"field": "city", "value": c} for c in CITIES]})
                assert {row["id"] for row in read_list(actor, machine, query).rows} == expected
                assert read_total(actor, machine, query, exact=True).number == len(expected)
            everything = {row.pk for row in world.rows}
            assert set(titles(actor, "machine", everything)) == expected
        transaction.set_rollback(True)


@given(world=worlds())
@QUIETLY
def test_who_sees_a_record_are_exactly_those_who_find_it(machine, at, world):
    with transaction.atomic():
        forget_actors()
        found(world, machine.field("city").custom_key, at)
        for row in world.rows:
            if row.deleted_at:
                continue
            finders = {u.pk for u in world.users if row.pk in plainly_visible(world, u, machine)}

            assert {seer.actor.user_id for seer in who_sees(machine, row)} == finders
            assert {u.pk for u in world.users if explain(u, machine, row)} == finders
        transaction.set_rollback(True)


def plainly_visible(world, user, machine):
    """The ids a person sees, by the definition that the documentation gives, row by row."""
    return {row.pk for row in world.rows if not row.deleted_at and sees(user, row, machine)}


def sees(user, row, machine):
    roles = list(user.roles.all())
    if any(role.is_administrator for role in roles):
        return True
    granted = [
        grant.scope for grant in Grant.objects.filter(role__in=roles, permission="machine.read")
    ]
    scope = max(granted, key=SCOPES.index, default="none")
    if scope in {"none", "all"}:
        return scope == "all"
    if row.owner_id == user.pk and scope != "shared":
        return True
    if scope in {"team", "tree"} and row.team_id and row.team_id == user.team_id:
        return True
    if scope == "tree" and row.team_id and is_below(row.team, user.team):
        return True
    return is_shown(user, row, roles, machine)


def is_below(team, top):
    while team is not None:
        if team == top:
            return True
        team = Team.objects.get(pk=team.parent_id) if team.parent_id else None
    return False


def is_shown(user, row, roles, machine):
    shares = Share.objects.filter(noun="machine", record_id=row.pk)
    if any(one.user == user or (one.team and one.team == user.team) for one in shares):
        return True
    city = machine.field("city").value_of(row)
    return any(
        rule.filter["value"] == city
        and (rule.user == user or (rule.team and rule.team == user.team) or rule.role in roles)
        for rule in SharingRule.objects.all()
    )
