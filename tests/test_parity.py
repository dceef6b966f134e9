"""Whatever the firm, list, search, export and REST show each person the same rows and no other."""

import csv

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings

from guanxi.platform.actors.compiling import actor_for_user, forget_actors
from guanxi.platform.custom.models import CustomField, CustomNoun, CustomRecord
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.errors import Denied
from guanxi.platform.exports.lists import Wanted, write_list
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.walking import forget_counts
from guanxi.platform.rights.tests.worlds import found, plainly_visible, worlds
from guanxi.platform.search.rebuilding import reindex
from guanxi.platform.search.searching import search

TEXT = "冲压设备"
QUIETLY = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def machine(db, settings):
    settings.REST_CALLS_PER_SECOND = 0
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
            name=f"{TEXT}{number}",
            created_at=at,
            updated_at=at,
            owner=owner,
            team=team,
            custom={machine.field("city").custom_key: city},
            deleted_at=at if is_deleted else None,
        )

    return make


def listed(actor, noun, at, path):
    return {row["name"] for row in read_list(actor, noun, ListQuery(columns=["name"])).rows}


def listed_by_text(actor, noun, at, path):
    query = ListQuery(columns=["name"], text=TEXT)
    return {row["name"] for row in read_list(actor, noun, query).rows}


def searched(actor, noun, at, path):
    return {hit.title for hit in search(actor, TEXT, limit=100)}


def exported(actor, noun, at, path):
    try:
        write_list(path, actor, noun, Wanted(ListQuery(columns=["name"])), at=at)
    except Denied:
        return set()
    _heading, *rows = csv.reader(path.open(encoding="utf-8-sig", newline=""))
    return {name for (name,) in rows}


def called(user, **params):
    client = Client()
    client.force_login(user)
    answer = client.get("/api/v1/machine/", {"fields": "name", "total": "exact", **params})
    if answer.status_code == 404:
        return set()
    rows = answer.json()["rows"]
    assert answer.json()["total"]["number"] == len(rows)
    return {row["name"] for row in rows}


@given(world=worlds())
@QUIETLY
def test_every_door_shows_the_same_rows(machine, at, tmp_path, world):
    with transaction.atomic():
        forget_actors()
        forget_counts()
        found(world, "machine", rows_of(machine, at), also=("machine.export",))
        reindex(machine)
        for user in world.users:
            seen = plainly_visible(world, user, machine)
            expected = {row.name for row in world.rows if row.pk in seen}
            actor = actor_for_user(user)
            for door in (listed, listed_by_text, searched, exported):
                assert door(actor, machine, at, tmp_path / "list.csv") == expected, door.__name__
            assert called(user) == called(user, text=TEXT) == expected
        transaction.set_rollback(True)
