"""Whatever the firm, every door shows the same rows: those of the plain definition."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from guanxi.platform.actors.compiling import actor_for_user, forget_actors
from guanxi.platform.custom.models import CustomField, CustomNoun, CustomRecord
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list, read_total
from guanxi.platform.records.titles import titles
from guanxi.platform.rights.reasons import explain, who_sees
from guanxi.platform.rights.tests.worlds import CITIES, found, plainly_visible, worlds
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


def rows_of(machine, at):
    def make(number, owner, team, city, is_deleted):
        return CustomRecord.objects.create(
            noun="machine",
            name=f"M{number}",
            created_at=at,
            updated_at=at,
            owner=owner,
            team=team,
            custom={machine.field("city").custom_key: city},
            deleted_at=at if is_deleted else None,
        )

    return make


@given(world=worlds())
@QUIETLY
def test_every_door_shows_the_rows_of_the_plain_definition(machine, at, world):
    with transaction.atomic():
        forget_actors()
        found(world, "machine", rows_of(machine, at))
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
        found(world, "machine", rows_of(machine, at), also=("machine.edit",))
        for row in world.rows:
            if row.deleted_at:
                continue
            finders = {u.pk for u in world.users if row.pk in plainly_visible(world, u, machine)}

            seers = who_sees(machine, row)
            assert {seer.actor.user_id for seer in seers} == finders
            assert {seer.actor.user_id for seer in seers if seer.can_edit} == {
                user.pk
                for user in world.users
                if visible_to(actor_for_user(user), machine, "edit").filter(pk=row.pk).exists()
            }
            assert {u.pk for u in world.users if explain(u, machine, row)} == finders
        transaction.set_rollback(True)
