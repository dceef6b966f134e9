"""A field that is hidden from a role is no field at all by REST, whichever way it is asked for."""

import orjson
import pytest

from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant
from guanxi.platform.rest.tests.test_refusals import digest

CITY = {"field": "city", "op": "is", "value": "苏州"}


@pytest.fixture
def blinkered(api, press, seller):
    """Ana's key, her role no longer meeting the city."""
    FieldGrant.objects.create(role=seller, noun="machine", field="city", mode="hidden")
    rights_changed()
    return api


def test_neither_list_nor_record_holds_it(blinkered, press):
    listed = blinkered.get("machine/")
    record = blinkered.get(f"machine/{press.pk}/", include="*")
    assert len(listed.json()["rows"]) == 1
    for answer in (listed, record):
        assert answer.status_code == 200
        assert "苏州" not in answer.content.decode()
        assert "city" not in answer.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"fields": "name,city"},
        {"sort": "city"},
        {"sort": "-city"},
        {"city": "苏州"},
        {"city:not_empty": "1"},
        {"filter": orjson.dumps(CITY).decode()},
        {"filter": orjson.dumps({"none": [CITY]}).decode()},
        {"filter": orjson.dumps({"any": [CITY, {"all": [CITY]}]}).decode()},
    ],
)
def test_no_question_about_it_is_answered(blinkered, asked):
    answer = blinkered.get("machine/", **asked)
    assert answer.status_code == 400
    assert "苏州冲床" not in answer.content.decode()


def test_no_total_counts_it(blinkered):
    for value in ("苏州", "无锡"):
        assert blinkered.get("machine/", city=value, total="exact").status_code == 400


@pytest.mark.parametrize(("method", "path"), [("POST", "machine/"), ("PATCH", "machine/{id}/")])
def test_it_cannot_be_written(blinkered, press, method, path):
    before = digest()
    body = {"name": "x", "city": "无锡"}
    answer = blinkered.send(method, path.format(id=press.pk), body)
    assert answer.status_code == 400
    assert digest() == before


def test_search_finds_nothing_by_it(blinkered):
    assert blinkered.get("machine/", text="苏州").json()["rows"] == []


def test_the_description_of_the_api_does_not_name_it(blinkered):
    described = blinkered.get("openapi.json")
    assert described.status_code == 200
    schema = orjson.dumps(described.json()["components"]["schemas"].get("machine", {})).decode()
    assert "city" not in schema
