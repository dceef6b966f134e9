"""One set of customers for one person, whichever door they come through."""

import csv
import datetime as dt

from django.db import transaction
from hypothesis import HealthCheck, given, settings

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.compiling import actor_for_user, forget_actors
from guanxi.platform.exports.lists import Wanted, write_list
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list, read_total
from guanxi.platform.records.titles import titles
from guanxi.platform.records.writing import create_record, delete_record
from guanxi.platform.rest.lists import page_values
from guanxi.platform.rights.reasons import explain, who_sees
from guanxi.platform.rights.tests.worlds import found, plainly_visible, worlds
from guanxi.platform.rights.visibility import visible_to
from guanxi.platform.search.searching import search

AT = dt.datetime(2026, 11, 19, 2, 0, tzinfo=dt.UTC)
ALSO = ("account.export", "address.read", "address.export")
ALL = ListQuery(columns=("name",), sort="id", limit=200)


@given(world=worlds())
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_door_shows_the_same_customers(db, tmp_path, world):
    with transaction.atomic():
        forget_actors()
        found(world, "account", make_account, ALSO)
        account = noun_named("account")
        for user in world.users:
            expected = plainly_visible(world, user, account)
            actor = actor_for_user(user)
            for door, ids in doors(actor, world, tmp_path).items():
                assert ids == expected, door
            explained = {
                row.pk for row in world.rows if is_living(row) and explain(user, account, row)
            }
            assert explained == expected
        transaction.set_rollback(True)


@given(world=worlds())
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_an_address_is_seen_exactly_with_its_customer(db, world):
    with transaction.atomic():
        forget_actors()
        found(world, "account", make_account, ALSO)
        account, address = noun_named("account"), noun_named("address")
        places = {place.account_id: place for place in address.base()}
        for user in world.users:
            expected = plainly_visible(world, user, account)
            seen = visible_to(actor_for_user(user), address)
            assert set(seen.values_list("account_id", flat=True)) == expected
        for row in filter(is_living, world.rows):
            seers = {seer.actor.user_id for seer in who_sees(address, places[row.pk])}
            assert seers == {
                u.pk for u in world.users if row.pk in plainly_visible(world, u, account)
            }
        transaction.set_rollback(True)


def make_account(number, owner, team, city, is_deleted):
    values = {"name": f"远东贸易{number}", "city": city, "owner": owner, "team": team}
    account = create_record(noun_named("account"), values, actor=SYSTEM, at=AT)
    place = {"account": account.pk, "city": city, "street": "长江路 1 号"}
    create_record(noun_named("address"), place, actor=SYSTEM, at=AT)
    if is_deleted:
        return delete_record(noun_named("account"), account.pk, actor=SYSTEM, at=AT)
    return account


def is_living(row):
    return row.deleted_at is None


def doors(actor, world, folder):
    """The ids of customers by the name of the door that shows them."""
    account = noun_named("account")
    if not actor.may("account.read"):
        return {"list": {row["id"] for row in read_list(actor, account, ALL).rows}}
    by_text = ListQuery(text="远东贸易", columns=("name",), limit=200)
    everything = {row.pk for row in world.rows}
    listed = {row["id"] for row in read_list(actor, account, ALL).rows}
    assert read_total(actor, account, ALL, exact=True).number == len(listed)
    return {
        "list": listed,
        "text filter": {row["id"] for row in read_list(actor, account, by_text).rows},
        "search": {hit.record_id for hit in search(actor, "远东", ["account"], 50)},
        "relation": set(titles(actor, "account", everything)),
        "rest": {row["id"] for row in page_values(actor, account, ALL, AT)["rows"]},
        "export": exported(actor, folder),
        "related": related(actor),
        "hop": hopped(actor),
    }


def exported(actor, folder):
    """The ids in a file, found again by the customers' names."""
    path = folder / "list.csv"
    write_list(path, actor, noun_named("account"), Wanted(ALL, exact=True, mark=False), at=AT)
    with path.open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    path.unlink()
    account = noun_named("account")
    return set(account.base().filter(name__in=names).values_list("pk", flat=True))


def related(actor):
    """The customers found by what is related to them."""
    filter = {
        "related": "addresses",
        "where": {"field": "street", "op": "contains", "value": "长江"},
    }
    query = ListQuery(filter, columns=("name",), limit=200)
    return {row["id"] for row in read_list(actor, noun_named("account"), query).rows}


def hopped(actor):
    """The customers found by a hop from their addresses."""
    filter = {"field": "account.name", "op": "contains", "value": "远东"}
    query = ListQuery(filter, columns=("account",), limit=200)
    return {row["account"] for row in read_list(actor, noun_named("address"), query).rows}
