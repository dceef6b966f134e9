"""Filters, sorts, columns and places that a stranger typed into an address break nothing."""

import orjson
import pytest

from guanxi.platform.actors.models import User

ONE = {"field": "name", "op": "contains", "value": "x"}


def nested(depth):
    return '{"all":[' * depth + orjson.dumps(ONE).decode() + "]}" * depth


def many(number):
    return orjson.dumps({"any": [ONE] * number}).decode()


FILTERS = {
    "nested a hundred times": nested(100),
    "nested beyond the stack": nested(3_000),
    "of five hundred conditions": many(500),
    "of five thousand values": orjson.dumps(
        {"field": "name", "op": "in", "value": ["x"] * 5_000}
    ).decode(),
    "no JSON": "{",
    "a number": "7",
    "a text": '"name"',
    "nothing": "null",
    "a list": "[]",
    "with a list for a field": '{"field":["name"],"op":"is","value":"x"}',
    "with an object for an operator": '{"field":"name","op":{"is":1},"value":"x"}',
    "with a number for its parts": '{"all":7}',
    "with an object for a text": '{"field":"name","op":"contains","value":{"a":1}}',
    "with a number beyond all": '{"field":"id","op":"gt","value":1e999}',
    "with a whole number beyond all": '{"field":"created_at","op":"after","value":%s}'
    % ("9" * 400),
    "with a sign of nothing": '{"field":"name","op":"contains","value":"\\u0000"}',
    "with half a sign": '{"field":"name","op":"contains","value":"\\ud800"}',
    "over a path of ours": '{"field":"owner__password","op":"contains","value":"a"}',
    "over SQL": '{"field":"name\\" OR 1=1 --","op":"is","value":"x"}',
    "over the innards": '{"field":"__class__","op":"is","value":"x"}',
}
PLACES = ("/account/?filter={}", "/api/v1/account/?filter={}", "/account/board/?filter={}")
OTHERS = {
    "sort": ["owner__password", "name;DROP TABLE x", "-" * 500, "\x00", "__class__"],
    "columns": ["password", ",".join(["name"] * 5_000), "\x00", "../../etc/passwd"],
    "cursor": ["'", "AAAA", "\x00", "9" * 5_000],
    "group": ["owner__password", "\x00"],
    "q": ["\x00", "%" * 3_000, "(" * 3_000],
}


@pytest.fixture
def reader(client, admin):
    client.force_login(User.objects.get(pk=admin.user_id))
    return client


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", FILTERS)
def test_a_filter_from_an_address_is_answered_or_refused(reader, place, kind):
    path, _sign, _rest = place.partition("?")

    answer = reader.get(path, {"filter": FILTERS[kind]})

    assert answer.status_code in {200, 302, 400, 404, 422}, answer.status_code


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("path", ["/account/", "/api/v1/account/"])
def test_no_other_part_of_an_address_breaks_a_list(reader, path, name):
    for value in OTHERS[name]:
        answer = reader.get(path, {name: value})

        assert answer.status_code in {200, 302, 400, 404, 422}, (value[:40], answer.status_code)


@pytest.mark.parametrize("kind", ["nested a hundred times", "of five hundred conditions"])
def test_a_filter_too_deep_or_too_long_reaches_no_record(
    reader, kind, django_assert_max_num_queries
):
    reader.get("/api/v1/account/")

    with django_assert_max_num_queries(8) as asked:
        answer = reader.get("/api/v1/account/", {"filter": FILTERS[kind]})

    assert answer.status_code in {400, 422}
    assert not any("customers_account" in one["sql"] for one in asked.captured_queries)
