"""Whatever the firm, every door shows each person the same rows and no other.

The doors: list, text, groups, board, calendar, picker, search, export, REST, and the figures of
insight with the list behind them.
"""

import csv
from pathlib import Path
from tempfile import mkdtemp

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings

from guanxi.customers.models import Account
from guanxi.insight.run import Order, run
from guanxi.insight.structure.seen import seen_by
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.compiling import actor_for_user, forget_actors
from guanxi.platform.custom.models import CustomField, CustomNoun, CustomRecord
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.errors import Denied
from guanxi.platform.exports.lists import Wanted, write_list
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.grouping import grouping_of, read_groups
from guanxi.platform.records.reading import ListQuery, matching, read_list
from guanxi.platform.records.walking import forget_counts
from guanxi.platform.rights.tests.worlds import found, plainly_visible, worlds
from guanxi.platform.search.rebuilding import reindex
from guanxi.platform.search.searching import search
from guanxi.web.board.lanes import lanes
from guanxi.web.calendar.days import days_of
from guanxi.web.fields.picking import found as choices
from guanxi.web.lists.state import ListState

TEXT = "冲压设备"
QUIETLY = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def machine(db, settings):
    settings.REST_CALLS_PER_SECOND = 0
    CustomNoun.objects.create(
        key="machine",
        label_zh="设备",
        label_en="Machine",
        settings={"board": {"by": "city"}, "calendar": {"start": "due"}},
    )
    for name, kind in (("city", "text"), ("due", "date")):
        CustomField.objects.create(
            noun="machine", name=name, type=kind, label_zh=name, label_en=name.title()
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
            custom={
                machine.field("city").custom_key: city,
                machine.field("due").custom_key: at.date().isoformat(),
            },
            deleted_at=at if is_deleted else None,
        )

    return make


def listed(actor, noun, at, path):
    return {row["name"] for row in read_list(actor, noun, ListQuery(columns=["name"])).rows}


def listed_by_text(actor, noun, at, path):
    query = ListQuery(columns=["name"], text=TEXT)
    return {row["name"] for row in read_list(actor, noun, query).rows}


def grouped(actor, noun, at, path):
    """The rows of every group, each found by the condition that its head leads to."""
    by, names = grouping_of(actor, noun, "city"), set()
    groups, _more = read_groups(matching(actor, noun, ListQuery()), by, [])
    for group in groups:
        query = ListQuery(by.condition(group.key), columns=["name"])
        rows = {row["name"] for row in read_list(actor, noun, query).rows}
        assert len(rows) == group.count
        names |= rows
    return names


def on_board(actor, noun, at, path):
    found = lanes(actor, noun, noun.board, ListState("/machine/", layout="board"), at)
    cards = {card.title for lane in found for card in lane.cards}
    assert sum(lane.count for lane in found) == len(cards)
    return cards


def in_calendar(actor, noun, at, path):
    state, day = ListState("/machine/", layout="calendar"), at.date()
    days = days_of(actor, noun, noun.calendar, state, "month", day)
    return {event.title for one in days for event in one.events}


def picked(actor, noun, at, path):
    if not actor.may(noun.permission("read")):
        return set()
    return {one.title for one in choices(actor, noun.key, TEXT)}


def searched(actor, noun, at, path):
    return {hit.title for hit in search(actor, TEXT, limit=100)}


def exported(actor, noun, at, path):
    try:
        write_list(path, actor, noun, Wanted(ListQuery(columns=["name"])), at=at)
    except Denied:
        return set()
    _heading, *rows = csv.reader(path.open(encoding="utf-8-sig", newline=""))
    return {name for (name,) in rows}


DOORS = (
    listed,
    listed_by_text,
    grouped,
    on_board,
    in_calendar,
    picked,
    searched,
    exported,
)


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
            for door in DOORS:
                assert door(actor, machine, at, tmp_path / "list.csv") == expected, door.__name__
            assert called(user) == called(user, text=TEXT) == expected
        transaction.set_rollback(True)


def owned(number, owner, team, is_deleted, at):
    """What every record of a made world has, whatever its noun."""
    return {
        "name": f"{TEXT}{number}",
        "created_at": at,
        "updated_at": at,
        "owner": owner,
        "team": team,
        "deleted_at": at if is_deleted else None,
    }


def firms_of(at):
    def make(number, owner, team, city, is_deleted):
        common = owned(number, owner, team, is_deleted, at)
        return Account.objects.create(code=f"C{number}", city=city, **common)

    return make


@pytest.fixture
def warehouse(settings):
    return settings


@given(world=worlds())
@settings(QUIETLY, max_examples=4)
def test_insight_counts_the_rows_of_the_list_behind_it(db, at, tmp_path, warehouse, world):
    warehouse.WAREHOUSE_FILE = Path(mkdtemp(dir=tmp_path)) / "warehouse.duckdb"
    noun = noun_named("account")
    with transaction.atomic():
        forget_actors()
        forget_counts()
        found(world, "account", firms_of(at))
        run(Order(as_of=at.date(), overrides={}), actor=SYSTEM, at=at, progress=lambda step: None)
        for user in world.users:
            actor = actor_for_user(user)
            with seen_by(actor) as connection:
                counted = connection.execute(
                    "SELECT d.account_id, d.city FROM seen JOIN dim_customer d USING (account_id)"
                ).fetchall()
            assert {pk for pk, _city in counted} == plainly_visible(world, user, noun)
            for city in {city for _pk, city in counted}:
                behind = ListQuery({"field": "city", "op": "is", "value": city})
                listed_pks = {row["id"] for row in read_list(actor, noun, behind).rows}
                assert listed_pks == {pk for pk, where in counted if where == city}
        transaction.set_rollback(True)
