"""A noun with 300 fields of its own asks the database no more than one with three."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guanxi.platform.actors.models import User
from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.exports.lists import Wanted, write_list
from guanxi.platform.facts.webhooks import telling
from guanxi.platform.facts.webhooks.telling import forget_webhooks
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.writing import create_record, update_record

KINDS = ("text", "number", "date", "boolean", "email")
VALUES = {"text": "字", "number": "3", "date": "2026-11-19", "boolean": True, "email": "a@x.com"}
FEW, MANY = 5, 300


def make_fields(first, last):
    CustomField.objects.bulk_create(
        CustomField(
            noun="account",
            name=f"own_{number}",
            type=KINDS[number % len(KINDS)],
            label_zh=f"自建{number}",
            label_en=f"Own {number}",
            position=number,
        )
        for number in range(first, last)
    )
    schema_changed()


def values(number):
    return {f"own_{one}": VALUES[KINDS[one % len(KINDS)]] for one in range(number)}


def asked(client, actor, pk, at, path, number):
    """How many questions each door asks, by its name."""
    noun = noun_named("account")
    names = [f"own_{one}" for one in range(number)]
    wide = f"/account/?columns=name,{','.join(names)}"
    doors = {
        "list": lambda: client.get(wide),
        "record": lambda: client.get(f"/account/{pk}/"),
        "form": lambda: client.get(f"/account/{pk}/edit/"),
        "rest": lambda: client.get(f"/api/v1/account/{pk}/"),
        "rest list": lambda: client.get("/api/v1/account/?fields=name," + ",".join(names)),
        "read": lambda: read_list(actor, noun, ListQuery(columns=names)),
        "export": lambda: write_list(path, actor, noun, Wanted(ListQuery(columns=names)), at=at),
        "create": lambda: create_record(
            noun, {"name": "乙公司", **values(number)}, actor=actor, at=at
        ),
        "change": lambda: update_record(noun, pk, values(number), actor=actor, at=at),
    }
    found = {}
    for door, ask in doors.items():
        ask()
        if door == "change":
            update_record(noun, pk, {"own_0": "别的"}, actor=actor, at=at)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = ask()
        assert getattr(answer, "status_code", 200) == 200, door
        found[door] = len(queries)
    return found


@pytest.fixture
def client_of(ana, settings):
    settings.REST_CALLS_PER_SECOND = 0
    client = Client()
    client.force_login(User.objects.get(pk=ana.user_id))
    return client


def test_three_hundred_fields_ask_no_more_than_a_few(client_of, ana, at, tmp_path, monkeypatch):
    # Every other second whoever writes looks whether there are new webhooks.
    monkeypatch.setattr(telling, "REMEMBERED_SECONDS", 3_600.0)
    forget_webhooks()
    make_fields(0, FEW)
    firm = create_record(noun_named("account"), {"name": "甲公司"}, actor=ana, at=at)
    few = asked(client_of, ana, firm.pk, at, tmp_path / "x.csv", FEW)

    make_fields(FEW, MANY)
    many = asked(client_of, ana, firm.pk, at, tmp_path / "x.csv", MANY)

    assert many == few
    forget_webhooks()


def test_all_of_them_are_kept_shown_and_found(client_of, ana, at):
    make_fields(0, MANY)
    given = {"name": "甲公司", **values(MANY)}

    firm = create_record(noun_named("account"), given, actor=ana, at=at)

    read = client_of.get(f"/api/v1/account/{firm.pk}/").json()
    assert sum(read[name] is not None for name in values(MANY)) == MANY
    query = ListQuery(
        {"all": [{"field": f"own_{one}", "op": "not_empty"} for one in (0, 150, 299)]}
    )
    assert [row["id"] for row in read_list(ana, noun_named("account"), query).rows] == [firm.pk]
