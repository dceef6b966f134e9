"""Whoever may not read a field cannot ask by it: filter, sort, group, sum, view, total, export."""

import json
from urllib.parse import urlencode

import pytest
from django.test import Client

from guanxi.platform.actors.compiling import actor_for_user, rights_changed
from guanxi.platform.actors.models import FieldGrant, User
from guanxi.platform.errors import InvalidFilter
from guanxi.platform.jobs.models import Job
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.reading import ListQuery, matching, read_list
from guanxi.platform.records.writing import create_record
from guanxi.platform.rest.tests.test_refusals import digest
from guanxi.platform.views.models import SavedView

MODES = ("hidden", "masked")
SECRET = "秘密"


def closed(role, noun, names, mode):
    FieldGrant.objects.filter(role=role).delete()
    FieldGrant.objects.bulk_create(
        FieldGrant(role=role, noun=noun, field=name, mode=mode) for name in names
    )
    rights_changed()


@pytest.fixture
def anas(ana, db):
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=ana.user_id))
    return client


@pytest.mark.parametrize("mode", MODES)
def test_no_closed_field_of_any_noun_can_be_asked_by(ana, seller, mode):
    answered = []
    for key, noun in nouns().items():
        closed(seller, key, noun.fields, mode)
        actor = actor_for_user(User.objects.get(pk=ana.user_id))
        for name in noun.fields:
            for query in (
                ListQuery({"field": name, "op": "empty"}),
                ListQuery({"none": [{"field": name, "op": "empty"}]}),
                ListQuery(sort=name),
                ListQuery(sort=f"-{name}"),
            ):
                try:
                    read_list(actor, noun, query)
                    matching(actor, noun, query)
                except InvalidFilter:
                    continue
                answered.append((key, name, query.filter or query.sort))
    assert answered == []


@pytest.mark.parametrize("mode", MODES)
def test_no_closed_field_can_be_asked_by_over_a_relation(ana, seller, mode):
    closed(seller, "account", noun_named("account").fields, mode)
    actor = actor_for_user(User.objects.get(pk=ana.user_id))
    for path in ("account.name", "account.phone", "account.owner"):
        for key in ("person", "activity", "order"):
            with pytest.raises(InvalidFilter):
                read_list(actor, noun_named(key), ListQuery({"field": path, "op": "empty"}))


def addresses(name):
    """The doors of a list, each asking by the field."""
    asked = {"filter": json.dumps({"field": name, "op": "is", "value": SECRET})}
    state = urlencode({"state": f"/account/?{urlencode(asked)}"})
    for part in ("total/", "sums/", "board/more/"):
        yield f"/account/{part}?{state}"
    for part in ("", "board/"):
        yield f"/account/{part}?{urlencode(asked)}"
    for part in ("", "board/"):
        for sort in (name, f"-{name}"):
            yield f"/account/{part}?sort={sort}"
        yield f"/account/{part}?group={name}"
        yield f"/account/{part}?columns=kind,{name}"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["city", "phone", "tier", "tags", "next_step"])
def test_an_address_that_asks_by_it_is_refused_in_words(anas, ana, seller, at, name, mode):
    create_record(noun_named("account"), {"name": "苏州", "city": SECRET}, actor=ana, at=at)
    closed(seller, "account", [name], mode)

    for address in addresses(name):
        answer = anas.get(address)
        assert answer.status_code in {200, 400}, address
        if "filter" in address and "more/" not in address:
            assert answer.status_code == 400, address
        assert "Traceback" not in answer.content.decode()


def test_an_export_by_it_is_refused_and_starts_nothing(anas, ana, seller, at):
    create_record(noun_named("account"), {"name": "苏州", "city": SECRET}, actor=ana, at=at)
    closed(seller, "account", ["city"], "hidden")
    before = digest()
    asked = urlencode({"filter": json.dumps({"field": "city", "op": "is", "value": SECRET})})

    answer = anas.post("/account/export/", {"format": "csv", "state": f"/account/?{asked}"})

    assert answer.status_code == 400
    assert not Job.objects.exists()
    assert digest() == before


@pytest.mark.parametrize("mode", MODES)
def test_a_view_that_asks_by_it_says_so_and_opens_the_plain_list(anas, ana, seller, at, mode):
    for name, city in (("苏州", SECRET), ("无锡", "")):
        create_record(noun_named("account"), {"name": name, "city": city}, actor=ana, at=at)
    asked = {"field": "city", "op": "is", "value": SECRET}
    view = SavedView.objects.create(
        noun="account",
        label_zh="视图",
        label_en="View",
        owner_id=ana.user_id,
        filter=asked,
        sort="city",
    )
    closed(seller, "account", ["city"], mode)

    for part in ("", "board/"):
        answer = anas.get(f"/account/{part}?view={view.pk}")
        page = answer.content.decode()
        assert answer.status_code == 200, part
        assert "asks for a field that is gone or hidden" in page, part
        assert SECRET not in page, part
        # Whoever has the value stands beside who has not.
        assert all(name in page for name in ("苏州", "无锡")) or part == "board/", part
